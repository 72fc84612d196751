import type { CalibratedMetric, CallableEffect } from '../model/calibration.js';
import type { Comparison, Metric } from '../model/comparison.js';
import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';
import { LEAST_LAUNCHES } from '../model/rough.js';
import { variance } from '../stats/moments.js';
import { withinVariance } from '../stats/ratio-interval.js';
import { expectedEffect, expectedLaunchStddev } from '../stats/resolution.js';
import { baselinePairs } from './cell-pairs.js';
import type { CellPair } from './comparison.js';
import { cpuValues, type LaunchValues, percentileValues, throughputValues } from './launch-values.js';
import { collectRunFacts } from './run-facts.js';
import { selectSlices } from './slice-selection.js';

/** The spans of time that a calibration speaks of. */
export const CALIBRATED_SECONDS = [60, 180, 600] as const;

/** Beyond this a margin says nothing any more. */
const LARGEST_MARGIN = 0.5;

/** The metrics that scatter from launch to launch, and where their launch values come from. */
const VALUES: Readonly<Partial<Record<Metric, (kept: CellPair['kept']) => LaunchValues | null>>> = {
  throughput: throughputValues,
  'latency.p50': (kept) => percentileValues(kept, 50),
  'latency.p99': (kept) => percentileValues(kept, 99),
  cpuPerRequest: cpuValues,
};

/** How the metrics of two instances of one server scatter; empty where fewer than two launches were measured. */
export function calibrateMetrics(
  events: readonly RunEvent[],
  { comparisons }: Report,
  secondsALaunch: number,
): CalibratedMetric[] {
  const facts = collectRunFacts(events);
  const [pair] = baselinePairs(facts, selectSlices(facts));
  if (pair === undefined) return [];
  return comparisons.flatMap((comparison) => {
    const values = VALUES[comparison.metric]?.(pair.kept) ?? [];
    return calibrateMetric(comparison, values, secondsALaunch) ?? [];
  });
}

/** One metric from its comparison and launch values; null where they cannot show how they scatter. */
export function calibrateMetric(
  { metric, ratio, launchRatios, alpha, margin }: Comparison,
  values: LaunchValues,
  secondsALaunch: number,
): CalibratedMetric | null {
  const expectedStddev = expectedLaunchStddev(values);
  if (values.length < 2 || expectedStddev === null) return null;
  const within = withinVariance(values);
  const halfWidth = ratio.lower === null || ratio.upper === null ? null : Math.log(ratio.upper / ratio.lower) / 2;
  return {
    metric,
    ratio,
    launchRatios,
    launchStddev: Math.sqrt(variance(values.map(({ value }) => value))),
    withinStddev: within === null ? null : Math.sqrt(within),
    expectedStddev,
    effects: CALIBRATED_SECONDS.map((seconds) =>
      callableIn(seconds, { secondsALaunch, expectedStddev, alpha, margin }),
    ),
    margin,
    suggestedMargin: halfWidth === null || 2 * halfWidth > LARGEST_MARGIN ? null : Math.max(2 * halfWidth, margin),
  };
}

function callableIn(
  seconds: number,
  scatter: {
    readonly secondsALaunch: number;
    readonly expectedStddev: number;
    readonly alpha: number;
    readonly margin: number;
  },
): CallableEffect {
  const launches = Math.floor(seconds / scatter.secondsALaunch);
  const isEnough = launches >= LEAST_LAUNCHES;
  return { seconds, launches, effect: isEnough ? expectedEffect(scatter.expectedStddev, launches, scatter) : null };
}

/** Whether an A/A comparison came out as it has to: equal as far as its interval tells. */
export function holdsOne({ ratio: { lower, upper } }: Pick<CalibratedMetric, 'ratio'>): boolean {
  return lower !== null && upper !== null && lower <= 1 && 1 <= upper;
}
