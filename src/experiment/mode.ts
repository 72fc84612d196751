import { IDLE_FLOOR_NS, IDLE_SHARE_LIMIT, type MeasuringMode, type Plan } from '../model/plan.js';
import type { IdleCpu } from './idle-watch.js';
import { DEFAULT_SLICE_MS, LATENCIES_A_SLICE } from './plan.js';

const LONGEST_SLICE_MS = 5000;
const SHORTEST_FROZEN_SLICE_MS = 300;

/** Nominal slice length: as planned, or long enough for the slowest cell. */
export function sliceLengthMs(plan: Plan, slowestLatencyMs: number, mode: MeasuringMode): number {
  const auto = Math.min(LONGEST_SLICE_MS, Math.max(DEFAULT_SLICE_MS, LATENCIES_A_SLICE * slowestLatencyMs));
  const chosen = plan.sliceMs ?? Math.ceil(auto);
  return mode === 'freeze' ? Math.max(chosen, SHORTEST_FROZEN_SLICE_MS) : chosen;
}

export interface ModeDecision {
  readonly mode: MeasuringMode;
  readonly reason: string;
}

/** What a run begins with: of a compiler that was cut short it is known that it works on while others are measured. */
export function firstMode(plan: Plan, present: MeasuringMode, canFreezeAll: boolean): ModeDecision {
  if (plan.mode !== 'auto') return { mode: present, reason: 'asked for' };
  const cut = plan.instances.find(({ wantedWarmup }) => wantedWarmup !== undefined);
  if (cut === undefined || !canFreezeAll) {
    return { mode: present, reason: 'until a target is seen to work while others are measured' };
  }
  return { mode: 'freeze', reason: `the warm-up of ${cut.target} was cut short, so its compiler is still at work` };
}

/**
 * METHOD 1.5: background work of one target runs in the slices of the others, to its owner's credit and at its
 * neighbours' cost. Null: the present mode stands.
 */
export function decideMode(
  present: MeasuringMode,
  planned: MeasuringMode | 'auto',
  idle: ReadonlyMap<string, IdleCpu>,
  canFreezeAll: boolean,
): ModeDecision | null {
  if (planned !== 'auto' || present !== 'plain') return null;
  const loudest = [...idle].reduce<readonly [string, number] | null>(
    (worst, [target, { idleNs, share }]) =>
      share !== null && share > IDLE_SHARE_LIMIT && idleNs > IDLE_FLOOR_NS && share > (worst?.[1] ?? 0)
        ? [target, share]
        : worst,
    null,
  );
  if (loudest === null || !canFreezeAll) return null;
  const [target, share] = loudest;
  return {
    mode: 'freeze',
    reason: `${target} spent ${(share * 100).toFixed(1)} % of its CPU outside its own slices`,
  };
}
