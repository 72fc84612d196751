import type { Generator } from '../load/generator.js';
import { createCounter } from '../load/request-numbers.js';
import type { ScenarioAnswer } from '../model/contract.js';
import type { RunIdentity } from '../model/events.js';
import type { LaunchCommands } from '../model/launch.js';
import type { Decide } from '../model/look.js';
import type { ChosenRate, MeasuringMode, Plan, PlannedInstance, SectionPace } from '../model/plan.js';
import type { Environment } from '../model/report.js';
import type { Target, TargetDescription } from '../model/target.js';
import { createRandom, type Random } from '../stats/random.js';
import type { BuiltTarget } from '../target/build.js';
import { firstMode } from './first-mode.js';
import { IdleWatch } from './idle-watch.js';
import { MachineWatch } from './machine-watch.js';
import { sectionKey } from './pace.js';
import { ProcessWatch } from './process-watch.js';
import type { Capacity } from './rates.js';
import { type ResumePoint, turnsBefore } from './resume-point.js';
import { ThawWatch } from './thaw-watch.js';

/** A target that can be started: resolved and built. */
export interface StartableTarget {
  readonly target: Target;
  /** Null where nothing had to be built: commands and URLs. */
  readonly built: BuiltTarget | null;
  /** Wins over the target's own variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Run before and after each of its starts; absent: nothing. */
  readonly around?: LaunchCommands;
  /** What was said of its start, for reports; absent: nothing. */
  readonly said?: Pick<TargetDescription, 'parameters' | 'cwd'>;
}

/** What an experiment needs from outside; it knows neither disk nor terminal. */
export interface Experiment {
  readonly run: RunIdentity;
  readonly environment: Environment;
  readonly plan: Plan;
  readonly targets: ReadonlyMap<string, StartableTarget>;
  /** The smallest server there is, for the generator's own ceiling; null: it is not measured. */
  readonly ceiling: StartableTarget | null;
  readonly generator: Generator;
  /** Where the output of a target goes; null: nowhere. */
  readonly logFile: (instance: string, launch: number) => string | null;
  readonly decide: Decide;
  /** Where it goes on after an interruption; absent: it begins. */
  readonly resume?: ResumePoint;
  readonly signal: AbortSignal;
}

/** What goes on from launch to launch. */
export interface RunState {
  readonly random: Random;
  /** When it began by the clock of this process, had there been no pauses. */
  readonly beganMs: number;
  /** When its present launch did. */
  launchBeganMs: number;
  /** That the launch before took, with its stops; 0: none before it counts. */
  lastLaunchMs: number;
  readonly idle: IdleWatch;
  readonly processes: ProcessWatch;
  readonly machine: MachineWatch;
  /** Targets that failed and take no further part. */
  readonly failed: Set<string>;
  mode: MeasuringMode;
  modeReason: string;
  readonly thaws: ThawWatch;
  /** Turns of the last launch, in exclusive mode. */
  order: readonly (readonly PlannedInstance[])[];
  /** Null until the first launch is warm. */
  paces: ReadonlyMap<string, SectionPace> | null;
  /** What the closed loops of the first warm-ups came to. */
  readonly capacities: Capacity[];
  /** Of open loops, chosen once; null until all targets were warm. */
  rates: readonly ChosenRate[] | null;
  /** The most that a scenario has slices in a launch. */
  blocks: number;
  /** What was answered before anything was measured. */
  readonly answers: ScenarioAnswer[];
  /** By instance and scenario: requests are numbered over all launches, so that no server is sent one twice. */
  readonly counters: Map<string, SharedArrayBuffer>;
  /** What they begin with. */
  readonly firstRequest: number;
}

export function createRunState(plan: Plan): RunState {
  const first = firstMode(plan);
  return {
    random: createRandom(plan.seed),
    beganMs: performance.now(),
    launchBeganMs: performance.now(),
    lastLaunchMs: 0,
    idle: new IdleWatch(),
    processes: new ProcessWatch(),
    machine: new MachineWatch(),
    failed: new Set(),
    mode: first.mode,
    modeReason: first.reason,
    thaws: new ThawWatch(),
    order: [],
    paces: null,
    capacities: [],
    rates: null,
    blocks: plan.blocks,
    answers: [],
    counters: new Map(),
    firstRequest: 0,
  };
}

/** So far apart are the seeds of a run's pieces: none repeats the random order of another. */
const SEEDS_OF_A_PIECE = 104_729;
/** Requests of a piece are numbered from so many on for each piece before it: none is sent twice. */
const REQUESTS_OF_A_PIECE = 2 ** 28;

/** The state of a run that goes on after an interruption: what was found out about its targets stands. */
export function resumedRunState(plan: Plan, resume: ResumePoint): RunState {
  const { choice, rates, failed, pieces, secondsBefore } = resume;
  const state: RunState = {
    ...createRunState(plan),
    random: createRandom(plan.seed + SEEDS_OF_A_PIECE * pieces),
    beganMs: performance.now() - secondsBefore * 1000,
    failed: new Set(failed),
    order: turnsBefore(resume, plan),
    rates,
    firstRequest: REQUESTS_OF_A_PIECE * pieces,
    ...(choice !== null && {
      ...{ mode: choice.mode, modeReason: choice.reason, blocks: choice.blocks },
      paces: new Map(choice.paces.map((pace) => [sectionKey(pace), pace])),
    }),
  };
  for (const { cell, mode, recording, server } of resume.slices) {
    if (mode !== state.mode) continue;
    if (server !== null) state.idle.add(cell.target, server);
    if (mode === 'freeze') state.thaws.see(cell, recording);
  }
  return state;
}

/** The counter of what an instance is asked in a scenario, whatever the profile. */
export function counterOf(state: RunState, instance: string, scenario: string): SharedArrayBuffer {
  const key = `${instance}\u0000${scenario}`;
  const counter = state.counters.get(key) ?? createCounter(state.firstRequest);
  state.counters.set(key, counter);
  return counter;
}
