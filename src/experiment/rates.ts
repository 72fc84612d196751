import type { OpenLoadProfile } from '../model/load-profile.js';
import { type Cell, type ChosenRate, cellKey, type Plan } from '../model/plan.js';
import { createRandom } from '../stats/random.js';
import type { LiveInstance } from './live-cell.js';

/** Digits of a rate that say anything. */
const RATE_DIGITS = 3;

/** What the closed loop of a warm-up came to. */
export interface Capacity {
  readonly cell: Cell;
  readonly perSec: number;
}

/** Of those that answered anything. */
export function capacitiesOf(live: readonly LiveInstance[]): Capacity[] {
  return live.flatMap(({ cells }) =>
    cells.flatMap(({ cell, capacityPerSec }) =>
      capacityPerSec === null || capacityPerSec <= 0 ? [] : [{ cell, perSec: capacityPerSec }],
    ),
  );
}

/** The rates of all scenarios under open profiles, where they were asked for or can be told. */
export function chooseRates(plan: Plan, capacities: readonly Capacity[]): ChosenRate[] {
  const planned = new Map(
    plan.instances.flatMap(({ cells }) => cells).map((cell) => [cellKey({ ...cell, target: '' }), cell]),
  );
  return [...planned.values()].flatMap(({ scenario, profile: name }): ChosenRate[] => {
    const profile = plan.profiles.find((one) => one.name === name);
    if (profile === undefined || profile.kind === 'closed') return [];
    const own = capacities.filter(({ cell }) => cell.scenario === scenario && cell.profile === name);
    const [slowest] = own.sort((a, b) => a.perSec - b.perSec);
    const capacityPerSec = slowest?.perSec ?? null;
    const ratePerSec = profile.share === undefined ? constantRate(profile) : shareOf(capacityPerSec, profile.share);
    if (ratePerSec === null) return [];
    return [{ scenario, profile: name, ratePerSec, capacityPerSec, slowest: slowest?.cell.target ?? null }];
  });
}

function shareOf(capacityPerSec: number | null, share: number): number | null {
  return capacityPerSec === null ? null : Number((capacityPerSec * share).toPrecision(RATE_DIGITS));
}

function constantRate({ arrivals }: OpenLoadProfile): number | null {
  return arrivals.stages[0]?.fromPerSec ?? null;
}

/** Of the gaps between arrivals: the same for all targets of a block, whenever each has its turn. */
export function arrivalSeed({ seed }: Pick<Plan, 'seed'>, launch: number, block: number): number {
  return createRandom(seed + 7919 * launch + 104_729 * block).integer(2 ** 32);
}
