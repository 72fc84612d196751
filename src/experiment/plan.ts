import type { Metric } from '../model/comparison.js';
import type { LoadProfile } from '../model/load-profile.js';
import type { CorePlan, MeasuringMode, Plan, PlannedInstance, Warmup } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { sum } from '../stats/moments.js';
import { instancesOf } from './instances.js';

/** METHOD 4: requests sent before this belong to the start of a slice. */
const SETTLE_MS = 15;
/** Slices are drawn from 1 to 1.3 times their nominal length. */
export const SLICE_JITTER = 0.3;
export const DEFAULT_SLICE_MS = 100;
/** The load a cell and launch that METHOD 2.1's figures rest on: 12 slices of at most 130 ms. Longer slices are fewer. */
const LOAD_A_LAUNCH_MS = 12 * DEFAULT_SLICE_MS * (1 + SLICE_JITTER);
const FEWEST_BLOCKS_OF_A_DURATION = 4;
/** A warm-up that does not become steady ends at so many times its least length. */
const LONGEST_WARMUP_FACTOR = 2;
const ALPHA = 0.05;

/** A target with the scenarios it takes part in. */
export interface PlannedTarget {
  readonly name: string;
  readonly scenarios: readonly Scenario[];
  /** What its runtime needs; null: as much as everybody. */
  readonly warmup?: Warmup | null;
}

export interface PlanInput {
  readonly targets: readonly PlannedTarget[];
  readonly baseline: string;
  readonly scenarios: readonly Scenario[];
  readonly profiles: readonly LoadProfile[];
  readonly seed: number;
  readonly launches: number;
  readonly blocks: number;
  readonly fewestBlocks: number;
  readonly sliceMs: number | null;
  /** Measured load a cell over all launches; decides the blocks where it is given. */
  readonly durationMs: number | null;
  readonly warmupMs: number;
  readonly mode: MeasuringMode | 'auto';
  readonly quick: boolean;
  readonly margins: Readonly<Partial<Record<Metric, number>>>;
  readonly cores?: CorePlan;
}

/** What will be measured, decided before anything is started. */
export function createPlan(input: PlanInput): Plan {
  const warmup = { minMs: input.warmupMs, maxMs: input.warmupMs * LONGEST_WARMUP_FACTOR };
  return {
    seed: input.seed,
    launches: input.launches,
    blocks: input.blocks,
    fewestBlocks: input.fewestBlocks,
    durationMs: input.durationMs,
    sliceMs: input.sliceMs,
    settleMs: SETTLE_MS,
    mode: input.mode,
    warmup,
    quick: input.quick,
    targets: input.targets.map((target) => target.name),
    baseline: input.baseline,
    scenarios: input.scenarios,
    profiles: input.profiles,
    instances: input.targets.flatMap((target) => instancesFor(target, input.profiles, warmup)),
    alpha: ALPHA,
    margins: input.margins,
    ...(input.cores === undefined ? {} : { cores: input.cores }),
  };
}

function instancesFor(target: PlannedTarget, profiles: readonly LoadProfile[], usual: Warmup): PlannedInstance[] {
  const instances = instancesOf(target.name, target.scenarios, profiles);
  const own = target.warmup ?? null;
  if (own === null || (own.minMs <= usual.minMs && own.maxMs <= usual.maxMs)) return instances;
  const warmup = { minMs: Math.max(own.minMs, usual.minMs), maxMs: Math.max(own.maxMs, usual.maxMs) };
  return instances.map((instance) => ({ ...instance, warmup }));
}

function guessedSliceMs({ sliceMs }: { readonly sliceMs: number | null }): number {
  return sliceMs ?? LIKELY_SLICE_MS;
}

/** Blocks of a launch once the slice length is known. */
export function blocksOf(plan: Plan, sliceMs: number): number {
  if (plan.durationMs !== null) {
    return Math.max(FEWEST_BLOCKS_OF_A_DURATION, Math.ceil(plan.durationMs / plan.launches / meanOf(sliceMs)));
  }
  return Math.min(plan.blocks, Math.max(plan.fewestBlocks, Math.ceil(LOAD_A_LAUNCH_MS / sliceMs)));
}

/** The middle of what slices are drawn from. */
function meanOf(sliceMs: number): number {
  return sliceMs * (1 + SLICE_JITTER / 2);
}

/** What a slice comes to where twenty latencies of a server such as Express decide; only for the estimate. */
const LIKELY_SLICE_MS = 200;

/** Of a start, only for the estimate. */
const START_MS = 1000;

/** Seconds the plan will take where every start takes a second and no warm-up is extended; METHOD 2.1's sum. */
export function estimateSeconds(plan: Plan, nominalSliceMs = guessedSliceMs(plan)): number {
  const cells = plan.instances.reduce((sum, instance) => sum + instance.cells.length, 0);
  const sliceMs = meanOf(nominalSliceMs) + 2 * plan.settleMs + 5;
  const startMs = sum(plan.instances.map(({ warmup = plan.warmup }) => START_MS + warmup.minMs));
  const launchMs = startMs + cells * blocksOf(plan, nominalSliceMs) * sliceMs;
  return (plan.launches * launchMs) / 1000;
}
