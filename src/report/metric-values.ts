import type { Metric } from '../model/comparison.js';
import { shownValue } from '../model/metric-facts.js';
import type { Report } from '../model/report.js';
import { METRIC_TEXTS } from '../units/figures.js';
import { ABSENT } from './format.js';

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
  return shownValue(report, measurement, metric);
}

/** Nine digits are more than any clock here has, and spare the reader the noise of binary fractions. */
export function bareNumber(value: number): number {
  return Number(value.toPrecision(9));
}
