import {
  type Cell,
  leastWarmupMs,
  type Plan,
  type PlannedInstance,
  profileNamed,
  type SectionPace,
} from '../model/plan.js';
import { sum } from '../stats/moments.js';
import { ceilingTimes, fewestCeilingLoads } from './ceiling-times.js';
import { firstMode } from './first-mode.js';
import { sliceLengthMs } from './mode.js';
import { OPEN_SETTLE_MS, openPace } from './open-pace.js';
import { batchBlocksOf, blocksOf, LATENCIES_A_SLICE, meanSliceMs } from './plan.js';

// Before anything is started nothing is known of the servers: these are what estimates rest on, and nothing else.

/** From spawn to the first correct answer, and a part for what each cell is prepared and asked beforehand. */
const START_MS = 1000;
const START_OF_A_CELL_MS = 150;
/** Around each load of the generator against the smallest server. */
const AROUND_A_CEILING_MS = 100;
/** Before and after a slice: thawing, reopening, the server's last work, looking at /proc. */
const AROUND_A_SLICE_MS = 10;
const LIKELY_BATCH_MS = 1000;
/**
 * What the slowest of a few servers answers a second on one core, and of many: there always is a slower one. Twenty of its
 * latencies decide how long slices are.
 */
const SLOWEST_OF_FEW_PER_SEC = 5000;
const SLOWEST_OF_MANY_PER_SEC = 1500;
const FEW = 3;

/**
 * Seconds the plan will likely take, or where it may end by itself the most that it will: warm-ups end about halfway between
 * their least and their most.
 */
export function estimateSeconds(plan: Plan, paces: readonly SectionPace[] | null = null): number {
  const ms = ceilingMs(plan) + plan.launches * launchMs(plan, paces);
  return Math.min(ms, budgetMsOf(plan)) / 1000;
}

/** The same of a plan that starts again after so long: what is left of its budget, and one launch in any case. */
export function estimateAnewSeconds(plan: Plan, paces: readonly SectionPace[], elapsedMs: number): number {
  const leftMs = Math.max(budgetMsOf(plan) - elapsedMs, launchMs(plan, paces));
  return Math.min(estimateSeconds(plan, paces), leftMs / 1000);
}

/** A run that may start again, after a launch with all its slices. */
export interface RunSoFar {
  /** Since it began. */
  readonly elapsedMs: number;
  /** That the launch took. */
  readonly launchMs: number;
  /** Of its slices. */
  readonly paces: readonly SectionPace[];
}

/** Launches with other slices that what is left of the budget has room for; without a budget any number. */
export function launchesLeft(plan: Plan, paces: readonly SectionPace[], soFar: RunSoFar): number {
  // Servers that were slow to start, and warm-ups that were extended, will be so again.
  const seenMs = soFar.launchMs - slicesMs(plan, soFar.paces) + slicesMs(plan, paces);
  const leftMs = Math.max(0, budgetMsOf(plan) - soFar.elapsedMs);
  return Math.floor(leftMs / Math.max(launchMs(plan, paces), seenMs));
}

function budgetMsOf({ stopping }: Plan): number {
  return stopping?.budgetMs ?? Number.POSITIVE_INFINITY;
}

/** Launches of the plan that are likely to fit. */
export function launchesWithin(plan: Plan, budgetMs: number): number {
  return Math.max(0, Math.floor((budgetMs - ceilingMs(plan)) / launchMs(plan, null)));
}

function launchMs(plan: Plan, paces: readonly SectionPace[] | null): number {
  return sum(plan.instances.map((instance) => startMs(plan, instance))) + slicesMs(plan, paces);
}

/** Seconds that the plan may take longer: warm-ups that do not become steady. */
export function longestExtensionSeconds(plan: Plan): number {
  const extensions = plan.instances.map(({ warmup = plan.warmup }) => (warmup.maxMs - leastWarmupMs(warmup)) / 2);
  const seconds = (plan.launches * sum(extensions)) / 1000;
  const { budgetMs = null } = plan.stopping ?? {};
  return budgetMs === null ? seconds : Math.min(seconds, Math.max(0, budgetMs / 1000 - estimateSeconds(plan)));
}

/** The slices of a launch as long as nothing is known of the servers. */
export function likelyPace(plan: Plan, { scenario: name, profile }: Omit<Cell, 'target'>): SectionPace {
  const scenario = plan.scenarios.find((one) => one.name === name);
  if (scenario?.isBatch) return { scenario: name, profile, sliceMs: null, blocks: batchBlocksOf(plan) };
  const load = profileNamed(plan, profile);
  if (load?.kind === 'open') return openPace(plan, load, { scenario: name, rate: null, mode: firstMode(plan).mode });
  const latencyMs = Math.max(queueMs(plan, profile), scenario?.likelyLatencyMs ?? 0);
  const { mode } = firstMode(plan);
  const sliceMs = sliceLengthMs(plan, latencyMs, mode);
  return { scenario: name, profile, sliceMs, blocks: blocksOf(plan, sliceMs, profile, mode) };
}

function startMs(plan: Plan, { warmup = plan.warmup, cells }: PlannedInstance): number {
  return START_MS + START_OF_A_CELL_MS * cells.length + (leastWarmupMs(warmup) + warmup.maxMs) / 2;
}

function slicesMs(plan: Plan, paces: readonly SectionPace[] | null): number {
  const cells = plan.instances.flatMap((instance) => instance.cells);
  return sum(
    cells.map((cell) => {
      const known = paces?.find(({ scenario, profile }) => scenario === cell.scenario && profile === cell.profile);
      const { sliceMs, blocks } = known ?? likelyPace(plan, cell);
      if (sliceMs === null) return blocks * batchMs(plan, cell);
      const isOpen = profileNamed(plan, cell.profile)?.kind === 'open';
      return blocks * (isOpen ? openSliceTimeMs(sliceMs) : sliceTimeMs(plan, sliceMs));
    }),
  );
}

/** Settling and waiting for the last answers take a mean latency each, of which a slice holds at least twenty. */
function sliceTimeMs({ settleMs }: Plan, sliceMs: number): number {
  return meanSliceMs(sliceMs) + 2 * Math.max(settleMs, sliceMs / LATENCIES_A_SLICE) + AROUND_A_SLICE_MS;
}

function openSliceTimeMs(sliceMs: number): number {
  return OPEN_SETTLE_MS + meanSliceMs(sliceMs) + AROUND_A_SLICE_MS;
}

function batchMs({ scenarios }: Plan, { scenario }: Cell): number {
  return scenarios.find(({ name }) => name === scenario)?.likelyLatencyMs ?? LIKELY_BATCH_MS;
}

function ceilingMs(plan: Plan): number {
  const loads = fewestCeilingLoads(plan);
  const { settleMs, windowMs } = ceilingTimes(plan);
  return loads === 0 ? 0 : START_MS + loads * (settleMs + windowMs + AROUND_A_CEILING_MS);
}

/** As long as a request waits behind those of all other connections. */
function queueMs({ profiles, targets }: Plan, name: string): number {
  const profile = profiles.find((one) => one.name === name);
  if (profile === undefined) return 0;
  const perSec = Math.max(SLOWEST_OF_MANY_PER_SEC, SLOWEST_OF_FEW_PER_SEC * Math.min(1, FEW / targets.length));
  return (profile.connections * profile.pipelining * 1000) / perSec;
}
