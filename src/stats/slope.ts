import { mean, median, sum } from './moments.js';
import type { LaunchValue } from './ratio-interval.js';

/** Median of the slopes between all pairs, with steps of 1 between values; Theil (1950), Sen (1968). NaN below two values. */
export function theilSenSlope(values: readonly number[]): number {
  const slopes: number[] = [];
  for (let left = 0; left < values.length; left++) {
    for (let right = left + 1; right < values.length; right++) {
      slopes.push((values[right]! - values[left]!) / (right - left));
    }
  }
  return median(slopes);
}

/**
 * How far values rise from the first to the last on their line of least squares, with its variance from their scatter around
 * it; null below three values.
 */
export function linearRise(values: readonly number[]): LaunchValue | null {
  const count = values.length;
  if (count < 3) return null;
  const centre = mean(values);
  const points = values.map((value, index) => ({ x: index - (count - 1) / 2, y: value - centre }));
  const xx = sum(points.map(({ x }) => x * x));
  const slope = sum(points.map(({ x, y }) => x * y)) / xx;
  const residual = sum(points.map(({ x, y }) => (y - slope * x) ** 2));
  return { value: slope * (count - 1), variance: ((count - 1) ** 2 * residual) / (count - 2) / xx };
}
