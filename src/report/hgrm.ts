import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { decodeHdrV2 } from '../stats/hdr-decoding.js';
import { HGRM_LAYOUT, spectrumLines } from './spectrum.js';

/** HdrHistogram's percentile output in milliseconds, a section for each measurement, which a comment names in a `run`. */
export function renderHgrm(report: Report): string {
  const sections = report.measurements.flatMap((measurement) => {
    const { histograms, requests } = measurement;
    // Of imported results most have no histogram.
    if (histograms.latency === null || requests.measured === 0) return [];
    return [
      [
        ...(report.run.command === 'load' ? [] : [`#[${cellName(measurement)}]`]),
        ...spectrumLines(decodeHdrV2(histograms.latency), HGRM_LAYOUT),
      ],
    ];
  });
  if (sections.length === 0) {
    return report.run.command === 'import' ? '#[no result has a histogram]\n' : '#[nothing was answered]\n';
  }
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** `express json c64`: one word each, for formats that cut lines at blanks and commas. */
export function cellName({ target, scenario, profile }: Measurement, separator = ' '): string {
  return [target, scenario, profile].map((name) => name.replace(/[\s,]+/g, '_')).join(separator);
}
