import type { Comparison, Estimate, Metric } from '../model/comparison.js';
import type { GateCheck, GatePolicy, GateReaction } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { isRoughReport } from '../model/rough.js';
import { spoilerOf } from '../model/spoiler.js';
import { formatMargin, formatPercent, limitText } from '../units/figures.js';
import { metricValue } from './metric-values.js';
import { DOUBT_MARK, doubtWords, formatRatio, toldVerdict, withBrackets } from './verdict.js';

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
  /** What it was held against: `-5 %`, `max 25.0ms`, `margin 2 %`. */
  readonly limit: string;
}

/** The checks of a gate in their order; of a run, what was compared, none of which fails a build. */
export function findingsOf(report: Report): Finding[] {
  const { gate } = report;
  if (gate !== null) return gate.results.map((check) => ofCheck(check, gate.policy));
  return report.comparisons.map((comparison) => ofComparison(report, comparison));
}

/** The ones that matter most first, in their own order otherwise. */
export function worstFirst<T>(things: readonly T[], outcomeOf: (thing: T) => Outcome): T[] {
  return things.toSorted((a, b) => RANK[outcomeOf(a)] - RANK[outcomeOf(b)]);
}

const RANK = { fail: 0, error: 1, warn: 2, skip: 3, pass: 4 } satisfies Record<Outcome, number>;

function ofCheck(check: GateCheck, policy: GatePolicy): Finding {
  const { scenario, profile, metric, target, baseline, status, message, values } = check;
  return {
    ...{ scenario, profile, metric, target, baseline, message, values },
    outcome: checkOutcome(check, policy),
    verdict: statusWords(check),
    ratio: baseline === null || status === 'invalid' ? null : check.estimate,
    limit: limitText(check),
  };
}

/** What a check comes to by the gate's policy; a rule that only warns fails no build, and a pass in doubt is worth a look. */
export function checkOutcome({ status, severity, doubts }: GateCheck, policy: GatePolicy): Outcome {
  const outcome = status === 'pass' && doubts !== undefined ? 'warn' : outcomeOf(status, policy);
  return severity === 'warn' && (outcome === 'fail' || outcome === 'error') ? 'warn' : outcome;
}

/** `fail, confirmed`, `fail (warns)`, `pass (answers differ)`. */
export function statusWords({ status, confirmed, severity, doubts = [] }: GateCheck): string {
  const words = status === 'fail' && confirmed === true ? 'fail, confirmed' : status;
  return withBrackets(words, [
    ...(severity === 'warn' && status !== 'pass' ? ['warns'] : []),
    ...doubts.map(doubtWords),
  ]);
}

/** The same for a table, where room is short: the doubts stand above and below it. */
export function markedStatus(check: GateCheck): string {
  const { doubts, ...rest } = check;
  return doubts === undefined ? statusWords(check) : `${statusWords(rest)} ${DOUBT_MARK}`;
}

function outcomeOf(status: GateCheck['status'], policy: GatePolicy): Outcome {
  if (status === 'inconclusive') return reactionTo(policy.onInconclusive, 'fail');
  return status === 'invalid' ? reactionTo(policy.onInvalid, 'error') : status;
}

function reactionTo(reaction: GateReaction, failure: Outcome): Outcome {
  if (reaction === 'fail') return failure;
  return reaction === 'warn' ? 'warn' : 'skip';
}

function ofComparison(report: Report, comparison: Comparison): Finding {
  const { scenario, profile, metric, target, baseline, verdict, ratio } = comparison;
  const isInvalid = verdict === 'invalid';
  return {
    ...{ scenario, profile, metric, target, baseline },
    outcome: isInvalid ? 'error' : verdict === 'inconclusive' ? 'skip' : 'pass',
    verdict: toldVerdict(comparison, isRoughReport(report)),
    message: isInvalid ? whySpoilt(report, comparison) : ratioWords(comparison),
    ratio: isInvalid ? null : ratio,
    values: {
      baseline: metricValue(report, { ...comparison, target: baseline }, metric),
      target: metricValue(report, comparison, metric),
    },
    limit: `margin ${formatMargin(comparison.margin)}`,
  };
}

function whySpoilt(report: Report, { scenario, profile, target, baseline }: Comparison): string {
  const spoiler = spoilerOf(report, { scenario, profile, sides: [target, baseline] });
  if (spoiler === null) return 'too little was measured';
  if (spoiler.kind === 'failed') return `${spoiler.target} failed: ${spoiler.message}`;
  return spoiler.target === null ? spoiler.message : `${spoiler.target}: ${spoiler.message}`;
}

function ratioWords({ ratio, verdict, mde }: Comparison): string {
  const words = formatRatio(ratio);
  if (verdict !== 'inconclusive' || mde === null) return words;
  return `${words}, differences of ${formatPercent(mde)} and more could be called`;
}
