import type { LatencyHistogram } from './histogram.js';
import { countBeyond } from './log-percentile.js';

/** A percentile is told only with so many values beyond it; the median asks for one value at all. */
const LEAST_BEYOND = 10;

/** Whether a sample of this size can tell a percentile. */
export function isSupported(count: number, percentile: number): boolean {
  return count > 0 && (percentile <= 50 || countBeyond(count, percentile) >= LEAST_BEYOND);
}

/** Null where too few values lie beyond it, or none were recorded. */
export function supportedPercentileNs(histogram: LatencyHistogram, percentile: number): number | null {
  return isSupported(histogram.count, percentile) ? histogram.percentileNs(percentile) : null;
}
