import type { Estimate, Metric } from '../model/comparison.js';
import {
  type GateCheck,
  type GatePolicy,
  type GateResult,
  type GateStatus,
  type GateThreshold,
  LEAST_GATE_LAUNCHES,
} from '../model/gate.js';
import type { Measurement } from '../model/measurement.js';
import { shownValue } from '../model/metric-facts.js';
import type { Report } from '../model/report.js';
import { spoilerOf } from '../model/spoiler.js';
import { holmAdjusted } from '../stats/holm.js';
import { doubtsAbout } from './doubts.js';
import { type EvidenceIn, type RegressionEvidence, sideBySide } from './gate-evidence.js';
import { distinctChecks } from './gate-repeats.js';
import { gateResult } from './gate-result.js';
import { isExpectedOf, rulesFor } from './gate-rules.js';
import { type UnwordedCheck, withMessage } from './gate-words.js';
import { judgeRegression } from './judge-regression.js';

const UNKNOWN: Estimate = { value: null, lower: null, upper: null };

/** What a gate holds a report against. */
export interface GateRules {
  readonly thresholds: readonly GateThreshold[];
  readonly policy: GatePolicy;
}

/** Holds every candidate of a report against the rules of a gate. */
export function judgeGate(
  report: Report,
  { thresholds, policy }: GateRules,
  evidenceIn: EvidenceIn = sideBySide,
): GateResult {
  const evidenceOf = evidenceIn(report);
  const checks = report.measurements
    .filter(({ target }) => target !== report.plan.baseline)
    .flatMap((measurement) => {
      const { scenario, profile } = measurement;
      const loop = report.profiles.find(({ name }) => name === profile)?.kind ?? null;
      return rulesFor(thresholds, { scenario, loop }).map((rule) => {
        const evidence = rule.limit.kind === 'regression' ? evidenceOf({ ...measurement, metric: rule.metric }) : null;
        return checkOf(report, measurement, rule, evidence);
      });
    });
  return gateResult(report, correctForMany(report, distinctChecks(checks)).map(withMessage), policy);
}

function checkOf(
  report: Report,
  cell: Measurement,
  rule: GateThreshold,
  evidence: RegressionEvidence | null,
): UnwordedCheck {
  const isRelative = rule.limit.kind === 'regression';
  const baseline = isRelative ? report.plan.baseline : null;
  const found = isRelative ? regressionOf(evidence, rule) : absoluteOf(cell, rule);
  const spoilt = whySpoilt(report, cell, rule.metric, baseline) ?? evidence?.refusal ?? null;
  const early = tooEarly(report);
  const base = report.measurements.find((one) => isSameCell(one, cell) && one.target === report.plan.baseline);
  // What is judged by itself is shown as it is judged, and else as in the table of the run.
  const tableOrOwn = (one: Measurement | undefined): number | null =>
    isRelative ? shownValue(report, one, rule.metric) : ownValue(one, rule.metric);
  const doubts = isRelative
    ? (evidence?.doubts ?? [])
    : doubtsAbout({ ...cell, metric: rule.metric, baseline }, report.warnings);
  return {
    scenario: cell.scenario,
    profile: cell.profile,
    metric: rule.metric,
    target: cell.target,
    baseline,
    limit: rule.limit,
    severity: rule.severity,
    values: { baseline: tableOrOwn(base), target: tableOrOwn(cell) },
    confirmed: null,
    confirmation: null,
    ...(doubts.length > 0 && { doubts }),
    ...found,
    ...(early === null ? {} : { status: 'inconclusive' as const, reason: early }),
    ...(spoilt === null ? {} : { status: 'invalid' as const, reason: spoilt }),
  };
}

type Finding = Pick<UnwordedCheck, 'status' | 'estimate' | 'mde' | 'pValue' | 'reason'>;

function regressionOf(evidence: RegressionEvidence | null, { metric, limit }: GateThreshold): Finding {
  if (evidence === null || limit.kind !== 'regression') return unmeasured(metric);
  const { status, mde, pValue } = judgeRegression(evidence, limit.margin);
  const reason = status === 'inconclusive' ? whyInconclusive(evidence, limit.margin, mde) : null;
  return { status, estimate: evidence.ratio, mde, pValue, reason };
}

/** Only an interval that lies wholly beyond the limit has exceeded it. */
function absoluteOf({ estimates }: Measurement, { metric, limit }: GateThreshold): Finding {
  const estimate = estimates?.[metric] ?? UNKNOWN;
  const { lower, upper } = estimate;
  if (limit.kind === 'regression' || estimate.value === null) return unmeasured(metric);
  if (lower === null || upper === null) {
    return { status: 'inconclusive', estimate, mde: null, pValue: null, reason: 'too few launches for an interval' };
  }
  const [keeps, breaks] =
    limit.kind === 'most' ? [upper <= limit.value, lower > limit.value] : [lower >= limit.value, upper < limit.value];
  const status: GateStatus = keeps ? 'pass' : breaks ? 'fail' : 'inconclusive';
  const reason = status === 'inconclusive' ? 'the limit lies within the interval' : null;
  return { status, estimate, mde: null, pValue: null, reason };
}

function unmeasured(metric: Metric): Finding {
  return { status: 'inconclusive', estimate: UNKNOWN, mde: null, pValue: null, reason: WHY_UNMEASURED[metric] };
}

const TOO_FEW = 'not measured: too few answers in a launch, which a longer --duration gives';
const NOT_OURS = 'not measured: only of servers that perfcmp started can it be seen';
const NOTHING = 'not measured: nothing was answered';
const WHY_UNMEASURED: Readonly<Record<Metric, string>> = {
  throughput: NOTHING,
  errorRate: NOTHING,
  'latency.p50': TOO_FEW,
  'latency.p99': TOO_FEW,
  cpuPerRequest: NOT_OURS,
  'memory.peakRss': NOT_OURS,
  startup: NOT_OURS,
};

function whyInconclusive({ ratio }: RegressionEvidence, margin: number, mde: number | null): string {
  if (mde === null) return 'too few launches for an interval';
  if (ratio.upper !== null && ratio.upper < 1 - margin) return 'a loss in total, which the typical slice contradicts';
  const share = Math.round(1000 * mde) / 10;
  return `it takes a loss of ${share} % to be called`;
}

function tooEarly({ plan: { launchesDone } }: Report): string | null {
  if (launchesDone >= LEAST_GATE_LAUNCHES) return null;
  return `ended after ${launchesDone} of the ${LEAST_GATE_LAUNCHES} launches that a gate takes at least`;
}

/** What takes the verdict away: a target that failed, or a measurement that is not valid on either side. */
function whySpoilt(report: Report, cell: Measurement, metric: Metric, baseline: string | null): string | null {
  const sides = [cell.target, ...(baseline === null ? [] : [baseline])];
  const spoiler = spoilerOf(report, { ...cell, sides }, isExpectedOf(metric));
  if (spoiler === null) return null;
  const { kind, target, message } = spoiler;
  if (kind === 'failed') return `${target} failed: ${message}`;
  return target !== null && target === baseline ? `${target}: ${message}` : message;
}

/** Of failures that rest on a p value only those stand that would among so many rules: Holm's correction. */
function correctForMany(report: Report, checks: readonly UnwordedCheck[]): UnwordedCheck[] {
  const family = checks.filter((check) => isInFamily(check));
  const adjusted = holmAdjusted(family.map(({ pValue }) => pValue ?? 1));
  return checks.map((check) => {
    const pValue = adjusted[family.indexOf(check)];
    if (pValue === undefined) return check;
    if (check.status !== 'fail' || pValue <= report.plan.alpha / 2) return { ...check, pValue };
    const reason = `a failure by itself, and not certain enough as one of ${family.length} limits`;
    return { ...check, pValue, status: 'inconclusive', reason };
  });
}

function isInFamily({ severity, status, pValue }: UnwordedCheck): boolean {
  return severity === 'error' && status !== 'invalid' && pValue !== null;
}

function isSameCell(
  one: Pick<GateCheck, 'scenario' | 'profile'>,
  other: Pick<GateCheck, 'scenario' | 'profile'>,
): boolean {
  return one.scenario === other.scenario && one.profile === other.profile;
}

function ownValue(measurement: Measurement | undefined, metric: Metric): number | null {
  return measurement?.estimates?.[metric]?.value ?? null;
}
