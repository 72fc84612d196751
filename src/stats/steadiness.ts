import { median, medianDeviation } from './moments.js';
import { theilSenSlope } from './slope.js';

/** About 2 s of warm-up, in windows of equal length. */
const WINDOWS = 8;
const TOLERANCE = 0.02;

/**
 * Whether the last eight windows show neither a slope nor a step beyond 2 % or twice their own scatter.
 *
 * Scatter is taken around the line, not around the median: a trend must not excuse itself. False for fewer windows, and
 * while nothing is answered.
 */
export function isSteady(throughputs: readonly number[]): boolean {
  if (throughputs.length < WINDOWS) return false;
  const recent = throughputs.slice(-WINDOWS);
  const centre = median(recent);
  if (centre <= 0) return false;
  const slope = theilSenSlope(recent);
  const aroundLine = recent.map((value, index) => value - slope * index);
  const tolerance = Math.max(TOLERANCE * centre, 2 * medianDeviation(aroundLine, median(aroundLine)));
  const rise = Math.abs(slope) * (WINDOWS - 1);
  const step = Math.abs(median(recent.slice(WINDOWS / 2)) - median(recent.slice(0, WINDOWS / 2)));
  return rise < tolerance && step < tolerance;
}
