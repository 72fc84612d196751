import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { decodeHdrV2 } from '../stats/hdr-decoding.js';
import { HGRM_LAYOUT, spectrumLines } from './spectrum.js';

/** HdrHistogram's percentile output in milliseconds, a section for each measurement, which a comment names in a `run`. */
export function renderHgrm(report: Report): string {
  const shown = report.measurements.filter(({ requests }) => requests.measured > 0);
  const sections = shown.map((measurement) => [
    ...(report.run.command === 'load' ? [] : [`#[${cellName(measurement)}]`]),
    ...spectrumLines(decodeHdrV2(measurement.histograms.latency), HGRM_LAYOUT),
  ]);
  return sections.length === 0
    ? '#[nothing was answered]\n'
    : sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** `express json c64`: one word each, for formats that cut lines at blanks and commas. */
export function cellName({ target, scenario, profile }: Measurement, separator = ' '): string {
  return [target, scenario, profile].map((name) => name.replace(/[\s,]+/g, '_')).join(separator);
}
