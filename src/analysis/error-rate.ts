import type { Estimate } from '../model/comparison.js';
import type { SliceEvent } from '../model/events.js';
import { binomialInterval } from '../stats/binomial.js';
import { mean, sum, variance } from '../stats/moments.js';
import type { LaunchValue } from '../stats/ratio-interval.js';
import { studentTQuantile } from '../stats/student-t.js';
import { groupByLaunch, type LaunchPairs } from './launch-pairs.js';

interface Outcomes {
  readonly failed: number;
  readonly ended: number;
}

/**
 * The share of requests that failed, of all that came to an end. Its interval is that of a binomial share, exact where
 * nothing failed, too; where launches differ by more than chance, it is wide enough for that.
 */
export function errorRateOf(slices: readonly SliceEvent[], alpha: number): Estimate {
  const { failed, ended } = outcomesOf(slices);
  if (ended === 0) return { value: null, lower: null, upper: null };
  const exact = binomialInterval(failed, ended, alpha);
  const shares = [...groupByLaunch(slices).values()].map(outcomesOf).flatMap(shareOf);
  const half = halfWidthOver(shares, alpha);
  return {
    value: failed / ended,
    lower: Math.max(0, Math.min(exact.lower, mean(shares) - half)),
    upper: Math.min(1, Math.max(exact.upper, mean(shares) + half)),
  };
}

/**
 * Log ratios of the shares of accepted answers, target over baseline. A ratio of the failures themselves would have a 0
 * below it as a rule; this one exists wherever anything was answered, and falls by about what failures rise.
 */
export function acceptedValues(launches: readonly LaunchPairs[]): LaunchValue[] {
  return launches.flatMap(({ pairs }) => {
    const baseline = acceptedShare(outcomesOf(pairs.map((pair) => pair.baseline)));
    const target = acceptedShare(outcomesOf(pairs.map((pair) => pair.target)));
    if (baseline === null || target === null) return [];
    return [{ value: target.value - baseline.value, variance: target.variance + baseline.variance }];
  });
}

/** The variance is that of a share with one more failure, so that none at all does not look like certainty. */
function acceptedShare({ failed, ended }: Outcomes): { readonly value: number; readonly variance: number } | null {
  if (ended === failed) return null;
  const cautious = (failed + 1) / (ended + 2);
  return { value: Math.log(1 - failed / ended), variance: cautious / ((1 - cautious) * ended) };
}

function outcomesOf(slices: readonly SliceEvent[]): Outcomes {
  const failed = sum(slices.map(({ recording }) => recording.requests.failed));
  return { failed, ended: failed + sum(slices.map(({ recording }) => recording.requests.ok)) };
}

function shareOf({ failed, ended }: Outcomes): number[] {
  return ended === 0 ? [] : [failed / ended];
}

function halfWidthOver(shares: readonly number[], alpha: number): number {
  if (shares.length < 2) return 0;
  return studentTQuantile(1 - alpha / 2, shares.length - 1) * Math.sqrt(variance(shares) / shares.length);
}
