import type { LoadConfig, OutputConfig } from './config.js';
import type { ArrivalSpacing } from './load-profile.js';
import type { Threshold } from './threshold.js';

/** `search` after everything has been merged and checked. */
export interface SearchConfig {
  /** What is asked, of whom, over which connections; its own pace counts for nothing. */
  readonly load: LoadConfig;
  /** What a load must keep; none only with `sweep`. */
  readonly objectives: readonly Threshold[];
  /** Least length of a step: as long as its answers need to support the objectives. */
  readonly stepMs: number;
  /** The bracket around the highest rate ends at most so far above it: 0.05 for 5 %. */
  readonly resolution: number;
  readonly spacing: ArrivalSpacing;
  readonly maxConnections: number;
  /** Connections to try in a closed loop instead of rates; null: search for a rate. */
  readonly sweep: readonly number[] | null;
  readonly output: OutputConfig;
}

/** Whether a load kept its objectives; `generator`: it did not, and the load generator was a reason. */
export type StepVerdict = 'kept' | 'broken' | 'generator';

/** What one load of a step came to. */
export interface SearchRun {
  readonly verdict: StepVerdict;
  readonly throughputPerSec: number;
  /** Microseconds; null where nothing was answered. */
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  /** Failed requests and attempts to connect, of all that have an outcome. */
  readonly errorShare: number;
  /** What it did not keep, with what came instead: `p99<20ms (31ms)`. */
  readonly broke: readonly string[];
}

/** One rate, or one number of connections, and what its loads came to. */
export interface SearchPoint {
  /** Null in a closed loop. */
  readonly ratePerSec: number | null;
  readonly connections: number;
  /** Of most of its runs; null while these disagree. */
  readonly verdict: StepVerdict | null;
  /** Medians of the runs that agree with the verdict. */
  readonly throughputPerSec: number;
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  readonly errorShare: number;
  readonly broke: readonly string[];
  readonly runs: readonly SearchRun[];
}

/** The best that was found, and what it stands next to. */
export interface SearchHighest {
  readonly ratePerSec: number | null;
  readonly connections: number;
  readonly throughputPerSec: number;
  /** Lowest rate that did not keep the objectives; null: none was tried, or rates were not searched. */
  readonly brokenPerSec: number | null;
  /** Why nothing higher was found: `bound` for the highest that is ever tried. */
  readonly limit: 'objectives' | 'generator' | 'bound' | 'interrupted';
}

/** What a search found out. */
export interface SearchResult {
  readonly axis: 'rate' | 'connections';
  /** As typed. */
  readonly objectives: readonly string[];
  readonly stepMs: number;
  /** Null where rates were not searched. */
  readonly resolution: number | null;
  /** Throughput of the closed loop before the search; null for a sweep. */
  readonly capacityPerSec: number | null;
  /** Median latency of requests one after the other, in microseconds; null for a sweep, and where they failed. */
  readonly calmLatencyUs: number | null;
  /** From the lowest to the highest. */
  readonly curve: readonly SearchPoint[];
  /** Null: nothing that was tried keeps the objectives. */
  readonly highest: SearchHighest | null;
}
