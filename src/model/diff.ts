import type { Difference } from './comparability.js';
import type { Comparison, Estimate, Metric, Verdict } from './comparison.js';

/** Two stored runs, held against each other by what each of them found against the same reference target. */
export interface RunDiff {
  readonly schema: 'perfcmp/diff@1';
  readonly tool: { readonly name: 'perfcmp'; readonly version: string };
  readonly first: DiffedRun;
  readonly second: DiffedRun;
  /** The target that both runs have as their baseline. */
  readonly reference: string;
  /** False: of no scenario may one run be held against the other, and every verdict is `invalid`. */
  readonly isComparable: boolean;
  readonly differences: readonly Difference[];
  readonly comparisons: readonly DiffComparison[];
  /**
   * How much wider than from one run of all these launches that had measured both states beside each other: the mean
   * over comparisons. Null where none of them has an interval.
   */
  readonly widthRatio: number | null;
}

/** One of the two runs. */
export interface DiffedRun {
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly launches: number;
  /** What it measured beside the reference. */
  readonly targets: readonly string[];
  readonly fingerprint: string;
}

/** One target of both runs in one metric. Ratios above 1 are better, whatever the metric. */
export interface DiffComparison {
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
  readonly target: string;
  /** To the reference target, within the first run. */
  readonly first: Estimate;
  /** The same within the second. */
  readonly second: Estimate;
  /** Second by first. */
  readonly change: Estimate;
  readonly alpha: number;
  readonly margin: number;
  /** Degrees of freedom by Welch and Satterthwaite; null where there is no interval. */
  readonly df: number | null;
  readonly verdict: Verdict;
  readonly lean: Comparison['lean'];
  /** Why its verdict is `invalid`; empty where it is not. */
  readonly reasons: readonly string[];
  readonly widthRatio: number | null;
}
