import type { Estimate } from '../model/comparison.js';
import type { Outcomes } from '../model/error-limit.js';
import type { SliceEvent } from '../model/events.js';
import { binomialInterval } from '../stats/binomial.js';
import { mean, sum, variance } from '../stats/moments.js';
import type { LaunchValue } from '../stats/ratio-interval.js';
import { studentTQuantile } from '../stats/student-t.js';
import { outcomesOf } from './error-limit.js';
import { groupByLaunch, type LaunchPairs } from './launch-pairs.js';

/**
 * The share of what failed, requests and attempts to connect, of all that came to an end. Its interval is that of a binomial share, exact where
 * nothing failed, too; where launches differ by more than chance, it is wide enough for that.
 */
export function errorRateOf(slices: readonly SliceEvent[], alpha: number): Estimate {
  const { failures, outcomes } = outcomesOver(slices);
  if (outcomes === 0) return { value: null, lower: null, upper: null };
  const exact = binomialInterval(failures, outcomes, alpha);
  const shares = [...groupByLaunch(slices).values()].map(outcomesOver).flatMap(shareOf);
  const half = halfWidthOver(shares, alpha);
  return {
    value: failures / outcomes,
    lower: Math.max(0, Math.min(exact.lower, mean(shares) - half)),
    upper: Math.min(1, Math.max(exact.upper, mean(shares) + half)),
  };
}

/**
 * Log ratios of the shares of accepted answers, target over baseline. A ratio of the failures themselves would have a 0
 * below it as a rule; this one exists wherever the baseline answered, and falls by about what failures rise.
 */
export function acceptedValues(launches: readonly LaunchPairs[]): LaunchValue[] {
  return launches.flatMap(({ pairs }) => {
    const base = outcomesOver(pairs.map((pair) => pair.baseline));
    const other = outcomesOver(pairs.map((pair) => pair.target));
    if (base.outcomes === base.failures || other.outcomes === 0) return [];
    const [baseline, target] = [acceptedShare(base), acceptedShare(other)];
    return [{ value: target.value - baseline.value, variance: target.variance + baseline.variance }];
  });
}

/** The variance is that of a share with one more failure, so that none at all does not look like certainty. */
function acceptedShare({ failures, outcomes }: Outcomes): { readonly value: number; readonly variance: number } {
  const cautious = (failures + 1) / (outcomes + 2);
  // Where all failed, half an answer keeps the logarithm finite.
  const accepted = Math.max(0.5, outcomes - failures) / outcomes;
  return { value: Math.log(accepted), variance: cautious / ((1 - cautious) * outcomes) };
}

function outcomesOver(slices: readonly SliceEvent[]): Outcomes {
  const each = slices.map(({ recording }) => outcomesOf(recording));
  return { failures: sum(each.map(({ failures }) => failures)), outcomes: sum(each.map(({ outcomes }) => outcomes)) };
}

function shareOf({ failures, outcomes }: Outcomes): number[] {
  return outcomes === 0 ? [] : [failures / outcomes];
}

function halfWidthOver(shares: readonly number[], alpha: number): number {
  if (shares.length < 2) return 0;
  return studentTQuantile(1 - alpha / 2, shares.length - 1) * Math.sqrt(variance(shares) / shares.length);
}
