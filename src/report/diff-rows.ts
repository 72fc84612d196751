import type { Difference } from '../model/comparability.js';
import type { Metric } from '../model/comparison.js';
import type { DiffComparison, RunDiff } from '../model/diff.js';
import { formatMargin } from '../units/figures.js';
import { printable } from '../units/words.js';
import { formatRatio, type Tone, VERDICT_TONES, verdictWords } from './verdict.js';

/** One scenario under one profile, with a row for each target and metric. */
export interface DiffTable {
  readonly title: string;
  readonly rows: readonly DiffRow[];
}

/** What was found of one target in one metric, in words. */
export interface DiffRow {
  readonly target: string;
  readonly metric: string;
  readonly first: string;
  readonly second: string;
  readonly change: string;
  readonly verdict: string;
  readonly tone: Tone;
}

/** The tables of a diff; `isBrief` leaves out the intervals of the single runs. */
export function diffTables({ comparisons }: RunDiff, isBrief: boolean): DiffTable[] {
  const profiles = new Set(comparisons.map(({ profile }) => profile));
  const titleOf = ({ scenario, profile }: DiffComparison) =>
    `scenario ${printable(scenario)}${profiles.size > 1 ? `, ${printable(profile)}` : ''}`;
  const titles = [...new Set(comparisons.map(titleOf))];
  return titles.map((title) => ({
    title,
    rows: comparisons.filter((one) => titleOf(one) === title).map((one) => rowOf(one, isBrief)),
  }));
}

function rowOf(comparison: DiffComparison, isBrief: boolean): DiffRow {
  const { target, metric, first, second, change, verdict, reasons } = comparison;
  const ratio = (estimate: DiffComparison['first']) =>
    formatRatio(isBrief ? { ...estimate, lower: null, upper: null } : estimate);
  const own = reasons.find((reason) => reason.startsWith('invalid in'));
  const words = verdict === 'invalid' && own !== undefined ? own : verdictWords(comparison);
  return {
    target: printable(target),
    metric: METRIC_LABELS[metric],
    first: ratio(first),
    second: ratio(second),
    change: formatRatio(change),
    verdict: words,
    tone: VERDICT_TONES[verdict],
  };
}

/** What the runs do not share, those first that stand against a comparison. */
export function sortedDifferences({ differences }: RunDiff): Difference[] {
  const refused = differences.filter(({ level }) => level === 'refuse');
  return [...refused, ...differences.filter(({ level }) => level === 'warn')];
}

/** What such a comparison is worth, beside one in which both were measured together. */
export function worthWords({ widthRatio, comparisons }: RunDiff): string {
  const alphas = new Set(comparisons.map(({ alpha }) => formatMargin(1 - alpha)));
  const confidence = `intervals are ${[...alphas].join(' and ')} each and hold what varied within the runs, not what else changed between them`;
  if (widthRatio === null) return confidence;
  return `${confidence}; one run of all these launches with both states in it would have given intervals ${widthRatio.toFixed(1)} times narrower`;
}

const METRIC_LABELS = {
  throughput: 'throughput',
  'latency.p50': 'latency p50',
  'latency.p99': 'latency p99',
  errorRate: 'failures',
  cpuPerRequest: 'cpu/request',
  'memory.peakRss': 'memory',
  startup: 'start-up',
} satisfies Record<Metric, string>;
