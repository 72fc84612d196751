import type { Measurement } from '../model/measurement.js';
import { METRIC_FACTS } from '../model/metric-facts.js';
import type { Report } from '../model/report.js';
import { plural } from '../units/words.js';
import { cellName } from './cell-name.js';
import { type Finding, findingsOf } from './findings.js';
import { formatPercent } from './format.js';
import { bareNumber } from './metric-values.js';
import { formatRatio } from './verdict.js';

/** An entry as github-action-benchmark takes it for its custom tools. */
interface Entry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra?: string;
}

/**
 * For `tool: customBiggerIsBetter`: throughput, and the ratios to the baseline, which alone can be compared from one
 * machine to another. The action knows one direction a file, hence two formats.
 */
export function renderBiggerBenchmark(report: Report): string {
  const entries = report.measurements.flatMap((measurement) => throughputEntry(report, measurement));
  return listOf([...entries, ...findingsOf(report).flatMap((finding) => ratioEntry(report, finding))]);
}

/** For `tool: customSmallerIsBetter`: latency, CPU, memory and start-up. */
export function renderSmallerBenchmark(report: Report): string {
  return listOf([
    ...report.measurements.flatMap((measurement) => costEntries(report, measurement)),
    ...report.targets.flatMap(({ name, startupMs }) =>
      startupMs === null ? [] : [{ name: `${name}/startup`, unit: 'ms', value: bareNumber(startupMs) }],
    ),
  ]);
}

// An error rate is not among them: the action divides by the last value, which is 0.
const COSTS = ['latency.p50', 'latency.p99', 'cpuPerRequest', 'memory.peakRss'] as const;

function costEntries(report: Report, measurement: Measurement): Entry[] {
  return COSTS.flatMap((metric) => {
    const { unit, of } = METRIC_FACTS[metric];
    const value = of(measurement, report);
    if (value === null) return [];
    return [
      { name: `${cellName(report, measurement)}/${metric}`, unit, value: bareNumber(value), extra: extent(report) },
    ];
  });
}

function throughputEntry(report: Report, measurement: Measurement): Entry[] {
  const { value, lower, upper, unit } = measurement.throughput;
  if (value === null) return [];
  const name = `${cellName(report, measurement)}/throughput`;
  const range = lower === null || upper === null ? {} : { range: `± ${formatPercent((upper - lower) / 2 / value)}` };
  return [{ name, unit, value: bareNumber(value), ...range, extra: extent(report) }];
}

function ratioEntry(report: Report, finding: Finding): Entry[] {
  const { ratio, metric, baseline, verdict } = finding;
  if (ratio === null || ratio.value === null) return [];
  const { value, lower, upper } = ratio;
  const range = lower === null || upper === null ? {} : { range: `± ${formatPercent((upper - lower) / 2 / value)}` };
  return [
    {
      name: `${cellName(report, finding)}/${metric} vs ${baseline}`,
      unit: 'ratio',
      value: bareNumber(value),
      ...range,
      extra: [
        `${formatRatio(ratio)} vs ${baseline}`,
        `${report.gate === null ? '' : 'gate: '}${verdict}`,
        extent(report),
      ].join('\n'),
    },
  ];
}

function extent({ plan, run }: Report): string {
  const launches = run.command === 'load' || run.command === 'import' ? [] : [plural(plan.launchesDone, 'launch')];
  return [...launches, ...(run.seed === null ? [] : [`seed ${run.seed}`]), `run ${run.id}`].join(', ');
}

function listOf(entries: readonly Entry[]): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}
