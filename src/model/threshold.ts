/** What `--threshold` demands of a finished load: `p99<20ms`, `errors<0.1%`, `rate>=5k`. */
export interface Threshold {
  /** As typed, for messages. */
  readonly text: string;
  readonly metric: ThresholdMetric;
  readonly comparison: ThresholdComparison;
  /** Microseconds for latencies, requests a second for `rate`, a share from 0 to 1 for `errors`. */
  readonly limit: number;
}

export type ThresholdComparison = '<' | '<=' | '>' | '>=';

/** `errors`: failed requests and attempts to connect, of all that came to an end. */
export const THRESHOLD_METRICS = [
  'min',
  'avg',
  'max',
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
  'p999',
  'rate',
  'errors',
] as const;
export type ThresholdMetric = (typeof THRESHOLD_METRICS)[number];

/** How a load did against one threshold. */
export interface ThresholdResult extends Threshold {
  /** In the unit of `limit`; null where too little was measured to know it. */
  readonly value: number | null;
  /** False where the value cannot be known: what was not shown was not kept. */
  readonly passed: boolean;
}
