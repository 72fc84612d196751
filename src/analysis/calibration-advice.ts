import type { Calibration } from '../model/calibration.js';
import type { Plan } from '../model/plan.js';
import { studentTQuantile } from '../stats/student-t.js';
import { formatDurationMs } from '../units/duration.js';
import { formatShare } from '../units/percent.js';
import { marginOf } from './margins.js';

const LONGEST_AGE_DAYS = 30;
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

/**
 * What a calibration lets one expect of a plan: a sentence where so many launches know throughput too roughly to show that
 * a difference lies within the margin, null where they know it well enough.
 */
export function adviseOn(plan: Plan, { metrics, target }: Calibration): string | null {
  const throughput = metrics.find(({ metric }) => metric === 'throughput');
  const isAtItsLimit = plan.profiles.some(({ kind }) => kind === 'closed');
  if (throughput === undefined || plan.launches < 2 || !isAtItsLimit) return null;
  const margin = marginOf('throughput', plan.margins);
  const df = plan.launches - 1;
  const halfWidth = (studentTQuantile(1 - plan.alpha / 2, df) * throughput.expectedStddev) / Math.sqrt(plan.launches);
  if (halfWidth <= -Math.log(1 - margin)) return null;
  const callable = throughput.effects
    .filter(({ effect }) => effect !== null)
    .map(({ seconds, effect }) => `${formatDurationMs(seconds * 1000)} can call ${formatShare(effect ?? 0)}`);
  const reach = `${plan.launches} launches tell throughput to about ${formatShare(halfWidth)}`;
  const outcome = `too roughly to show a difference within the margin of ${formatShare(margin)}`;
  return [`calibrated here with ${target.name}: ${reach}, ${outcome}`, ...callable.slice(-2)].join('; ');
}
