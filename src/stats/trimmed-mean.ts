import { mean, sum } from './moments.js';

/** A trimmed mean with the variance of that mean (not of the values). */
export interface TrimmedMean {
  readonly value: number;
  /** Null where too few values are left to tell. */
  readonly variance: number | null;
}

/**
 * Mean without the lowest and highest `share` of the values, 20 % unless told; null for no values.
 *
 * Its variance is Yuen's, from the winsorised sample: Yuen (1974), Biometrika 61; Wilcox, Introduction to Robust
 * Estimation and Hypothesis Testing, 3.3.
 */
export function trimmedMean(values: readonly number[], share = 0.2): TrimmedMean | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const cut = Math.floor(sorted.length * share);
  const kept = sorted.slice(cut, sorted.length - cut);
  const low = kept[0]!;
  const high = kept[kept.length - 1]!;
  const winsorised = sorted.map((value) => Math.min(high, Math.max(low, value)));
  const centre = mean(winsorised);
  const squares = sum(winsorised.map((value) => (value - centre) ** 2));
  return { value: mean(kept), variance: kept.length < 2 ? null : squares / (kept.length * (kept.length - 1)) };
}
