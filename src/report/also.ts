import type { Comparison, Metric } from '../model/comparison.js';
import { isRoughReport } from '../model/rough.js';
import { ALSO_METRICS, alsoShown, comparedMetric, type Row, type Section } from './row.js';
import { DOUBT_MARK, formatRatio, markedVerdict, marksOf, type Tone, verdictWithRatio } from './verdict.js';

/** How one target did against the baseline in one further metric. */
export interface AlsoEntry {
  readonly target: string;
  /** `3.91x [3.80, 4.02]`; `invalid` where there is none to rely upon. */
  readonly ratio: string;
  /** `faster ~`, `no difference`; empty where there is no verdict of its own. */
  readonly words: string;
  /** Those in its words, for where only they have room. */
  readonly marks: string;
  readonly verdict: Comparison['verdict'] | null;
  readonly tone: Tone;
}

/** One further metric against the baseline, an entry for each target. */
export interface AlsoLine {
  readonly label: string;
  readonly entries: readonly AlsoEntry[];
}

/**
 * What was compared beyond throughput: latency, CPU, and the typical slice where it says something else. Ratios above 1 are
 * better. Memory, start-up and failures stand in the table by themselves; their comparisons are for gates and machines.
 */
export function alsoCompared(section: Section): AlsoLine[] {
  const further = ALSO_METRICS.filter(([metric]) => metric !== comparedMetric(section.profile));
  return further
    .map(([metric, label]) => ({ label, entries: section.rows.flatMap((row) => metricEntry(row, metric)) }))
    .concat([{ label: TYPICAL, entries: section.rows.flatMap((row) => typicalEntry(row)) }])
    .filter((line) => line.entries.length > 0);
}

/** The label of the line that is a view of the same throughput. */
export const TYPICAL = 'typical slice';

/** `koa faster (2.46x [1.97, 3.07])`. */
export function entryText({ target, ratio, words }: AlsoEntry): string {
  return `${target} ${words === '' ? ratio : verdictWithRatio(words, ratio)}`;
}

function metricEntry(row: Row, metric: Metric): AlsoEntry[] {
  const { report, target } = row;
  const comparison = alsoShown(row).find((candidate) => candidate.metric === metric);
  if (comparison === undefined) return [];
  const { ratio, verdict } = comparison;
  if (verdict === 'invalid')
    return [{ target: target.name, ratio: 'invalid', words: '', marks: '', verdict, tone: 'alarm' }];
  if (ratio.value === null) return [];
  const isRough = isRoughReport(report);
  const [words, marks] = [markedVerdict(comparison, isRough), marksOf(comparison, isRough)];
  const tone = verdict === 'inconclusive' ? 'faint' : marks.includes(DOUBT_MARK) ? 'warn' : 'plain';
  return [{ target: target.name, ratio: formatRatio(ratio), words, marks, verdict, tone }];
}

// How the typical slice compares is a view of the same throughput, so it has no verdict of its own, and nothing to add
// where it lies within what the whole may be.
function typicalEntry({ comparison, target }: Row): AlsoEntry[] {
  const value = comparison?.typicalRatio?.value ?? null;
  if (comparison === null || comparison.typicalRatio === null || value === null) return [];
  if (comparison.verdict === 'invalid' || target.failure !== null) return [];
  const { lower, upper } = comparison.ratio;
  if (lower !== null && upper !== null && lower <= value && value <= upper) return [];
  const ratio = formatRatio(comparison.typicalRatio);
  return [{ target: target.name, ratio, words: '', marks: '', verdict: null, tone: 'plain' }];
}
