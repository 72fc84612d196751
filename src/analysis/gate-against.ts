import { EXIT, PerfcmpError } from '../errors.js';
import type { Difference } from '../model/comparability.js';
import type { Estimate } from '../model/comparison.js';
import { type GateAgainst, type GatePolicy, LEAST_GATE_LAUNCHES } from '../model/gate.js';
import type { Plan } from '../model/plan.js';
import type { Environment, Report } from '../model/report.js';
import type { Warning } from '../model/warning.js';
import { compareFacts, environmentDifferences, forbidding } from './comparability.js';
import { changeInterval, diffRuns } from './diff.js';
import { doubtsAbout } from './doubts.js';
import { comparisonOf, type EvidenceIn, isAsked } from './gate-evidence.js';
import { runWarning } from './warnings.js';

/** What is known of a gate before it measures. */
export interface GatePlan {
  readonly plan: Pick<Plan, 'baseline' | 'targets'>;
  readonly environment: Environment;
  readonly toolVersion: string;
  readonly policy: Pick<GatePolicy, 'onInvalid'>;
}

/**
 * Refuses a stored run that nothing could be held against, before anything is measured. Where what is invalid is not to
 * fail, one of another machine is no error: what stands against it is returned, and no loss will be judged by it.
 */
export function refuseStored(stored: Report, { plan, environment, toolVersion, policy }: GatePlan): Warning[] {
  const run = `run ${stored.run.id}`;
  const unusable = whyUnusable(stored, plan);
  if (unusable !== null) {
    const reference = plan.baseline;
    const hint = `store one with the same names: perfcmp run ${reference} "app=node app.js" --baseline ${reference} --launches 12`;
    throw new PerfcmpError('no-baseline-run', `${run} ${unusable}`, EXIT.usage, { hint });
  }
  const differences = [
    ...environmentDifferences(stored.environment, environment),
    ...compareFacts('version of perfcmp', stored.tool.version, toolVersion),
  ];
  if (differences.length === 0) return [];
  const message = `${run} does not compare: ${wordsOf(differences)}`;
  if (policy.onInvalid === 'fail') {
    const hint = 'measure both here in one job: perfcmp gate --base';
    throw new PerfcmpError('not-comparable', message, EXIT.invalid, { hint });
  }
  return [runWarning('not-comparable', 'warn', `${message}; no loss will be judged by it`)];
}

/** The change of the ratio to the baseline between the stored run and the present one, as `diff` computes it. */
export function changeSince(stored: Report): EvidenceIn {
  return (report) => {
    const { comparisons, differences } = diffRuns(stored, report, { toolVersion: report.tool.version });
    return (asked) => {
      const found = comparisonOf(report, asked);
      if (found === null) return null;
      const before = comparisonOf(stored, asked);
      const change = comparisons.find((one) => isAsked(one, asked));
      if (before === null || change === undefined) {
        return { alpha: found.alpha, ratio: NOTHING, typicalRatio: null, refusal: `run ${stored.run.id} lacks it` };
      }
      const [doubtsThen, doubtsNow] = [stored, report].map(({ warnings }) => doubtsAbout(found, warnings));
      const typicalRatio = changeOf(before.typicalRatio, found.typicalRatio);
      const reasons = forbidding(differences, asked.scenario).map(({ field }) => `${field} differs`);
      // Failures make a comparison invalid, and are what a limit on them is about.
      if (before.verdict === 'invalid' && asked.metric !== 'errorRate') reasons.push(`invalid in run ${stored.run.id}`);
      const interval = changeInterval([
        { report: stored, comparison: before },
        { report, comparison: found },
      ]);
      return {
        ...{ alpha: change.alpha, ratio: change.change, typicalRatio, df: change.df ?? 0 },
        ...(interval?.isFloored && { isFloored: true }),
        doubts: doubtsOfChange(doubtsThen ?? [], doubtsNow ?? []),
        ...(reasons.length === 0 ? {} : { refusal: `not comparable: ${reasons.join(', ')}` }),
      };
    };
  };
}

/** That candidate and reference answer differently is no doubt where they did so then as well. */
function doubtsOfChange(then: readonly string[], now: readonly string[]): string[] {
  const isAsBefore = (code: string): boolean => ABOUT_BOTH.includes(code) && then.includes(code) && now.includes(code);
  return [...new Set([...then, ...now])].filter((code) => !isAsBefore(code));
}

const ABOUT_BOTH: readonly string[] = ['answers-differ', 'unequal-answers'];

/** Which stored run a gate was held against, and what that was worth. */
export function againstOf(stored: Report, report: Report): GateAgainst {
  const { differences, widthRatio } = diffRuns(stored, report, { toolVersion: report.tool.version });
  const { id, startedAt } = stored.run;
  return { run: id, startedAt, launches: stored.plan.launchesDone, differences, widthRatio };
}

/** `stored-baseline`: how much less that is worth than measuring together; `not-comparable`: what stands against it. */
export function againstWarnings({ run, startedAt, differences, widthRatio }: GateAgainst): Warning[] {
  const wider =
    widthRatio === null
      ? ''
      : `intervals are ${widthRatio.toFixed(1)} times as wide as from both measured together, and `;
  const message = `held against run ${run} of ${startedAt.slice(0, 10)}: ${wider}what has changed on the machine since counts as the candidate's; gate --base measures both in one job`;
  const refusing = differences.filter(({ level }) => level === 'refuse');
  return [
    runWarning('stored-baseline', 'note', message),
    ...(refusing.length === 0
      ? []
      : [runWarning('not-comparable', 'warn', `run ${run} does not compare: ${wordsOf(refusing)}`)]),
  ];
}

const NOTHING: Estimate = { value: null, lower: null, upper: null };

function whyUnusable({ plan: then, comparisons }: Report, { baseline, targets }: GatePlan['plan']): string | null {
  if (comparisons.length === 0)
    return 'compares nothing: it has one target, and a gate needs the baseline and the candidate';
  if (then.baseline !== baseline) return `has the baseline ${then.baseline}, and this gate ${baseline}`;
  const known = new Set(comparisons.map(({ target }) => target));
  const missing = targets.filter((target) => target !== baseline && !known.has(target));
  if (missing.length > 0) return `did not measure ${missing.join(', ')}, but ${[...known].join(', ')}`;
  if (then.launchesDone >= LEAST_GATE_LAUNCHES) return null;
  return `has ${then.launchesDone} launches, and a gate takes ${LEAST_GATE_LAUNCHES} at least`;
}

function wordsOf(differences: readonly Difference[]): string {
  return differences.map(({ field, first, second }) => `${field} (${first}, now ${second})`).join('; ');
}

/** Of two runs that know nothing of each other the variances add on the logarithmic scale. */
function changeOf(before: Estimate | null, after: Estimate | null): Estimate | null {
  const [one, other] = [logsOf(before), logsOf(after)];
  if (one === null || other === null) return null;
  const center = other.center - one.center;
  const half = Math.hypot(one.half, other.half);
  return { value: Math.exp(center), lower: Math.exp(center - half), upper: Math.exp(center + half) };
}

function logsOf(estimate: Estimate | null): { readonly center: number; readonly half: number } | null {
  if (estimate === null || estimate.value === null || estimate.lower === null || estimate.upper === null) return null;
  return { center: Math.log(estimate.value), half: Math.log(estimate.upper / estimate.lower) / 2 };
}
