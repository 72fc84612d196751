/** A value with its interval; bounds are null where there is nothing to compute one from. */
export interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export const METRICS = [
  'throughput',
  'latency.p50',
  'latency.p99',
  'errorRate',
  'cpuPerRequest',
  'memory.peakRss',
  'startup',
] as const;
export type Metric = (typeof METRICS)[number];

/** What a server is as a whole, whatever it is asked: cells that share one share this. */
export const SERVER_METRICS: readonly Metric[] = ['memory.peakRss', 'startup'];

export type Verdict = 'faster' | 'slower' | 'no-difference' | 'inconclusive' | 'invalid';

/** One target against the baseline in one metric. Ratios above 1 are better, whatever the metric. */
export interface Comparison {
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
  readonly baseline: string;
  readonly target: string;
  readonly ratio: Estimate;
  /** One per launch: the independent unit of replication. */
  readonly launchRatios: readonly number[];
  readonly alpha: number;
  readonly margin: number;
  /** Smallest effect that this run could have called, as a share: 0.04 for 4 %. Null with a single launch. */
  readonly mde: number | null;
  readonly verdict: Verdict;
  /**
   * Codes of warnings without which the verdict must not be told, such as `answers-differ`: what was measured is so, but
   * may not mean that one is faster. Absent where there are none.
   */
  readonly doubts?: readonly string[];
  /** Which way an inconclusive result points when its interval excludes 1; never a result. */
  readonly lean: 'faster' | 'slower' | null;
  /** The 20 % trimmed mean over slices: how the typical slice compares, the servers' own stalls removed. */
  readonly typicalRatio: Estimate | null;
  /** The same ratio with every block kept, where blocks were dropped on cause; otherwise null. */
  readonly allBlocksRatio: Estimate | null;
  /** The load generator was the target's limit, so that the true ratio is at least this; absent: it is as it stands. */
  readonly atLeast?: true;
}
