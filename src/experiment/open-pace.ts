import type { OpenLoadProfile } from '../model/load-profile.js';
import type { ChosenRate, MeasuringMode, Plan, SectionPace } from '../model/plan.js';
import { LATENCIES_A_SLICE, meanSliceMs, SHORTEST_SLICE_MS } from './plan.js';

/** METHOD 4: shorter slices end before a queue is as long as it gets, and hide the tail. */
const LEAST_SLICE_MS = 1000;
/** Near its limit a queue takes seconds to come to its usual length. */
const HEAVY_SHARE = 0.9;
const HEAVY_SLICE_MS = 5000;
/** Arrivals before the window: after a pause the first ones find an idle server. */
export const OPEN_SETTLE_MS = 200;
/** A server that does not keep up never has as much under way as it ends. */
const MOST_SETTLE_MS = 1000;
/** Load of a cell in a launch, and how much more there may be where a p99 needs it. */
const LOAD_A_LAUNCH_MS = 4000;
const MOST_LOAD_A_LAUNCH_MS = 10_000;
/** Of a launch: 100 beyond p99, and some that Poisson arrivals fall short by. */
const ANSWERS_FOR_P99 = 10_500;
const FEWEST_BLOCKS = 2;

/** How long slices of an open loop are, and how many a launch has; `rate` null: not known yet. */
export function openPace(plan: Plan, profile: OpenLoadProfile, { scenario, rate, mode }: OpenSection): SectionPace {
  const capacityPerSec = rate?.capacityPerSec ?? null;
  const share = profile.share ?? (rate === null || capacityPerSec === null ? 0 : rate.ratePerSec / capacityPerSec);
  const leastMs = share >= HEAVY_SHARE ? HEAVY_SLICE_MS : LEAST_SLICE_MS;
  // As many as its connections hold take a latency of the slowest target to be answered.
  const latencyMs = capacityPerSec === null ? 0 : (profile.connections * profile.pipelining * 1000) / capacityPerSec;
  const byLatencyMs = Math.min(HEAVY_SLICE_MS, Math.ceil(LATENCIES_A_SLICE * latencyMs));
  const sliceMs = Math.max(plan.sliceMs ?? 0, leastMs, byLatencyMs, SHORTEST_SLICE_MS[mode]);
  const blocks = openBlocks(plan, sliceMs, rate?.ratePerSec ?? null);
  return { scenario, profile: profile.name, sliceMs, blocks, ...(rate !== null && { ratePerSec: rate.ratePerSec }) };
}

/** Until as much is under way as will be: a latency, and no less than what a start takes. */
export function openSettleMs(meanLatencyMs: number): number {
  return Math.min(MOST_SETTLE_MS, Math.max(OPEN_SETTLE_MS, meanLatencyMs));
}

/** What is known of a scenario under an open profile. */
export interface OpenSection {
  readonly scenario: string;
  readonly rate: Pick<ChosenRate, 'ratePerSec' | 'capacityPerSec'> | null;
  readonly mode: MeasuringMode;
}

function openBlocks(plan: Plan, sliceMs: number, ratePerSec: number | null): number {
  const blocksOf = (loadMs: number): number => Math.max(FEWEST_BLOCKS, Math.ceil(loadMs / meanSliceMs(sliceMs)));
  if (plan.durationMs !== null) return blocksOf(plan.durationMs / plan.launches);
  const forP99Ms = ratePerSec === null ? 0 : (ANSWERS_FOR_P99 / ratePerSec) * 1000;
  const loadMs = Math.min(MOST_LOAD_A_LAUNCH_MS, Math.max(LOAD_A_LAUNCH_MS, forP99Ms));
  return Math.min(plan.blocks, blocksOf(loadMs));
}
