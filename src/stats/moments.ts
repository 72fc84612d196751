/** 0 for no values. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Arithmetic mean; NaN for no values, so callers ask first. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Unbiased variance, over n - 1; NaN for fewer than two values, so callers ask first. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1);
}

/** Square root of the unbiased variance. */
export function stddev(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}

/** The p-quantile, interpolated between neighbours; definition 7 of Hyndman and Fan (1996), R's default. NaN for no values. */
export function quantile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * p;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (place - below) * (high - low);
}

/** Middle value, or between the middle two; NaN for no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median distance from `centre`: a spread that single outliers cannot move. Not scaled to sigma. */
export function medianDeviation(values: readonly number[], centre: number): number {
  return median(values.map((value) => Math.abs(value - centre)));
}
