import { mean, sum } from './moments.js';
import type { LaunchValue } from './ratio-interval.js';

/**
 * One launch's log ratios in several scenarios as one value, the log of their geometric mean; null for none.
 *
 * Of ratios only the geometric mean does not depend on which side is the baseline: Fleming and Wallace (1986), CACM
 * 29(3). Launch by launch, so that what a start does to all scenarios alike stays between launches, where the interval
 * looks for it. The scenarios' slices are others, so their variances within the launch add up.
 */
export function geometricMean(scenarios: readonly LaunchValue[]): LaunchValue | null {
  if (scenarios.length === 0) return null;
  const variances = scenarios.flatMap(({ variance }) => variance ?? []);
  return {
    value: mean(scenarios.map(({ value }) => value)),
    variance: variances.length < scenarios.length ? null : sum(variances) / scenarios.length ** 2,
  };
}
