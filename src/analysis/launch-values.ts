import type { Recording } from '../model/recording.js';
import { countBeyond, logPercentile } from '../stats/log-percentile.js';
import { sum } from '../stats/moments.js';
import type { LaunchValue } from '../stats/ratio-interval.js';
import { blockLogRatios, logTotalRatio, type PortionPair } from '../stats/totals.js';
import { trimmedMean } from '../stats/trimmed-mean.js';
import type { LaunchPairs, SlicePair } from './launch-pairs.js';
import { throughputPortion } from './merge-recordings.js';

/** Values beyond a percentile that each side needs in each launch before it is compared. */
export const LEAST_BEYOND_TO_COMPARE = 100;

/** One value a launch; a launch that cannot give one is left out. */
export type LaunchValues = readonly LaunchValue[];

/** Accepted answers and loaded time of both sides, block by block. */
export function throughputPairs(launch: LaunchPairs): PortionPair[] {
  return launch.pairs.map(({ baseline, target }) => ({
    baseline: throughputPortion(baseline.recording),
    target: throughputPortion(target.recording),
  }));
}

/** Ratios of totals: what decides about throughput. */
export function throughputValues(launches: readonly LaunchPairs[]): LaunchValues {
  return launches.flatMap((launch) => logTotalRatio(throughputPairs(launch)) ?? []);
}

/** Mean latencies, baseline over target so that above 1 is better: answers over the time they took together. */
export function meanLatencyValues(launches: readonly LaunchPairs[]): LaunchValues {
  const portion = ({ recording: { window } }: SlicePair['target']) => ({
    amount: window.ok + window.failed,
    time: window.latencySumNs / 1e9,
  });
  return valuesOf(launches, portion);
}

/** The 20 % trimmed mean over slices: what a server does when neither stalls. */
export function typicalValues(launches: readonly LaunchPairs[]): LaunchValues {
  return launches.flatMap((launch) => trimmedMean(blockLogRatios(throughputPairs(launch))) ?? []);
}

/** Answers per CPU second, of all classes of requests, as the CPU time is of all of them; null where no CPU was seen. */
export function cpuValues(launches: readonly LaunchPairs[]): LaunchValues | null {
  if (launches.some(({ pairs }) => pairs.some(({ baseline, target }) => !baseline.server || !target.server)))
    return null;
  const portion = (slice: SlicePair['target']) => ({
    amount: slice.recording.requests.ok,
    time: (slice.server?.cpuNs ?? 0) / 1e9,
  });
  return valuesOf(launches, portion);
}

/** Log ratios of a latency percentile, baseline over target so that above 1 is better; the sides' errors add up. */
export function percentileValues(launches: readonly LaunchPairs[], percentile: number): LaunchValues {
  return launches.flatMap(({ pairs }) => {
    const baseline = logPercentile(latencies(pairs, 'baseline'), percentile);
    const target = logPercentile(latencies(pairs, 'target'), percentile);
    if (baseline === null || target === null) return [];
    const isKnown = baseline.variance !== null && target.variance !== null;
    const variance = isKnown ? baseline.variance + target.variance : null;
    return [{ value: baseline.value - target.value, variance }];
  });
}

/** Answers of the launch and side with the fewest, and how many a percentile asks for. */
export function percentileSupport(
  launches: readonly LaunchPairs[],
  percentile: number,
): { readonly fewest: number; readonly needed: number; readonly isEnough: boolean } {
  const counts = launches.flatMap(({ pairs }) => [
    sum(pairs.map(({ baseline }) => answered(baseline.recording))),
    sum(pairs.map(({ target }) => answered(target.recording))),
  ]);
  const fewest = counts.length === 0 ? 0 : Math.min(...counts);
  const needed = Math.ceil(LEAST_BEYOND_TO_COMPARE / (1 - percentile / 100) - 1e-6);
  return { fewest, needed, isEnough: countBeyond(fewest, percentile) >= LEAST_BEYOND_TO_COMPARE };
}

/** How far totals and typical slices lie apart, launch by launch: the time that stalls took. */
export function stallValues(totals: LaunchValues, typical: LaunchValues): LaunchValues {
  if (totals.length !== typical.length) return [];
  return totals.map((total, launch) => ({
    value: total.value - typical[launch]!.value,
    variance: total.variance,
  }));
}

function answered(recording: Recording): number {
  return sum(recording.window.latency.filter((_, index) => index % 2 === 1));
}

function latencies(pairs: readonly SlicePair[], side: keyof SlicePair): (readonly number[])[] {
  return pairs.map((pair) => pair[side].recording.window.latency);
}

/** The log ratio of totals of every launch that has one. */
function valuesOf(
  launches: readonly LaunchPairs[],
  portion: (slice: SlicePair['target']) => { readonly amount: number; readonly time: number },
): LaunchValues {
  return launches.flatMap(
    ({ pairs }) =>
      logTotalRatio(pairs.map(({ baseline, target }) => ({ baseline: portion(baseline), target: portion(target) }))) ??
      [],
  );
}
