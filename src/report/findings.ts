import type { Comparison, Estimate, Metric } from '../model/comparison.js';
import type { GateCheck, GateLimit, GatePolicy, GateReaction } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { formatMargin, formatPercent, limitValueText } from '../units/figures.js';
import { metricValue } from './metric-values.js';
import { formatRatio, toldVerdict } from './verdict.js';

/**
 * What a CI system makes of something. `fail` and `error` fail the build: the answer is no, or there can be none.
 * `warn` is worth a look, `skip` is a question that stays open, and both fail nothing.
 */
export type Outcome = 'pass' | 'warn' | 'skip' | 'fail' | 'error';

/** One thing a run was asked: a check of a gate, or a comparison of a run. */
export interface Finding {
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
  readonly target: string;
  /** Null where the limit is absolute. */
  readonly baseline: string | null;
  readonly outcome: Outcome;
  /** `fail`, `slower`, `no difference at 2 %`. */
  readonly verdict: string;
  /** What was judged and against what, for people. */
  readonly message: string;
  /** Above 1 is better; null where the limit is absolute, or no ratio can be relied upon. */
  readonly ratio: Estimate | null;
  /** In the metric's unit. */
  readonly values: { readonly baseline: number | null; readonly target: number | null };
  /** What it was held against: `at most 5 % worse`, `at most 25.0ms`, `margin 2 %`. */
  readonly limit: string;
}

/** The checks of a gate in their order; of a run, what was compared, none of which fails a build. */
export function findingsOf(report: Report): Finding[] {
  const { gate } = report;
  if (gate !== null) return gate.results.map((check) => ofCheck(check, gate.policy));
  return report.comparisons.map((comparison) => ofComparison(report, comparison));
}

/** The ones that matter most first, in their own order otherwise. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => RANK[a.outcome] - RANK[b.outcome]);
}

const RANK = { fail: 0, error: 1, warn: 2, skip: 3, pass: 4 } satisfies Record<Outcome, number>;

function ofCheck(check: GateCheck, policy: GatePolicy): Finding {
  const { scenario, profile, metric, target, baseline, status, message, values } = check;
  return {
    ...{ scenario, profile, metric, target, baseline, message, values },
    outcome: check.severity === 'warn' ? mild(checkOutcome(check, policy)) : checkOutcome(check, policy),
    verdict: check.confirmed === true && status === 'fail' ? 'fail, confirmed' : status,
    ratio: baseline === null || status === 'invalid' ? null : check.estimate,
    limit: limitWords(check.limit, metric),
  };
}

function checkOutcome({ status }: GateCheck, policy: GatePolicy): Outcome {
  if (status === 'inconclusive') return reactionTo(policy.onInconclusive, 'fail');
  return status === 'invalid' ? reactionTo(policy.onInvalid, 'error') : status;
}

function reactionTo(reaction: GateReaction, failure: Outcome): Outcome {
  if (reaction === 'fail') return failure;
  return reaction === 'warn' ? 'warn' : 'skip';
}

/** A rule that only warns fails no build. */
function mild(outcome: Outcome): Outcome {
  return outcome === 'fail' || outcome === 'error' ? 'warn' : outcome;
}

function limitWords(limit: GateLimit, metric: Metric): string {
  if (limit.kind === 'regression') return `at most ${formatMargin(limit.margin)} worse`;
  return `${limit.kind === 'most' ? 'at most' : 'at least'} ${limitValueText(metric, limit.value)}`;
}

function ofComparison(report: Report, comparison: Comparison): Finding {
  const { scenario, profile, metric, target, baseline, verdict, ratio } = comparison;
  const isInvalid = verdict === 'invalid';
  return {
    ...{ scenario, profile, metric, target, baseline },
    outcome: isInvalid ? 'error' : verdict === 'inconclusive' ? 'skip' : 'pass',
    verdict: toldVerdict(comparison, report.plan.quick),
    message: isInvalid ? spoilerOf(report, comparison) : ratioWords(comparison),
    ratio: isInvalid ? null : ratio,
    values: {
      baseline: metricValue(report, { ...comparison, target: baseline }, metric),
      target: metricValue(report, comparison, metric),
    },
    limit: `margin ${formatMargin(comparison.margin)}`,
  };
}

/** Why no verdict can stand on a comparison: a cause in the target itself tells more than one beside it. */
function spoilerOf({ targets, warnings }: Report, { scenario, profile, target, baseline }: Comparison): string {
  const failed = targets.find(({ name, failure }) => failure !== null && (name === target || name === baseline));
  if (failed !== undefined) return `${failed.name} failed: ${failed.failure}`;
  const spoilers = warnings.filter(
    (warning) =>
      warning.level === 'invalid' &&
      (warning.scenario === null || warning.scenario === scenario) &&
      (warning.profile === null || warning.profile === profile) &&
      (warning.target === null || warning.target === target || warning.target === baseline),
  );
  const spoiler = spoilers.find((warning) => warning.target === target) ?? spoilers[0];
  if (spoiler === undefined) return 'too little was measured';
  return spoiler.target === null ? spoiler.message : `${spoiler.target}: ${spoiler.message}`;
}

function ratioWords({ ratio, verdict, mde }: Comparison): string {
  const words = formatRatio(ratio);
  if (verdict !== 'inconclusive' || mde === null) return words;
  return `${words}, differences of ${formatPercent(mde)} and more could be called`;
}
