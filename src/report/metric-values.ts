import type { Metric } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { METRIC_TEXTS } from '../units/figures.js';
import { errorsOf } from './columns.js';
import { ABSENT } from './format.js';

/** A metric as other tools take it. */
export interface MetricFacts {
  /** Of `of`. */
  readonly unit: string;
  readonly of: (measurement: Measurement, report: Report) => number | null;
}

/** Every metric that targets are compared in. */
export const METRIC_FACTS: Readonly<Record<Metric, MetricFacts>> = {
  throughput: { unit: 'req/s', of: ({ throughput }) => throughput.value },
  'latency.p50': { unit: 'us', of: ({ latencyUs }) => latencyUs.p50 },
  'latency.p99': { unit: 'us', of: ({ latencyUs }) => latencyUs.p99 },
  errorRate: { unit: 'share', of: errorRateOf },
  cpuPerRequest: { unit: 'us', of: ({ server }) => server?.cpuPerRequestUs ?? null },
  'memory.peakRss': { unit: 'bytes', of: ({ server }) => server?.peakRssBytes ?? null },
  startup: {
    unit: 'ms',
    of: ({ target }, { targets }) => targets.find(({ name }) => name === target)?.startupMs ?? null,
  },
};

/** A metric's value for people, with its unit. */
export function metricText(metric: Metric, value: number | null): string {
  return value === null ? ABSENT : METRIC_TEXTS[metric](value);
}

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

function errorRateOf(measurement: Measurement): number | null {
  const failures = errorsOf(measurement);
  const { ok } = measurement.requests;
  if (failures === null || ok === null || ok + failures === 0) return null;
  return failures / (ok + failures);
}
