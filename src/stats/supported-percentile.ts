import type { LatencyHistogram } from './histogram.js';
import { countBeyond } from './log-percentile.js';

/** A percentile is told only with so many values beyond it; the median asks for one value at all. */
const LEAST_BEYOND = 10;

/** Null where too few values lie beyond it, or none were recorded. */
export function supportedPercentileNs(histogram: LatencyHistogram, percentile: number): number | null {
  if (histogram.count === 0) return null;
  const isSupported = percentile <= 50 || countBeyond(histogram.count, percentile) >= LEAST_BEYOND;
  return isSupported ? histogram.percentileNs(percentile) : null;
}
