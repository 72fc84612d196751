import type { Metric } from '../model/comparison.js';
import type { EngineName } from '../model/load-profile.js';
import type { WorkerCount } from '../model/target.js';

// Every default of the program stands here and nowhere else.

const SHARED_DEFAULTS = {
  threads: 1,
  pipelining: 1,
  engine: 'auto' as EngineName | 'auto',
  timeoutMs: 2000,
  /** Long enough for two lost SYN packets (1 s, then 2 s). */
  connectTimeoutMs: 5000,
  /** One body in so many is compared with what is expected; every status and all framing always is. A prime, so that requests sent in turn all come to be compared. */
  bodySampleEvery: 97,
  path: '/',
  format: 'text' as const,
  /** Of each command before and after a server: a database may have to be filled. */
  prepareTimeoutMs: 60_000,
} as const;

/** What `run` does where nobody says otherwise. */
export const RUN_DEFAULTS = {
  ...SHARED_DEFAULTS,
  /** The word that stands for the bundled targets measured by default. */
  targets: ['default'],
  /** What `default` stands for. */
  group: ['node-http', 'express', 'spring-like'],
  /** Where it takes part, else the first target. */
  baseline: 'express',
  connections: 64,
  readyTimeoutMs: 30_000,
  launches: 5,
  blocks: 12,
  /** Pairs are what cancels the machine's noise: never fewer than this, however long a slice has to be. */
  fewestBlocks: 6,
  /** The least; until steady, up to about twice that. */
  warmupMs: 2000,
  mode: 'auto' as const,
  loop: 'closed' as const,
  /** Of what the slowest target does at most: a quiet server, a busy one, one near its limit. */
  shares: [0.5, 0.7, 0.9],
  /** Users do not wait for one another, and even arrivals never meet in a queue. */
  arrivals: 'poisson' as const,
  /** What a framework does with one core is what all of them can be compared on. */
  workers: 1 as WorkerCount,
  /** Differences smaller than this do not matter, by metric. */
  margins: {
    throughput: 0.02,
    'latency.p50': 0.05,
    'latency.p99': 0.1,
    cpuPerRequest: 0.05,
  } satisfies Partial<Record<Metric, number>>,
} as const;

/** What `run --quick` changes; of the default scenarios it also takes only the first. */
export const QUICK_DEFAULTS = {
  launches: 2,
  warmupMs: 1500,
  /** Where slices are long; see docs/DECISIONS.md for what three of them cover. */
  fewestBlocks: 3,
  /** Targets that need more are cut to it, and marked. */
  ownWarmupMs: 8000,
  shares: [0.5],
} as const;

/** How long a `run` may become that ends by itself, where neither `--launches` nor a budget says so. */
export const ADAPTIVE_DEFAULTS = {
  /** Fewer would borrow how starts differ from experience. */
  fewestLaunches: 3,
  launches: 24,
  /** However much a budget has room for. */
  mostLaunches: 60,
} as const;

/** What `gate` does where nobody says otherwise, and `run` would do something else. */
export const GATE_DEFAULTS = {
  /** Launches after which it may end, METHOD 3.4. */
  looks: [6, 9, 12],
  thresholds: [{ metric: 'throughput', margin: 0.05 }],
  onInconclusive: 'warn',
  onInvalid: 'fail',
  /** Of each step that builds a commit. */
  buildTimeoutMs: 900_000,
} as const;

/** What `load` does where nobody says otherwise: wrk's own defaults but for the threads. */
export const LOAD_DEFAULTS = {
  ...SHARED_DEFAULTS,
  connections: 10,
  durationMs: 10_000,
  warmupMs: 0,
  /** `--warmup auto` gives up then. */
  mostWarmupMs: 20_000,
  /** Of a server that is started where nobody says how to reach it. */
  startedUrl: 'http://127.0.0.1',
  arrivals: 'even' as const,
  seed: 1,
  /** Whoever asks a single load for a check wants every answer checked. */
  bodySampleEvery: 1,
} as const;

/** What `search` does where nobody says otherwise, and `load` would do something else. */
export const SEARCH_DEFAULTS = {
  ...LOAD_DEFAULTS,
  /** A rate needs as many as requests are under way at once; too few would be the limit. */
  connections: 64,
  stepMs: 3000,
  resolution: 0.05,
} as const;

/** What `calibrate` does where nobody says otherwise. */
export const CALIBRATE_DEFAULTS = {
  /** It needs nothing but node. */
  target: 'node-http',
  /** Five launches with one scenario, about. */
  budgetMs: 60_000,
  /** Fewer do not show how launches scatter. */
  fewestLaunches: 3,
} as const;
