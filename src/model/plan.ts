import type { Claim } from './claim.js';
import type { Metric } from './comparison.js';
import type { LoadProfile } from './load-profile.js';
import type { Scenario } from './scenario.js';
import type { WorkerCount } from './target.js';

/**
 * How idle targets are kept from disturbing the loaded one.
 * `plain`: all alive. `freeze`: SIGSTOP outside their own slices. `exclusive`: one alive at a time.
 */
export const MEASURING_MODES = ['plain', 'freeze', 'exclusive'] as const;
export type MeasuringMode = (typeof MEASURING_MODES)[number];

/** METHOD 1.5: above this share of its CPU outside its own slices a target disturbs the others. */
export const IDLE_SHARE_LIMIT = 0.005;
/** METHOD 1.5: the share that quiet servers show at most. */
export const QUIET_IDLE_SHARE = 0.003;
/** Less idle CPU than this in all is the wake-up of a timer or two. */
const IDLE_FLOOR_NS = 5e6;
/** The same where CPU is read in ticks: two of them cannot be told from rounding. */
const IDLE_FLOOR_IN_TICKS_NS = 20e6;
/** Below this much CPU in all a share says nothing, and so little disturbs nobody. */
const LEAST_CPU_NS = 100e6;
/** Ticks of /proc are whole ones of these, whatever the kernel's rate; what schedstat adds up never is. */
const WHOLE_TICK_NS = 1e6;
/** Whether a target that burned so much, and more than a share of it outside its own slices, disturbs the others. */
export function isBackgroundWork(idleNs: number, allNs: number, limit = IDLE_SHARE_LIMIT): boolean {
  if (allNs < LEAST_CPU_NS) return false;
  const isInTicks = idleNs % WHOLE_TICK_NS === 0 && allNs % WHOLE_TICK_NS === 0;
  return idleNs > (isInTicks ? IDLE_FLOOR_IN_TICKS_NS : IDLE_FLOOR_NS) && idleNs > limit * allNs;
}

/** METHOD 1.4: a slice in which others used more than so many cores is a picture of something else. */
export const FOREIGN_CORES_LIMIT = 0.25;
/** METHOD 1.5: a target that stalls for longer at its thaws, on average of its slices, is not to be frozen. */
export const THAW_STALL_LIMIT_MS = 5;

/** Target x scenario x profile, by their names. */
export interface Cell {
  readonly target: string;
  readonly scenario: string;
  readonly profile: string;
}

export function cellKey(cell: Cell): string {
  return `${cell.target}\u0000${cell.scenario}\u0000${cell.profile}`;
}

/** Null where the plan has no profile of this name. */
export function profileNamed({ profiles }: Pick<Plan, 'profiles'>, name: string): LoadProfile | null {
  return profiles.find((profile) => profile.name === name) ?? null;
}

/** Load until steady: at least, at most. */
export interface Warmup {
  readonly minMs: number;
  readonly maxMs: number;
  /** CPU time of the server from its start, without which it is not warm; absent: whatever it used. */
  readonly minCpuMs?: number | undefined;
}

/** The time a warm-up takes at least, on one core that the server has for itself. */
export function leastWarmupMs({ minMs, minCpuMs = 0 }: Warmup): number {
  return Math.max(minMs, minCpuMs);
}

/** One running process tree of a target that a launch needs: the target with the environment its scenarios ask for. */
export interface PlannedInstance {
  /** Unique in the plan: `express`, or `express+2` for a second environment. */
  readonly id: string;
  readonly target: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cells: readonly Cell[];
  /** Where its runtime needs longer than the plan gives everybody. */
  readonly warmup?: Warmup;
  /** What its runtime needs where the plan gives it less; absent: it has it. */
  readonly wantedWarmup?: Warmup;
}

/** Whose cores are whose; lists as taskset takes them, null: all there are. */
export interface CorePlan {
  /** Of every server. */
  readonly workers: WorkerCount;
  /** Of every server's process tree. */
  readonly serverCpus: string | null;
  /** Of perfcmp itself. */
  readonly generatorCpus: string | null;
}

/** When a run may end before its last launch. */
export interface StoppingPlan {
  /** Launch counts at which it may stop, ascending; the last is that of the plan. */
  readonly looks: readonly number[];
  /** The whole run may take so long; null: as long as its launches take. */
  readonly budgetMs: number | null;
  /** The smallest difference that it should be able to call, as a share; null: what the margins ask for. */
  readonly resolution: number | null;
}

/** A scenario under a profile: how long its slices are, and in how many blocks of a launch it has one. */
export interface SectionPace {
  readonly scenario: string;
  readonly profile: string;
  /** Nominal; null where a slice is one request. */
  readonly sliceMs: number | null;
  readonly blocks: number;
  /** Of an open loop, the same for all targets and launches; absent in a closed one. */
  readonly ratePerSec?: number;
}

/** The rate of a scenario under an open profile, and what it was chosen by. */
export interface ChosenRate {
  readonly scenario: string;
  readonly profile: string;
  readonly ratePerSec: number;
  /** What the slowest target did in a closed loop when it was warm; null where none answered anything. */
  readonly capacityPerSec: number | null;
  readonly slowest: string | null;
}

/** Everything that decides what will be measured and in which order; the same plan gives the same order. */
export interface Plan {
  readonly seed: number;
  readonly launches: number;
  /** Random permutations of all cells in a launch, at most; a first guess where `durationMs` decides. */
  readonly blocks: number;
  /** As few as this where slices have to be long. */
  readonly fewestBlocks: number;
  /** Measured load a cell over all launches; decides the blocks once the slice length is known. Null: `blocks` does. */
  readonly durationMs: number | null;
  /** Null: max(100, 20 x mean latency of the scenario's slowest cell), known after warm-up. */
  readonly sliceMs: number | null;
  readonly settleMs: number;
  readonly mode: MeasuringMode | 'auto';
  readonly warmup: Warmup;
  /** Few launches, moderated t, marked rough, no `no-difference`. */
  readonly quick: boolean;
  /** In the order asked for; the first is not special. */
  readonly targets: readonly string[];
  readonly baseline: string;
  /** False: nobody named it, so that another may take its place where it fails. Absent: as it is, it stays. */
  readonly isBaselineAsked?: boolean;
  readonly scenarios: readonly Scenario[];
  readonly profiles: readonly LoadProfile[];
  readonly instances: readonly PlannedInstance[];
  /** Targets that were meant to take part and have none of the scenarios; absent: there are none. */
  readonly leftOut?: readonly string[];
  /** Targets that perfcmp does not start, so that it can neither see their CPU nor stop them; absent: there are none. */
  readonly notStarted?: readonly string[];
  /** Absent: every launch is run. */
  readonly stopping?: StoppingPlan;
  /** Two-sided error level of every interval: 0.05 for 95 %, less where there are planned looks. */
  readonly alpha: number;
  /** Equivalence margin by metric, 0.02 for 2 %. */
  readonly margins: Readonly<Partial<Record<Metric, number>>>;
  /** Absent in runs of 0.1.0, whose servers ran as they liked. */
  readonly cores?: CorePlan;
  /** `durationMs` of profiles that have one of their own, by name; absent: none has. */
  readonly ownDurationsMs?: Readonly<Record<string, number>>;
  /** What the result is held against; absent: nothing. */
  readonly claims?: readonly Claim[];
}
