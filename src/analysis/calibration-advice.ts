import type { CalibratedMetric, Calibration } from '../model/calibration.js';
import type { Metric } from '../model/comparison.js';
import type { Plan } from '../model/plan.js';
import { expectedEffect } from '../stats/resolution.js';
import { formatDurationMs } from '../units/duration.js';
import { formatShare } from '../units/percent.js';
import { marginOf } from './margins.js';

const LONGEST_AGE_DAYS = 30;
/** A difference of more margins than this is no small one. */
const MARGINS_TO_CALL = 2;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Why a calibration says nothing about a run on this machine and at this time; null where it does. */
export function whyUnused(
  { environment, createdAt }: Calibration,
  here: { readonly fingerprint: string; readonly now: Date },
): string | null {
  if (environment.fingerprint !== here.fingerprint) return 'was made on another machine, kernel or node';
  const days = (here.now.getTime() - Date.parse(createdAt)) / DAY_MS;
  return days > LONGEST_AGE_DAYS ? `is over ${LONGEST_AGE_DAYS} days old` : null;
}

/** A metric, and the difference in it that somebody calls too small to matter. */
export interface HeldMetric {
  readonly metric: Metric;
  readonly margin: number;
}

/**
 * What a calibration lets one expect of a plan: a sentence on the metrics in which so many launches can call no difference
 * below twice the margin (METHOD 3.2, the margin in it), null where there are none. `held` are the metrics that are judged,
 * of a `run` all.
 */
export function adviseOn(
  plan: Plan,
  { metrics, target }: Calibration,
  held: readonly HeldMetric[] | null = null,
): string | null {
  const isAtItsLimit = plan.profiles.some(({ kind }) => kind === 'closed');
  if (plan.launches < 2 || !isAtItsLimit) return null;
  const coarse = metrics.flatMap((calibrated) => {
    const margins = held === null ? [marginOf(calibrated.metric, plan.margins)] : marginsOf(calibrated.metric, held);
    return margins.flatMap((margin) => coarseReach(calibrated, margin, plan) ?? []);
  });
  const [first] = coarse;
  if (first === undefined) return null;
  const reach = coarse.map(
    ({ metric, effect, margin }) => `${formatShare(effect)} in ${metric} (margin ${formatShare(margin)})`,
  );
  return [
    `calibrated here with ${target.name}: ${plan.launches} launches can call differences from ${reach.join(', ')}`,
    ...first.longer,
  ].join('; ');
}

function marginsOf(metric: Metric, held: readonly HeldMetric[]): number[] {
  const margins = held.filter((one) => one.metric === metric).map(({ margin }) => margin);
  return margins.length === 0 ? [] : [Math.min(...margins)];
}

interface CoarseReach extends HeldMetric {
  readonly effect: number;
  /** What more time could call: `10m can call 2.8 %`. */
  readonly longer: readonly string[];
}

/** Null where the plan can call what is little more than the margin. */
function coarseReach(
  { metric, expectedStddev, effects }: CalibratedMetric,
  margin: number,
  plan: Plan,
): CoarseReach | null {
  const effectOf = (launches: number): number =>
    expectedEffect(expectedStddev, launches, { alpha: plan.alpha, margin });
  const effect = effectOf(plan.launches);
  if (effect <= MARGINS_TO_CALL * margin) return null;
  const longer = effects
    .filter(({ launches }) => launches > plan.launches)
    .map(({ seconds, launches }) => `${formatDurationMs(seconds * 1000)} can call ${formatShare(effectOf(launches))}`);
  return { metric, margin, effect, longer };
}
