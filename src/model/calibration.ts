import type { Estimate, Metric } from './comparison.js';
import type { Environment, ReportProfile } from './report.js';
import type { Warning } from './warning.js';

/** A server against itself on this machine: how much results scatter where nothing differs. */
export interface Calibration {
  readonly schema: 'perfcmp/calibration@1';
  readonly tool: { readonly name: 'perfcmp'; readonly version: string };
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly environment: Environment;
  readonly target: { readonly name: string; readonly version: string | null };
  readonly scenario: string;
  readonly profile: ReportProfile;
  readonly mode: string;
  readonly seed: number | null;
  readonly launches: number;
  readonly blocks: number;
  readonly sliceMs: number;
  readonly seconds: number;
  /** All that a launch of both instances takes: start, warm-up, slices, stop. */
  readonly secondsALaunch: number;
  /** Whether both instances came out equal in throughput and nothing made the result invalid: only then is it of use. */
  readonly isSound: boolean;
  readonly metrics: readonly CalibratedMetric[];
  /** Of the measurement. */
  readonly warnings: readonly Warning[];
  /** Id of the stored run it was made from; null where that was not stored. */
  readonly run: string | null;
}

/** How one metric scatters; deviations are shares, 0.02 for 2 %. */
export interface CalibratedMetric {
  readonly metric: Metric;
  /** Of the second instance to the first; the truth is 1. */
  readonly ratio: Estimate;
  readonly launchRatios: readonly number[];
  /** Of the ratios of launches. */
  readonly launchStddev: number;
  /** What the blocks within a launch would make launches scatter by themselves; null where it is unknown. */
  readonly withinStddev: number | null;
  /** Of the ratio of a launch to come: these two, and how much starts usually differ. */
  readonly expectedStddev: number;
  readonly effects: readonly CallableEffect[];
  /** As configured: smaller differences do not matter. */
  readonly margin: number;
  /** The configured one, or twice half of the interval where that is more; null where that is over 50 % or unknown. */
  readonly suggestedMargin: number | null;
}

/** What a comparison of two servers in one scenario finds four times in five in so much time. */
export interface CallableEffect {
  readonly seconds: number;
  /** That fit into it. */
  readonly launches: number;
  /** Smallest loss, as a share, the margin in it; null where too few launches fit. */
  readonly effect: number | null;
}
