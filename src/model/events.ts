import type { Metric } from './comparison.js';
import type { ScenarioAnswer } from './contract.js';
import type { Interim } from './interim.js';
import type { LaunchDecision } from './look.js';
import type { Cell, ChosenRate, MeasuringMode, Plan, SectionPace } from './plan.js';
import type { ProcessUse } from './process-use.js';
import type { LoadTick, Recording } from './recording.js';
import type { Environment } from './report.js';
import type { SearchPoint } from './search.js';
import type { TargetDescription } from './target.js';
import type { Warning } from './warning.js';

/** Facts about the machine over the time of one slice. */
export interface SliceMachine {
  /** CPU of everything but the loaded server and perfcmp itself, in cores; null where /proc is absent. */
  readonly foreignCores: number | null;
  /** Stolen by the hypervisor, in cores. */
  readonly stealCores: number | null;
}

/** CPU of one server's process tree around one slice; null where it is not ours to see. */
export interface SliceServer {
  readonly cpuNs: number;
  /** Burned since the end of this server's previous slice: background work that fell into others' time. */
  readonly idleCpuNs: number;
}

export type SlicePhase = 'pilot' | 'measure';

export interface SliceEvent {
  readonly kind: 'slice';
  /** From 1; from 1 again when the data start again in another mode. */
  readonly launch: number;
  readonly block: number;
  /** Place within the block, from 0. */
  readonly position: number;
  readonly phase: SlicePhase;
  readonly mode: MeasuringMode;
  readonly cell: Cell;
  readonly recording: Recording;
  readonly server: SliceServer | null;
  readonly machine: SliceMachine;
  /** Time a fixed CPU loop took before the block, in microseconds: slower than usual means a slower machine. */
  readonly probeUs: number | null;
}

/** What happens in a run, in order; stored as NDJSON, shown as progress, analysed into a report. */
export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly run: RunIdentity;
      readonly plan: Plan;
      readonly environment: Environment;
      readonly targets: readonly TargetDescription[];
      /** How long the whole run will take, if no warm-up has to be extended. */
      readonly estimatedSeconds: number;
    }
  /** A run that was interrupted goes on: what there is of a launch that was not finished counts no more. */
  | {
      readonly kind: 'run-resumed';
      /** RFC 3339, UTC. */
      readonly at: string;
      /** Finished ones, which stay. */
      readonly launchesKept: number;
      /** Since the last event before it. */
      readonly pauseSeconds: number;
      /** That the run took until then, earlier pauses not counted. */
      readonly secondsBefore: number;
      /** That the rest will take. */
      readonly estimatedSeconds: number;
    }
  /** Only shown: before anything is built, whose time is not in it. At most where no warm-up becomes steady. */
  | {
      readonly kind: 'preset-planned';
      readonly preset: string;
      readonly estimatedSeconds: number;
      readonly mostSeconds: number;
    }
  /** Only shown: what a gate takes at most to show a loss again, which comes on top of its plan. */
  | { readonly kind: 'gate-planned'; readonly confirmingSeconds: number }
  /** Only shown: the losses that a gate shows again in launches of their own, beside its baseline against itself. */
  | {
      readonly kind: 'loss-proven';
      readonly losses: readonly (Cell & { readonly metric: Metric })[];
      readonly baseline: string;
      readonly launches: number;
    }
  | {
      readonly kind: 'build';
      readonly target: string;
      readonly state: 'started' | 'output' | 'finished' | 'failed';
      /** A line of the build's output, or null. */
      readonly line: string | null;
      readonly elapsedMs: number;
    }
  | { readonly kind: 'launch-started'; readonly launch: number; readonly order: readonly string[] }
  | {
      readonly kind: 'target-started';
      readonly launch: number;
      readonly instance: string;
      readonly target: string;
      readonly description: TargetDescription;
      /** Spawn to first correct answer; null for a URL. */
      readonly startupMs: number | null;
      readonly firstResponseMs: number | null;
    }
  /** What it answered before it was loaded to requests of its scenarios, the same ones for every target. */
  | {
      readonly kind: 'answers';
      readonly launch: number;
      readonly instance: string;
      readonly target: string;
      readonly answers: readonly ScenarioAnswer[];
    }
  | {
      readonly kind: 'target-failed';
      readonly launch: number;
      readonly target: string;
      readonly message: string;
      readonly hint: string | null;
      readonly logTail: readonly string[];
    }
  /** The generator against the smallest server there is, with the cell's connections and depth, and about its sizes. */
  | {
      readonly kind: 'ceiling';
      readonly profile: string;
      /** Those it stands for; absent: all of the profile, as in runs of 0.1.0. */
      readonly scenarios?: readonly string[];
      readonly throughputPerSec: number;
      readonly busy: number;
    }
  | { readonly kind: 'warmup'; readonly launch: number; readonly window: WarmupWindow }
  | { readonly kind: 'warmup-finished'; readonly launch: number; readonly summary: WarmupSummary }
  | {
      readonly kind: 'mode-chosen';
      readonly launch: number;
      readonly mode: MeasuringMode;
      /** The shortest slices of those there are. */
      readonly sliceMs: number;
      /** Why they are longer than they usually are, and the longest of those that are; absent where none are. */
      readonly longer?: { readonly sliceMs: number; readonly reason: string };
      /** The most that a scenario has in a launch. */
      readonly blocks: number;
      /** Absent in runs of earlier versions, where all are alike. */
      readonly paces?: readonly SectionPace[];
      /** How long the whole run will take from its first launch, or from now where it starts again. */
      readonly estimatedSeconds: number;
      /** CPU outside own slices / all CPU since warm-up, by target; null where it cannot be seen. */
      readonly idleShare: Readonly<Record<string, number | null>>;
      /** Mean stall at the thaws until now, by target; absent where nothing was frozen. */
      readonly thawStallMs?: Readonly<Record<string, number>>;
      readonly reason: string;
      /** True when slices measured before in this mode no longer count. */
      readonly restart: boolean;
    }
  /** Once, before the first slice: the rates of open loops, the same for all targets and launches. */
  | { readonly kind: 'rates-chosen'; readonly launch: number; readonly rates: readonly ChosenRate[] }
  | SliceEvent
  /** After a block in which others used the CPU: who did most, without servers and perfcmp. */
  | {
      readonly kind: 'disturbance';
      readonly launch: number;
      readonly block: number;
      readonly phase: SlicePhase;
      readonly by: readonly { readonly name: string; readonly pid: number; readonly cores: number }[];
    }
  | {
      readonly kind: 'target-stopped';
      readonly launch: number;
      readonly target: string;
      readonly instance: string;
      readonly peakRssBytes: number | null;
      /** Died or was restarted before we asked it to stop. */
      readonly unexpected: boolean;
      /** Who of it used CPU since it was warm, most first; absent: nobody could look, and in runs of 0.1.0. */
      readonly processes?: readonly ProcessUse[];
    }
  | { readonly kind: 'launch-finished'; readonly launch: number }
  /** Only shown: how targets stand, after each block of the first launch and after each launch. */
  | ({ readonly kind: 'interim' } & Interim)
  /** Of a run whose length was not settled before: whether it goes on after this launch. */
  | ({ readonly kind: 'look'; readonly launchesDone: number } & LaunchDecision)
  /** About once a second within a single `load`. */
  | ({ readonly kind: 'load-tick' } & LoadTick)
  /** What the closed loop did before a search, and how long the search will usually take. */
  | { readonly kind: 'search-planned'; readonly capacityPerSec: number | null; readonly estimatedSeconds: number }
  /** One load of a search is over; `point` holds all there were at this rate, or with so many connections. */
  | {
      readonly kind: 'search-step';
      readonly point: SearchPoint;
      /** False: there are no objectives that it could keep. */
      readonly isJudged: boolean;
      readonly elapsedMs: number;
    }
  | { readonly kind: 'warning'; readonly warning: Warning }
  | { readonly kind: 'run-finished'; readonly seconds: number; readonly interrupted: InterruptSignal | null };

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The signal behind an abort, or null while nothing was aborted. */
export function interruptOf(signal: AbortSignal): InterruptSignal | null {
  if (!signal.aborted) return null;
  const reason: unknown = signal.reason;
  return reason === 'SIGTERM' || reason === 'SIGHUP' ? reason : 'SIGINT';
}

export interface RunIdentity {
  /** `20261123-0120-7f3a`. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly seed: number;
  readonly argv: readonly string[];
  /** Absent: `run`. */
  readonly command?: RunCommand;
}

/** Commands that measure a plan. */
export type RunCommand = 'run' | 'gate' | 'calibrate';

/** One load of the warm-up: a second, shared by the cells of a target. */
export interface WarmupWindow {
  readonly cell: Cell;
  /** End of the window, since this target's warm-up began. */
  readonly elapsedMs: number;
  readonly throughputPerSec: number;
}

export interface WarmupSummary {
  readonly target: string;
  readonly instance: string;
  readonly elapsedMs: number;
  /** False: the maximum time passed first, so verdicts carry a warning. */
  readonly steady: boolean;
  readonly cells: readonly {
    readonly cell: Cell;
    readonly meanLatencyMs: number | null;
    /** In the last loads of warm-up; absent in runs of 0.1.0. */
    readonly throughputPerSec?: number | null;
    /** Over the last 2 s of warm-up; null where the server's CPU cannot be seen. */
    readonly cpuPerRequestUs: number | null;
  }[];
}
