import type { Estimate } from './comparison.js';
import type { Cell } from './plan.js';
import type { Warning } from './warning.js';

/** A target against the baseline as far as a run has come, in what the table of its scenario is about. */
export interface InterimRatio extends Cell {
  readonly baseline: string;
  readonly metric: 'throughput' | 'latency.p99';
  /** Above 1 is better; without bounds within the first launch, without a value where nothing can be told yet. */
  readonly ratio: Estimate;
}

/** Where a run stands that is not over. Nothing is decided by it. */
export interface Interim {
  /** Launches behind the ratios; 0: the first one goes on. */
  readonly launchesDone: number;
  readonly ratios: readonly InterimRatio[];
  /** What would stand below the tables by now, as far as it is told by slices and warm-ups. */
  readonly warnings: readonly Warning[];
}
