import type { LatencyHistogram } from './histogram.js';

/** One line of HdrHistogram's percentile output. */
export interface SpectrumStep {
  /** No smaller than any value counted; highest equivalent value, as HdrHistogram has it. */
  readonly valueNs: number;
  /** From 0 to 100. */
  readonly percentile: number;
  /** Values up to and including `valueNs`. */
  readonly totalCount: number;
}

/**
 * The percentiles of HdrHistogram's PercentileIterator: so many equal steps for each half of the distance to 100 %,
 * which grow finer towards the tail until every value is counted. Empty for an empty histogram.
 */
export function percentileSpectrum(histogram: LatencyHistogram, ticksPerHalfDistance = 5): SpectrumStep[] {
  const steps: SpectrumStep[] = [];
  const total = histogram.count;
  let percentile = 0;
  let seen = 0;
  histogram.forEachBucket((_, count, highestNs) => {
    seen += count;
    const reached = (100 * seen) / total;
    while (percentile <= reached) {
      steps.push({ valueNs: highestNs, percentile, totalCount: seen });
      percentile += 100 / (ticksPerHalfDistance * 2 ** (Math.floor(Math.log2(100 / (100 - percentile))) + 1));
      if (seen === total) break;
    }
  });
  if (total > 0) steps.push({ valueNs: histogram.maxNs, percentile: 100, totalCount: total });
  return steps;
}
