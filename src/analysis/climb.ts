import type { SliceEvent } from '../model/events.js';
import type { Climb } from '../model/measurement.js';
import type { Plan } from '../model/plan.js';
import { isRough } from '../model/rough.js';
import { mean } from '../stats/moments.js';
import { type LaunchValue, type LogInterval, launchInterval, withinVariance } from '../stats/ratio-interval.js';
import { logTotalRate, logTotalRatio } from '../stats/totals.js';
import { groupByLaunch, pairByLaunch } from './launch-pairs.js';
import { throughputPairs } from './launch-values.js';
import { throughputPortion } from './merge-recordings.js';

/** Two-sided, and half of it on the side that is asked about: 95 %. */
const CLIMB_ALPHA = 0.1;
/** The same of what accuses a server: 99 %. */
const FALL_ALPHA = 0.02;

/** One slice scatters by more than what is looked for. */
const FEWEST_OF_A_THIRD = 2;
/** Of what nothing stands beside, two launches may lie in one bad minute of the machine. */
const FEWEST_LAUNCHES = { beside: 2, alone: 3 } as const;

/**
 * How much higher throughput was in the last third of the slices of a launch than in its first, over all launches.
 *
 * `lower` is what scatter leaves of it: the slices of a noisy machine climb by a few percent in every tenth run.
 */
export function measureClimb(plan: Plan, slices: readonly SliceEvent[]): Climb | null {
  const interval = intervalOf(plan, ownClimbs(slices), CLIMB_ALPHA);
  if (interval === null) return null;
  const { center, halfWidth } = interval;
  return { share: Math.expm1(center), lowerShare: halfWidth === null ? null : Math.expm1(center - halfWidth) };
}

/** How far throughput fell over a launch, as shares; of none both are below 0. */
export interface Fall {
  readonly share: number;
  /** What scatter leaves of it, one-sided with 99 %. */
  readonly leastShare: number;
}

/** How much lower throughput was in the last third of the slices of a launch than in its first; null: too few launches. */
export function measureFall(plan: Plan, slices: readonly SliceEvent[]): Fall | null {
  return fallOf(plan, ownClimbs(slices), FEWEST_LAUNCHES.alone);
}

/**
 * The same against others that were asked the same in the same blocks: a machine that gets slower takes all of them along,
 * so that what is left is the server's own; null where fewer than two launches have neighbours.
 */
export function measureFallBeside(
  plan: Plan,
  slices: readonly SliceEvent[],
  neighbours: readonly (readonly SliceEvent[])[],
): Fall | null {
  return fallOf(plan, climbsBeside(slices, neighbours), FEWEST_LAUNCHES.beside);
}

function fallOf(plan: Plan, climbs: readonly LaunchValue[], fewestLaunches: number): Fall | null {
  const interval = climbs.length < fewestLaunches ? null : intervalOf(plan, climbs, FALL_ALPHA);
  if (interval === null || interval.halfWidth === null) return null;
  const { center, halfWidth } = interval;
  return { share: -Math.expm1(center), leastShare: -Math.expm1(center + halfWidth) };
}

function intervalOf(plan: Plan, climbs: readonly LaunchValue[], alpha: number): LogInterval | null {
  return launchInterval(climbs, { alpha, moderated: isRough(plan, climbs.length) });
}

function ownClimbs(slices: readonly SliceEvent[]): LaunchValue[] {
  const rate = (part: readonly SliceEvent[]) => logTotalRate(part.map(({ recording }) => throughputPortion(recording)));
  return [...groupByLaunch(slices).values()].flatMap((own) => overThirds(own, rate) ?? []);
}

/** Of each launch the mean over its neighbours. */
function climbsBeside(
  slices: readonly SliceEvent[],
  neighbours: readonly (readonly SliceEvent[])[],
): readonly LaunchValue[] {
  const byLaunch = new Map<number, LaunchValue[]>();
  for (const launch of neighbours.flatMap((neighbour) => pairByLaunch(neighbour, slices))) {
    const climb = overThirds(throughputPairs(launch), logTotalRatio);
    if (climb !== null) byLaunch.set(launch.launch, [...(byLaunch.get(launch.launch) ?? []), climb]);
  }
  return [...byLaunch.values()].map((climbs) => ({
    value: mean(climbs.map(({ value }) => value)),
    variance: withinVariance(climbs),
  }));
}

/**
 * What it is in the last third of a launch less what it is in the first; null where they are too short to say.
 *
 * Of four or five slices a third is two: a launch that lost one to its neighbours would have no say otherwise, and few
 * launches would speak for all.
 */
function overThirds<T>(parts: readonly T[], logOf: (third: readonly T[]) => LaunchValue | null): LaunchValue | null {
  const third = Math.max(FEWEST_OF_A_THIRD, Math.floor(parts.length / 3));
  if (parts.length < 2 * third) return null;
  const first = logOf(parts.slice(0, third));
  const last = logOf(parts.slice(-third));
  if (first === null || last === null) return null;
  const isKnown = first.variance !== null && last.variance !== null;
  return { value: last.value - first.value, variance: isKnown ? first.variance + last.variance : null };
}
