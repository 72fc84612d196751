import type { LoadProfile } from './load-profile.js';
import type { MeasuringMode, Warmup } from './plan.js';
import type { WorkerCount } from './target.js';

/** What `run` or `gate` would measure, told before anything is built or started. */
export interface Forecast {
  readonly baseline: string;
  readonly targets: readonly ForecastTarget[];
  /** Targets that have none of the scenarios. */
  readonly leftOut: readonly string[];
  readonly scenarios: readonly ForecastScenario[];
  /** At most, where there are looks. */
  readonly launches: number;
  /** Launch counts at which it may end; empty: it has all of them. */
  readonly looks: readonly number[];
  readonly mode: MeasuringMode | 'auto';
  readonly workers: WorkerCount;
  readonly quick: boolean;
  /** Null: will be drawn. */
  readonly seed: number | null;
  /** Where starts take a second and warm-ups their least; builds are not in it. */
  readonly estimatedSeconds: number;
  /** Where no warm-up becomes steady. */
  readonly mostSeconds: number;
  /** Of a gate, what it takes at most to show losses again in fresh launches; absent: none will be. */
  readonly confirmingSeconds?: number;
}

export interface ForecastTarget {
  readonly name: string;
  readonly title: string;
  /** Names of those it takes part in. */
  readonly scenarios: readonly string[];
  /** Of each of its servers in each launch: scenarios with variables of their own have one for themselves. */
  readonly warmups: readonly Warmup[];
  /** What its runtime needs at least, where `--quick` gives it less; absent: it has it. */
  readonly wantedWarmupMs?: number;
  /** Why it cannot run here, so that the plan is without it; null where it can. */
  readonly unavailable: string | null;
}

export interface ForecastScenario {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** How many different ones there are; method and path are the first's. */
  readonly requests: number;
  readonly env: Readonly<Record<string, string>>;
  readonly loads: readonly ForecastLoad[];
}

/** One load of a scenario, and how it will likely be sliced: how fast the servers answer decides. */
export interface ForecastLoad {
  readonly profile: LoadProfile;
  /** Of each target in each launch. */
  readonly likelySlices: number;
  /** Null where a slice is one request. */
  readonly likelySliceMs: number | null;
}
