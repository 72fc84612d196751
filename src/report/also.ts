import type { Comparison, Metric } from '../model/comparison.js';
import { comparedMetric, type Row, type Section } from './row.js';
import { formatRatio, type Tone, verdictWords } from './verdict.js';

/** One further metric against the baseline, an entry for each target. */
export interface AlsoLine {
  readonly label: string;
  readonly entries: readonly { readonly text: string; readonly tone: Tone }[];
}

/**
 * What was compared beyond throughput: latency, CPU, and the typical slice. Ratios above 1 are better. Memory, start-up
 * and failures stand in the table by themselves; their comparisons are for gates and machines.
 */
export function alsoCompared(section: Section): AlsoLine[] {
  const further = ORDER.filter(([metric]) => metric !== comparedMetric(section.profile));
  return further
    .map(([metric, label]) => ({ label, entries: section.rows.flatMap((row) => metricEntry(row, metric)) }))
    .concat([{ label: 'typical slice', entries: section.rows.flatMap((row) => typicalEntry(row)) }])
    .filter((line) => line.entries.length > 0);
}

const ORDER: readonly (readonly [Metric, string])[] = [
  ['latency.p50', 'latency p50'],
  ['latency.p99', 'latency p99'],
  ['cpuPerRequest', 'cpu/request'],
];

function metricEntry(row: Row, metric: Metric): AlsoLine['entries'] {
  const { report, target, scenario, profile } = row;
  const comparison = report.comparisons.find(
    (candidate) =>
      candidate.metric === metric &&
      candidate.target === target.name &&
      candidate.scenario === scenario.name &&
      candidate.profile === profile.name,
  );
  // Of a target that failed its row says so.
  if (comparison === undefined || target.failure !== null) return [];
  if (comparison.ratio.value === null && comparison.verdict !== 'invalid') return [];
  if (comparison.verdict === 'invalid') return [{ text: `${target.name} invalid`, tone: 'alarm' }];
  const words = verdictWords(comparison).replace(/ at .*/, '');
  return [{ text: `${target.name} ${formatRatio(comparison.ratio)} ${words}`, tone: toneOf(comparison) }];
}

// How the typical slice compares is a view of the same throughput, so it has no verdict of its own.
function typicalEntry(row: Row): AlsoLine['entries'] {
  const ratio = row.comparison?.typicalRatio ?? null;
  // The run ended before there was anything to compare.
  if (ratio === null || ratio.value === null || row.comparison?.verdict === 'invalid' || row.target.failure !== null)
    return [];
  return [{ text: `${row.target.name} ${formatRatio(ratio)}`, tone: 'plain' }];
}

function toneOf(comparison: Comparison): Tone {
  return comparison.verdict === 'inconclusive' ? 'faint' : 'plain';
}
