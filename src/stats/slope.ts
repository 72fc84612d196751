import { mean, median, sum } from './moments.js';

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
 * t of a common linear slope within groups, each group around its own mean; null where it is undefined.
 *
 * Groups may differ in level (launches do): only a trend inside them is drift.
 */
export function withinGroupSlopeT(groups: readonly (readonly number[])[]): number | null {
  const usable = groups.filter((group) => group.length > 1);
  const points = usable.flatMap((group) => {
    const centre = mean(group);
    return group.map((value, index) => ({ x: index - (group.length - 1) / 2, y: value - centre }));
  });
  const df = points.length - usable.length - 1;
  if (df < 1) return null;
  const xx = sum(points.map(({ x }) => x * x));
  const slope = sum(points.map(({ x, y }) => x * y)) / xx;
  const residual = sum(points.map(({ x, y }) => (y - slope * x) ** 2));
  return residual === 0 ? null : slope / Math.sqrt(residual / df / xx);
}
