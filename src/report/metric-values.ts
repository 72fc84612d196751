import type { Metric } from '../model/comparison.js';
import type { Measurement, Report } from '../model/report.js';
import { formatBytes, formatCpu, formatLatency, formatPercent, formatPerSec } from './format.js';

/** A metric as other tools take it. */
export interface MetricFacts {
  /** Of `of`. */
  readonly unit: string;
  readonly isBiggerBetter: boolean;
  readonly of: (measurement: Measurement, report: Report) => number | null;
  /** A value for people, with its unit. */
  readonly format: (value: number | null) => string;
}

/** Every metric that targets are compared in. */
export const METRIC_FACTS: Readonly<Record<Metric, MetricFacts>> = {
  throughput: {
    unit: 'req/s',
    isBiggerBetter: true,
    of: ({ throughput }) => throughput.value,
    format: (value) => (value === null ? formatPerSec(value) : `${formatPerSec(value)} req/s`),
  },
  'latency.p50': lower('us', ({ latencyUs }) => latencyUs.p50, formatLatency),
  'latency.p99': lower('us', ({ latencyUs }) => latencyUs.p99, formatLatency),
  errorRate: lower('share', errorRateOf, (value) => (value === null ? '-' : formatPercent(value))),
  cpuPerRequest: lower('us', ({ server }) => server?.cpuPerRequestUs ?? null, formatCpu),
  'memory.peakRss': lower('bytes', ({ server }) => server?.peakRssBytes ?? null, formatBytes),
  startup: lower(
    'ms',
    ({ target }, { targets }) => targets.find(({ name }) => name === target)?.startupMs ?? null,
    (value) => formatLatency(value === null ? null : value * 1000),
  ),
};

/** A metric of one cell, in the unit of its facts; null where it was not measured. */
export function metricValue(
  report: Report,
  cell: { readonly target: string; readonly scenario: string; readonly profile: string },
  metric: Metric,
): number | null {
  const measurement = report.measurements.find(
    ({ target, scenario, profile }) => target === cell.target && scenario === cell.scenario && profile === cell.profile,
  );
  return measurement === undefined ? null : METRIC_FACTS[metric].of(measurement, report);
}

/** Nine digits are more than any clock here has, and spare the reader the noise of binary fractions. */
export function bareNumber(value: number): number {
  return Number(value.toPrecision(9));
}

function lower(unit: string, of: MetricFacts['of'], format: MetricFacts['format']): MetricFacts {
  return { unit, isBiggerBetter: false, of, format };
}

function errorRateOf({ requests, errors }: Measurement): number | null {
  const failures = requests.failed + errors.connect + errors.tls;
  return requests.ok + failures === 0 ? null : failures / (requests.ok + failures);
}
