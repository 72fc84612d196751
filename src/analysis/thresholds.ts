import type { CountedMeasurement } from '../model/measurement.js';
import type { ReportRun } from '../model/report.js';
import type { Threshold, ThresholdMetric, ThresholdResult } from '../model/threshold.js';
import type { Warning } from '../model/warning.js';
import { outcomesOf } from './error-limit.js';
import { runWarning } from './warnings.js';

/** Holds a finished load against what it must keep. */
export function judgeThresholds(thresholds: readonly Threshold[], measurement: CountedMeasurement): ThresholdResult[] {
  return thresholds.map((threshold) => {
    const value = measuredValue(threshold.metric, measurement);
    return { ...threshold, value, passed: value !== null && keeps(value, threshold) };
  });
}

/** `thresholds-broken`: the load did not keep what was asked of it; `not-judged`: it was interrupted. */
export function checkThresholds(
  results: readonly ThresholdResult[],
  asked: readonly Threshold[],
  { interrupted }: Pick<ReportRun, 'interrupted'>,
): Warning[] {
  if (interrupted !== null && asked.length > 0) {
    return [runWarning('not-judged', 'note', 'thresholds are only judged once a load has come to its end')];
  }
  const broken = results.filter(({ passed }) => !passed);
  if (broken.length === 0) return [];
  const extent =
    results.length === 1
      ? 'the threshold is broken'
      : `${broken.length} of ${results.length} thresholds ${broken.length === 1 ? 'is' : 'are'} broken`;
  return [runWarning('thresholds-broken', 'warn', `${extent}: ${broken.map(({ text }) => text).join(', ')}`)];
}

/** Whether a value is on the right side of the limit. */
export function keeps(value: number, { comparison, limit }: Threshold): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

function measuredValue(metric: ThresholdMetric, measurement: CountedMeasurement): number | null {
  const { latencyUs, throughput } = measurement;
  switch (metric) {
    case 'rate':
      return throughput.value;
    case 'errors': {
      const { failures, outcomes } = outcomesOf(measurement);
      return outcomes === 0 ? null : failures / outcomes;
    }
    case 'avg':
      return latencyUs.mean;
    default:
      return latencyUs[metric];
  }
}
