import type { Plan } from '../model/plan.js';

const LONGEST_SETTLE_MS = 400;
const SHORTEST_SETTLE_MS = 100;
/** Of a warm-up: who asks for a short one is content with a rough ceiling, too. */
const SETTLE_SHARE = 0.2;

/** How long each load of the generator's ceiling is. */
export function ceilingTimes({ warmup: { minMs } }: Pick<Plan, 'warmup'>): {
  readonly settleMs: number;
  readonly windowMs: number;
} {
  const settleMs = Math.min(LONGEST_SETTLE_MS, Math.max(SHORTEST_SETTLE_MS, SETTLE_SHARE * minMs));
  return { settleMs, windowMs: 2 * settleMs };
}

/** Loads that are sure to be, before anything was answered. */
export function fewestCeilingLoads({ profiles }: Pick<Plan, 'profiles'>): number {
  return profiles.filter(({ kind }) => kind === 'closed').length;
}
