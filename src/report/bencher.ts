import type { Estimate, Metric } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import { METRIC_FACTS } from '../model/metric-facts.js';
import type { Report } from '../model/report.js';
import { cellName } from './cell-name.js';
import { findingsOf } from './findings.js';
import { shorten } from './format.js';
import { bareNumber } from './metric-values.js';

/** A value of Bencher's, with bounds where there are any. */
interface BencherMetric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** Bencher takes 1024 bytes; a character has four at most, and the ends of names tell them apart. */
const LONGEST_NAME = 256;

/**
 * Bencher Metric Format: benchmark, measure, value. `latency` (p50, nanoseconds) and `throughput` (answers a second) are
 * Bencher's own measures; the others are created when they are first sent. Of a gate each cell has `failed-checks`.
 */
export function renderBencher(report: Report): string {
  const cells = report.measurements.map((measurement): [string, Record<string, BencherMetric>] => [
    shorten(cellName(report, measurement), LONGEST_NAME).trim(),
    { ...valuesOf(report, measurement), ...ratiosOf(report, measurement), ...failuresOf(report, measurement) },
  ]);
  const measured = cells.filter(([, measures]) => Object.keys(measures).length > 0);
  return `${JSON.stringify(Object.fromEntries(measured), null, 2)}\n`;
}

function valuesOf(report: Report, measurement: Measurement): Record<string, BencherMetric> {
  const own = (metric: Metric): Estimate => ownEstimate(report, measurement, metric);
  return {
    ...measure('throughput', measurement.throughput),
    ...measure('latency', nanoseconds(own('latency.p50'))),
    ...measure('latency-p99', nanoseconds(own('latency.p99'))),
    ...measure('cpu-per-request', nanoseconds(own('cpuPerRequest'))),
    ...measure('peak-memory', own('memory.peakRss')),
    ...measure('error-rate', own('errorRate')),
  };
}

/** `throughput-ratio`, `latency-p99-ratio`: to the baseline, above 1 is better. */
function ratiosOf(report: Report, cell: Measurement): Record<string, BencherMetric> {
  const ratios = findingsOf(report)
    .filter((finding) => isOf(finding, cell) && finding.ratio !== null)
    .map(({ metric, ratio }) => measure(`${slugOf(metric)}-ratio`, ratio ?? only(null)));
  return Object.assign({}, ...ratios);
}

function failuresOf(report: Report, cell: Measurement): Record<string, BencherMetric> {
  const checks = report.gate === null ? [] : findingsOf(report).filter((finding) => isOf(finding, cell));
  if (checks.length === 0) return {};
  return measure('failed-checks', only(checks.filter(({ outcome }) => outcome === 'fail').length));
}

function measure(slug: string, { value, lower, upper }: Estimate): Record<string, BencherMetric> {
  if (value === null) return {};
  const bounds =
    lower === null || upper === null ? {} : { lower_value: bareNumber(lower), upper_value: bareNumber(upper) };
  return { [slug]: { value: bareNumber(value), ...bounds } };
}

/** Over launches, with the interval that is of that value; where there is none, of all that was measured. */
function ownEstimate(report: Report, measurement: Measurement, metric: Metric): Estimate {
  const { value = null, lower = null, upper = null } = measurement.estimates?.[metric] ?? {};
  const hasInterval = value !== null && lower !== null && upper !== null;
  return hasInterval ? { value, lower, upper } : only(METRIC_FACTS[metric].of(measurement, report));
}

function nanoseconds({ value, lower, upper }: Estimate): Estimate {
  const ns = (us: number | null): number | null => (us === null ? null : us * 1000);
  return { value: ns(value), lower: ns(lower), upper: ns(upper) };
}

function only(value: number | null): Estimate {
  return { value, lower: null, upper: null };
}

/** `memory.peakRss` as `memory-peak-rss`. */
function slugOf(metric: string): string {
  return metric.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/[^a-z0-9]+/g, '-');
}

type Cell = Pick<Measurement, 'target' | 'scenario' | 'profile'>;

function isOf(finding: Cell, cell: Cell): boolean {
  return finding.target === cell.target && finding.scenario === cell.scenario && finding.profile === cell.profile;
}
