import type { Metric } from './comparison.js';
import type { Measurement } from './measurement.js';
import type { Report } from './report.js';

/** A metric as the tables of a report and other tools have it. */
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

/** A metric as the tables of a report have it, in the unit of its facts; null where it was not measured. */
export function shownValue(report: Report, measurement: Measurement | undefined, metric: Metric): number | null {
  return measurement === undefined ? null : METRIC_FACTS[metric].of(measurement, report);
}

/** Requests that failed and connections that could not be made; null where an imported result does not tell. */
export function errorsOf({ requests, errors }: Measurement): number | null {
  if (requests.failed === null) return null;
  return requests.failed + (errors.connect ?? 0) + (errors.tls ?? 0);
}

function errorRateOf(measurement: Measurement): number | null {
  const failures = errorsOf(measurement);
  const { ok } = measurement.requests;
  if (failures === null || ok === null || ok + failures === 0) return null;
  return failures / (ok + failures);
}
