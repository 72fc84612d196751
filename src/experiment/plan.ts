import type { Metric } from '../model/comparison.js';
import { type LoadProfile, shareConnections } from '../model/load-profile.js';
import {
  type CorePlan,
  leastWarmupMs,
  type MeasuringMode,
  type Plan,
  type PlannedInstance,
  type Warmup,
} from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';
import { sum } from '../stats/moments.js';
import { instancesOf } from './instances.js';
import { withSeed } from './scenario-seed.js';

/** METHOD 4: requests sent before this belong to the start of a slice. */
const SETTLE_MS = 15;
/** Slices are drawn from 1 to 1.3 times their nominal length. */
export const SLICE_JITTER = 0.3;
export const DEFAULT_SLICE_MS = 100;
/** METHOD 1.5: what servers do after a load is over counts for little beside loads so long. */
export const SHORTEST_SLICE_MS = { plain: 0, freeze: 300, exclusive: 2000 } satisfies Record<MeasuringMode, number>;
/** METHOD 4.7: the window holds at least so many mean latencies of the slowest cell. */
export const LATENCIES_A_SLICE = 20;
/** The load a cell and launch that METHOD 2.1's figures rest on: 12 slices of at most 130 ms. Longer slices are fewer. */
const LOAD_A_LAUNCH_MS = 12 * DEFAULT_SLICE_MS * (1 + SLICE_JITTER);
const FEWEST_BLOCKS_OF_A_DURATION = 4;
/** As few as show how much they scatter: no neighbour is there to be paired with. */
const FEWEST_EXCLUSIVE_BLOCKS = 3;
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
  readonly isBaselineAsked?: boolean;
  readonly scenarios: readonly Scenario[];
  /** Of the scenarios that have none of their own. */
  readonly profiles: readonly LoadProfile[];
  /** By scenario. */
  readonly ownProfiles?: ReadonlyMap<string, readonly LoadProfile[]>;
  /** Targets that take no part, because they have none of the scenarios. */
  readonly leftOut?: readonly string[];
  readonly notStarted?: readonly string[];
  readonly seed: number;
  readonly launches: number;
  readonly blocks: number;
  readonly fewestBlocks: number;
  readonly sliceMs: number | null;
  /** Measured load a cell over all launches; decides the blocks where it is given. */
  readonly durationMs: number | null;
  readonly warmupMs: number;
  /** Targets whose runtimes need more are cut to this; null or absent: they get what they need. */
  readonly ownWarmupMs?: number | null;
  readonly mode: MeasuringMode | 'auto';
  readonly quick: boolean;
  readonly margins: Readonly<Partial<Record<Metric, number>>>;
  readonly cores?: CorePlan;
  readonly ownDurationsMs?: Plan['ownDurationsMs'];
  readonly claims?: Plan['claims'];
}

/** What will be measured, decided before anything is started. */
export function createPlan(input: PlanInput): Plan {
  // A rough look does not wait for the steady state that it says it has not seen.
  const maxMs = input.warmupMs * (input.quick ? 1 : LONGEST_WARMUP_FACTOR);
  const warmup = { minMs: input.warmupMs, maxMs };
  const profilesOf = ({ name }: Scenario): readonly LoadProfile[] => input.ownProfiles?.get(name) ?? input.profiles;
  const profiles = new Map(input.scenarios.flatMap(profilesOf).map((profile) => [profile.name, profile]));
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
    ...(input.isBaselineAsked === undefined ? {} : { isBaselineAsked: input.isBaselineAsked }),
    scenarios: input.scenarios.map((scenario) => withSeed(scenario, input.seed)),
    profiles: [...profiles.values()],
    instances: input.targets.flatMap((target) =>
      instancesFor(target, profilesOf, { usual: warmup, mostMs: input.ownWarmupMs ?? null }),
    ),
    ...(input.leftOut === undefined || input.leftOut.length === 0 ? {} : { leftOut: input.leftOut }),
    ...(input.notStarted === undefined || input.notStarted.length === 0 ? {} : { notStarted: input.notStarted }),
    alpha: ALPHA,
    margins: input.margins,
    ...(input.cores === undefined ? {} : { cores: input.cores }),
    ...(input.ownDurationsMs && { ownDurationsMs: input.ownDurationsMs }),
    ...(input.claims && { claims: input.claims }),
  };
}

type ProfilesOf = (scenario: Scenario) => readonly LoadProfile[];

function instancesFor(
  { name, scenarios, warmup: own = null }: PlannedTarget,
  profilesOf: ProfilesOf,
  { usual, mostMs }: { readonly usual: Warmup; readonly mostMs: number | null },
): PlannedInstance[] {
  return instancesOf(name, scenarios, profilesOf).map((instance) => {
    const asked = scenarios.filter(({ name: scenario }) => instance.cells.some((cell) => cell.scenario === scenario));
    const shared = sharedWarmup(usual, asked, profilesOf);
    const wanted = longerOf(shared, own);
    const warmup = mostMs === null ? wanted : longerOf(shared, cutTo(own, mostMs));
    return {
      ...instance,
      ...(isSame(warmup, usual) ? {} : { warmup }),
      ...(leastWarmupMs(warmup) < leastWarmupMs(wanted) ? { wantedWarmup: wanted } : {}),
    };
  });
}

function longerOf(one: Warmup, other: Warmup | null): Warmup {
  if (other === null) return one;
  const { minCpuMs } = other;
  return {
    minMs: Math.max(one.minMs, other.minMs),
    maxMs: Math.max(one.maxMs, other.maxMs),
    ...(minCpuMs !== undefined && { minCpuMs }),
  };
}

/** What needs no more than this is left as it is. */
function cutTo(own: Warmup | null, mostMs: number): Warmup | null {
  return own === null || leastWarmupMs(own) <= mostMs ? own : { minMs: mostMs, maxMs: mostMs };
}

function isSame(one: Warmup, other: Warmup): boolean {
  return one.minMs === other.minMs && one.maxMs === other.maxMs && one.minCpuMs === other.minCpuMs;
}

/** Loads over the same connections are warmed up as one. */
function distinctConnections(profiles: readonly LoadProfile[]): number {
  return profiles.filter((one, index) => profiles.findIndex((other) => shareConnections(other, one)) === index).length;
}

/** What the method's warm-up was measured with: two scenarios that share it. More of them need more of it. */
const CELLS_A_WARMUP = 2;

/** How long an instance is warmed up, by what it will be asked. */
function sharedWarmup({ minMs, maxMs }: Warmup, scenarios: readonly Scenario[], profilesOf: ProfilesOf): Warmup {
  const warmed = sum(scenarios.filter(({ isBatch }) => !isBatch).map((one) => distinctConnections(profilesOf(one))));
  const factor = warmed === 0 ? 0 : Math.max(1, warmed / CELLS_A_WARMUP);
  return { minMs: minMs * factor, maxMs: maxMs * factor };
}

/** Blocks of a launch once the slice length is known. */
export function blocksOf(plan: Plan, sliceMs: number, profile: string, mode: MeasuringMode): number {
  const durationMs = plan.ownDurationsMs?.[profile] ?? plan.durationMs;
  const isExclusive = mode === 'exclusive';
  if (durationMs !== null) {
    const fewest = isExclusive ? FEWEST_EXCLUSIVE_BLOCKS : FEWEST_BLOCKS_OF_A_DURATION;
    return Math.max(fewest, Math.ceil(durationMs / plan.launches / meanSliceMs(sliceMs)));
  }
  // What was asked for stays.
  const isAsked = plan.fewestBlocks === plan.blocks;
  const fewest = isExclusive && !isAsked ? FEWEST_EXCLUSIVE_BLOCKS : plan.fewestBlocks;
  return Math.min(plan.blocks, Math.max(fewest, Math.ceil(LOAD_A_LAUNCH_MS / sliceMs)));
}

/** The middle of what slices are drawn from. */
export function meanSliceMs(sliceMs: number): number {
  return sliceMs * (1 + SLICE_JITTER / 2);
}

/** Slices of one request in a launch: each may take as long as many slices of the others. */
const BATCH_BLOCKS = 3;

export function batchBlocksOf({ blocks }: Plan): number {
  return Math.min(blocks, BATCH_BLOCKS);
}
