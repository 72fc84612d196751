import type { Recording } from '../model/recording.js';
import type { Threshold, ThresholdMetric } from '../model/threshold.js';
import { formatDurationMs } from '../units/duration.js';
import { formatShare } from '../units/percent.js';
import { formatCount } from '../units/rate.js';
import { outcomesOf } from './error-limit.js';
import type { MergedWindows } from './merge-recordings.js';
import { keeps } from './thresholds.js';

/** Answers beyond a percentile that are needed to speak of it. */
const ANSWERS_BEYOND = 10;
/** The rule of three: a share of failures is below a limit for sure when none is seen among so many over the limit. */
const RULE_OF_THREE = 3;

const PERCENTILES = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p999: 99.9 } as const;

/** One load, as objectives look at it. */
export interface JudgedLoad {
  readonly recording: Recording;
  readonly windows: MergedWindows;
  readonly throughputPerSec: number;
}

/** Null where nothing was answered. */
export function metricValue(
  metric: ThresholdMetric,
  { recording, windows, throughputPerSec }: JudgedLoad,
): number | null {
  const { latency } = windows;
  switch (metric) {
    case 'rate':
      return throughputPerSec;
    case 'errors':
      return errorShareOf(recording);
    case 'min':
      return toUs(windows.latencyMinNs);
    case 'max':
      return toUs(windows.latencyMaxNs);
    case 'avg':
      return latency.count === 0 ? null : windows.latencySumNs / latency.count / 1000;
    default:
      return latency.count === 0 ? null : latency.percentileNs(PERCENTILES[metric]) / 1000;
  }
}

/** Failed requests and attempts to connect of all that have an outcome; 1 where nothing has. */
export function errorShareOf(recording: Recording): number {
  const { failures, outcomes } = outcomesOf(recording);
  return outcomes === 0 ? 1 : failures / outcomes;
}

/** What came instead of what was asked for: `p99<20ms (31ms)`; null where it was kept. */
export function brokenText(objective: Threshold, load: JudgedLoad): string | null {
  const value = metricValue(objective.metric, load);
  if (value !== null && keeps(value, objective)) return null;
  return `${objective.text} (${value === null ? 'nothing was answered' : valueText(objective.metric, value)})`;
}

/** Answers that a load needs before it can speak of these objectives. */
export function answersNeeded(objectives: readonly Threshold[]): number {
  return Math.max(0, ...objectives.map(answersFor));
}

function answersFor({ metric, limit }: Threshold): number {
  if (metric === 'errors') return limit > 0 ? Math.ceil(RULE_OF_THREE / limit) : 0;
  if (!(metric in PERCENTILES)) return 0;
  return Math.round(ANSWERS_BEYOND / (1 - PERCENTILES[metric as keyof typeof PERCENTILES] / 100));
}

function valueText(metric: ThresholdMetric, value: number): string {
  if (metric === 'errors') return formatShare(value);
  return metric === 'rate' ? `${formatCount(value)}/s` : formatDurationMs(Number((value / 1000).toPrecision(3)));
}

function toUs(ns: number | null): number | null {
  return ns === null ? null : ns / 1000;
}
