import type { SliceEvent } from '../model/events.js';
import type { Climb } from '../model/measurement.js';
import type { Plan } from '../model/plan.js';
import { isRough } from '../model/rough.js';
import { type LaunchValue, launchInterval } from '../stats/ratio-interval.js';
import { logTotalRate } from '../stats/totals.js';
import { groupByLaunch } from './launch-pairs.js';
import { throughputPortion } from './merge-recordings.js';

/** One-sided: a climb is what is asked about, and a fall is none. */
const ONE_SIDED_ALPHA = 0.1;

/** One slice scatters by more than what is looked for. */
const FEWEST_OF_A_THIRD = 2;

/**
 * How much higher throughput was in the last third of the slices of a launch than in its first, over all launches.
 *
 * `lower` is what scatter leaves of it: the slices of a noisy machine climb by a few percent in every tenth run.
 */
export function measureClimb(plan: Plan, slices: readonly SliceEvent[]): Climb | null {
  const values = [...groupByLaunch(slices).values()].flatMap((own) => launchClimb(own) ?? []);
  const moderated = isRough(plan, values.length);
  const interval = launchInterval(values, { alpha: ONE_SIDED_ALPHA, moderated });
  if (interval === null) return null;
  const { center, halfWidth } = interval;
  return { share: Math.expm1(center), lowerShare: halfWidth === null ? null : Math.expm1(center - halfWidth) };
}

function launchClimb(slices: readonly SliceEvent[]): LaunchValue | null {
  const third = Math.floor(slices.length / 3);
  if (third < FEWEST_OF_A_THIRD) return null;
  const rate = (part: readonly SliceEvent[]) => logTotalRate(part.map((slice) => throughputPortion(slice.recording)));
  const first = rate(slices.slice(0, third));
  const last = rate(slices.slice(-third));
  if (first === null || last === null) return null;
  const isKnown = first.variance !== null && last.variance !== null;
  return { value: last.value - first.value, variance: isKnown ? first.variance + last.variance : null };
}
