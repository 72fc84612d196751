import type { Difference } from '../model/comparability.js';
import type { Comparison, Estimate } from '../model/comparison.js';
import type { DiffComparison, DiffedRun, RunDiff } from '../model/diff.js';
import type { Report } from '../model/report.js';
import { isRough } from '../model/rough.js';
import { differenceInterval, type RunSpread, spreadOf, togetherHalfWidth } from '../stats/independent-difference.js';
import { mean } from '../stats/moments.js';
import type { LogInterval } from '../stats/ratio-interval.js';
import { forbidding, forbidsAll, runDifferences } from './comparability.js';
import { decideVerdict } from './verdict.js';

const UNKNOWN: Estimate = { value: null, lower: null, upper: null };

/** One finding, and the run that it is from. */
interface Found {
  readonly report: Report;
  readonly comparison: Comparison;
}

/** Why two runs have nothing that could be held against each other, with what to do; null where they have. */
export function whyNoDiff(first: Report, second: Report): { readonly message: string; readonly hint: string } | null {
  const [one, other] = [first.plan.baseline, second.plan.baseline];
  const lonely = [first, second].find(({ comparisons }) => comparisons.length === 0);
  if (lonely !== undefined) {
    return {
      message: `run ${lonely.run.id} compares nothing: rates of two runs are never held against each other`,
      hint: 'measure a server that stays the same beside yours: perfcmp run express "app=node app.js"',
    };
  }
  if (one !== other) {
    const message = `the runs have different baselines: ${one} in ${first.run.id}, ${other} in ${second.run.id}`;
    return { message, hint: 'measure again with the same --baseline' };
  }
  if (pairsOf(first, second).length > 0) return null;
  return {
    message: `the runs share no target and scenario beside the baseline ${one}`,
    hint: 'give what is to be compared one label in both: perfcmp run express "app=node app.js"',
  };
}

/** Holds the second run against the first. Ask `whyNoDiff` before. */
export function diffRuns(first: Report, second: Report, options: { readonly toolVersion: string }): RunDiff {
  const reference = first.plan.baseline ?? '';
  const differences = runDifferences(first, second, reference);
  const comparisons = pairsOf(first, second).map((pair) => compare(pair, differences));
  const widths = comparisons.flatMap(({ widthRatio }) => widthRatio ?? []);
  return {
    schema: 'perfcmp/diff@1',
    tool: { name: 'perfcmp', version: options.toolVersion },
    first: describe(first),
    second: describe(second),
    reference,
    isComparable:
      !forbidsAll(differences) && comparisons.some((one) => forbidding(differences, one.scenario).length === 0),
    differences,
    comparisons,
    widthRatio: widths.length === 0 ? null : mean(widths),
  };
}

function describe({ run, plan, targets, environment }: Report): DiffedRun {
  return {
    id: run.id,
    startedAt: run.startedAt,
    launches: plan.launchesDone,
    targets: targets.flatMap(({ name }) => (name === plan.baseline ? [] : name)),
    fingerprint: environment?.fingerprint ?? '',
  };
}

function pairsOf(first: Report, second: Report): (readonly [Found, Found])[] {
  return first.comparisons.flatMap((comparison) => {
    const other = second.comparisons.find((candidate) => isSame(candidate, comparison));
    return other === undefined
      ? []
      : [
          [
            { report: first, comparison },
            { report: second, comparison: other },
          ] as const,
        ];
  });
}

function isSame(one: Comparison, other: Comparison): boolean {
  return KEYS.every((key) => one[key] === other[key]);
}

const KEYS = ['scenario', 'profile', 'metric', 'target', 'baseline'] as const satisfies readonly (keyof Comparison)[];

function compare([first, second]: readonly [Found, Found], differences: readonly Difference[]): DiffComparison {
  const { scenario, profile, metric, target } = first.comparison;
  const alpha = strictestAlpha([first, second]);
  const margin = Math.max(first.comparison.margin, second.comparison.margin);
  const known = spreadsOf([first, second]);
  const interval = changeInterval([first, second]);
  const change = interval === null ? pointOf(first, second) : estimateOf(interval);
  const together = known === null ? null : togetherHalfWidth(known.one, known.other, alpha);
  const reasons = [
    ...forbidding(differences, scenario).map(({ field }) => `${field} differs`),
    ...spoilt([first, second]),
  ];
  const decision = decideVerdict(change, { margin, rough: isOfFew(first) || isOfFew(second) });
  return {
    ...{ scenario, profile, metric, target, change, alpha, margin, reasons },
    first: first.comparison.ratio,
    second: second.comparison.ratio,
    df: interval?.df ?? null,
    ...(reasons.length === 0 ? decision : { verdict: 'invalid', lean: null }),
    widthRatio: interval === null || !together ? null : (interval.halfWidth ?? 0) / together,
  };
}

/** Interval of the change of a ratio from one run to another; null where either has none. */
export function changeInterval(pair: readonly [Found, Found]): LogInterval | null {
  const known = spreadsOf(pair);
  return known && differenceInterval(known.one, known.other, strictestAlpha(pair));
}

function strictestAlpha(pair: readonly [Found, Found]): number {
  return Math.min(...pair.map(({ comparison }) => comparison.alpha));
}

function spreadsOf([first, second]: readonly [Found, Found]): Record<'one' | 'other', RunSpread> | null {
  const [one, other] = [spread(first), spread(second)];
  return one !== null && other !== null ? { one, other } : null;
}

function spread(found: Found): RunSpread | null {
  const { ratio, launchRatios, alpha } = found.comparison;
  const { value, lower, upper } = ratio;
  if (value === null || lower === null || upper === null) return null;
  const interval = { center: Math.log(value), halfWidth: Math.log(upper / lower) / 2, alpha };
  return spreadOf(launchRatios.map(Math.log), interval, isOfFew(found));
}

/** Its interval borrows from experience, so that it cannot claim that nothing differs. */
function isOfFew({ report, comparison }: Found): boolean {
  return isRough(report.plan, comparison.launchRatios.length);
}

function pointOf(first: Found, second: Found): Estimate {
  const [before, after] = [first.comparison.ratio.value, second.comparison.ratio.value];
  return before === null || after === null ? UNKNOWN : { ...UNKNOWN, value: after / before };
}

function estimateOf({ center, halfWidth }: { readonly center: number; readonly halfWidth: number | null }): Estimate {
  const half = halfWidth ?? 0;
  return { value: Math.exp(center), lower: Math.exp(center - half), upper: Math.exp(center + half) };
}

function spoilt(founds: readonly Found[]): string[] {
  return founds.flatMap(({ report, comparison }) =>
    comparison.verdict === 'invalid' ? [`invalid in run ${report.run.id}`] : [],
  );
}
