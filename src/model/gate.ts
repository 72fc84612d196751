import type { Difference } from './comparability.js';
import type { Estimate, Metric } from './comparison.js';

/** What a gate may find: of one thing it was asked to hold, and of all of them. */
export type GateStatus = 'pass' | 'fail' | 'inconclusive' | 'invalid';

/** What a finding other than pass or fail comes to. */
export const GATE_REACTIONS = ['pass', 'warn', 'fail'] as const;
export type GateReaction = (typeof GATE_REACTIONS)[number];

/** What a metric is held to. Values are in the metric's unit: req/s, microseconds, bytes, milliseconds or a share. */
export type GateLimit =
  /** Non-inferiority: how much worse than the baseline is still accepted, as a share. */
  | { readonly kind: 'regression'; readonly margin: number }
  | { readonly kind: 'most'; readonly value: number }
  | { readonly kind: 'least'; readonly value: number };

/** One rule of a gate, before it meets what was measured. */
export interface GateThreshold {
  /** Name of a scenario, or `*` for every one that no earlier rule speaks of. */
  readonly scenario: string;
  readonly metric: Metric;
  readonly limit: GateLimit;
  /** Which profiles it is about; null: all. */
  readonly loop: 'closed' | 'open' | null;
  /** A failure of `warn` is told and changes no exit code. */
  readonly severity: 'error' | 'warn';
}

/** Stands for every scenario in a rule. */
export const EVERY_SCENARIO = '*';

/** METHOD 2.4: where launches come in two kinds, fewer than this break every interval. */
export const LEAST_GATE_LAUNCHES = 6;

/** What a gate makes of findings. */
export interface GatePolicy {
  readonly onInconclusive: GateReaction;
  readonly onInvalid: GateReaction;
  /** A regression fails the build only after launches of its own have shown it again. */
  readonly confirmRegression: boolean;
}

/** What fresh launches said of a regression, with a second instance of the baseline beside it. */
export interface GateConfirmation {
  readonly launches: number;
  readonly ratio: Estimate;
  /** The baseline against itself: away from 1 the machine is to blame. */
  readonly baselineAgain: Estimate;
}

/** A rule held against one candidate in one scenario under one profile. */
export interface GateCheck {
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
  readonly target: string;
  /** Null where the limit is absolute. */
  readonly baseline: string | null;
  readonly limit: GateLimit;
  readonly severity: 'error' | 'warn';
  readonly status: GateStatus;
  /**
   * Codes of warnings without which a pass or a failure must not be told, such as `answers-differ`: the numbers are so, but
   * may not mean that nothing was lost. Absent where there are none.
   */
  readonly doubts?: readonly string[];
  /** What was judged: the ratio, above 1 is better, of a regression limit, the candidate's own value of an absolute one. */
  readonly estimate: Estimate;
  /**
   * The metric itself, in its unit, of the baseline and the candidate; null where it was not measured. Beside a ratio as
   * the tables of the run have it, over all launches: the ratio is the mean of the launches' ratios.
   */
  readonly values: { readonly baseline: number | null; readonly target: number | null };
  /** Smallest loss that could have been called, as a share; null where it is unknown or the limit absolute. */
  readonly mde: number | null;
  /** One-sided, against the limit, after Holm's correction over all rules of the gate; null where there is none. */
  readonly pValue: number | null;
  /** Whether launches of their own showed the failure again; null where that was not tried. */
  readonly confirmed: boolean | null;
  /** What they said; null where that was not tried. */
  readonly confirmation: GateConfirmation | null;
  /** One line for people, without the names above. */
  readonly message: string;
}

/** What a gate says of a comparison. */
export interface GateResult {
  readonly status: GateStatus;
  readonly exitCode: number;
  readonly results: readonly GateCheck[];
  readonly policy: GatePolicy;
  /** Left out where the candidates were held against a baseline beside them. */
  readonly against?: GateAgainst;
}

/** A stored run with the same baseline, in which the candidates were what they are held against. */
export interface GateAgainst {
  readonly run: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly launches: number;
  readonly differences: readonly Difference[];
  /** How much wider than from both measured together: the mean over comparisons; null where none has an interval. */
  readonly widthRatio: number | null;
}

/** How a base and a head are made of the repository that the user is in. */
export interface BaseRequest {
  /** A branch, a tag, a hash, `HEAD~1`, or `merge-base:main`: where HEAD left that. */
  readonly ref: string;
  readonly start: { readonly command: string; readonly env: Readonly<Record<string, string>> };
  /** Lines for a shell; null: `npm ci` where there is a lock file of npm. */
  readonly build: readonly string[] | null;
  /** From where the user is to the folder that both are built and started in; null: the same. */
  readonly folder: string | null;
  /** Builds anew what has been built. */
  readonly rebuild: boolean;
  /** Longest time of each step. */
  readonly buildTimeoutMs: number;
}
