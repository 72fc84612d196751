import type { Measurement } from '../model/measurement.js';
import { decodeHdrV2 } from '../stats/hdr-decoding.js';
import { supportedPercentileNs } from '../stats/supported-percentile.js';
import { spectrumLines, WRK2_LAYOUT } from './spectrum.js';
import { wrkColumn, wrkTimeUs } from './wrk-units.js';

const PERCENTILES = [50, 75, 90, 99, 99.9, 99.99, 99.999, 100] as const;
const RULE = '-'.repeat(58);

/** What wrk2 prints with -L: a longer distribution than wrk's, and the spectrum of its histogram in milliseconds. */
export function wrk2LatencyLines({ histograms }: Measurement): string[] {
  if (histograms.latency === null) return [];
  const histogram = decodeHdrV2(histograms.latency);
  const lines = PERCENTILES.map((percentile) => {
    const ns = percentile === 100 ? histogram.maxNs : supportedPercentileNs(histogram, percentile);
    const isMissing = ns === null && histogram.count > 0;
    const text = isMissing ? 'n/a'.padStart(8) : wrkColumn(wrkTimeUs((ns || 0) / 1000), 10);
    return `${percentile.toFixed(3).padStart(7)}%${text}`;
  });
  return [
    '  Latency Distribution (HdrHistogram - Recorded Latency)',
    ...lines,
    '',
    '  Detailed Percentile spectrum:',
    ...spectrumLines(histogram, WRK2_LAYOUT),
    RULE,
  ];
}
