import { sum } from './moments.js';
import type { LaunchValue } from './ratio-interval.js';

/** Amount done in a time by one side in one block: answers and loaded time, or answers and CPU time. */
export interface Portion {
  readonly amount: number;
  readonly time: number;
}

/** Two sides of one block, loaded within the same second. */
export interface PortionPair {
  readonly baseline: Portion;
  readonly target: Portion;
}

/** Amount over time of all portions together, so that a server's stalls count in full; null where it is undefined. */
export function totalRate(portions: readonly Portion[]): number | null {
  const amount = sum(portions.map((portion) => portion.amount));
  const time = sum(portions.map((portion) => portion.time));
  return amount > 0 && time > 0 ? amount / time : null;
}

/**
 * Log of the total rate with its variance over blocks; null where nothing was done.
 *
 * Linearised: d ln(sum N / sum T) = dN / sum N - dT / sum T, so each block's pull is N_b / sum N - T_b / sum T and the
 * variance is that of a sum of blocks (Cochran, Sampling Techniques, 3rd ed., 6.4). An empty block has a pull like any
 * other, where its own logarithm would be undefined.
 */
export function logTotalRate(portions: readonly Portion[]): LaunchValue | null {
  const rate = totalRate(portions);
  return rate === null ? null : { value: Math.log(rate), variance: varianceOfSum(pulls(portions)) };
}

/** Log of the target's total rate over the baseline's, variance from the differences within blocks; null where undefined. */
export function logTotalRatio(pairs: readonly PortionPair[]): LaunchValue | null {
  const baseline = pairs.map((pair) => pair.baseline);
  const target = pairs.map((pair) => pair.target);
  const baselineRate = totalRate(baseline);
  const targetRate = totalRate(target);
  if (baselineRate === null || targetRate === null) return null;
  const targetPulls = pulls(target);
  const differences = pulls(baseline).map((pull, block) => targetPulls[block]! - pull);
  return { value: Math.log(targetRate / baselineRate), variance: varianceOfSum(differences) };
}

/** Log ratio of each block by itself, without those in which a side did nothing. */
export function blockLogRatios(pairs: readonly PortionPair[]): number[] {
  return pairs.flatMap(({ baseline, target }) => {
    const ratio = (target.amount * baseline.time) / (target.time * baseline.amount);
    return Number.isFinite(ratio) && ratio > 0 ? [Math.log(ratio)] : [];
  });
}

function pulls(portions: readonly Portion[]): number[] {
  const amount = sum(portions.map((portion) => portion.amount));
  const time = sum(portions.map((portion) => portion.time));
  return portions.map((portion) => portion.amount / amount - portion.time / time);
}

/** Variance of the sum of independent pulls around their mean, which is 0 by construction. */
function varianceOfSum(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  return (values.length / (values.length - 1)) * sum(values.map((value) => value * value));
}
