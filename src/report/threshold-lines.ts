import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import type { ThresholdResult } from '../model/threshold.js';
import { plural } from '../units/words.js';
import { formatLatency, formatPercent, formatPerSec } from './format.js';

/** A line for each threshold: whether it was kept, and what was measured. */
export function thresholdLines({ thresholds = [] }: Report, { requests }: Measurement): string[] {
  return thresholds.map(
    (result) => `${result.passed ? 'pass' : 'FAIL'}  ${result.text}: ${thresholdWords(result, requests.measured)}`,
  );
}

/** What was measured of so many answers, in words. */
export function thresholdWords({ metric, value }: ThresholdResult, answers: number | null): string {
  if (value === null) {
    return answers === 0 ? 'nothing was answered' : `${metric} of ${plural(answers ?? 0, 'answer')} cannot be known`;
  }
  if (metric === 'rate') return `${formatPerSec(value)} requests/sec`;
  return metric === 'errors' ? formatPercent(value) : formatLatency(value);
}
