import type { Estimate, Metric } from '../model/comparison.js';
import type { SliceEvent } from '../model/events.js';
import { countBeyond, logPercentile } from '../stats/log-percentile.js';
import { sum } from '../stats/moments.js';
import { logTotalRate } from '../stats/totals.js';
import { intervalOf } from './comparison.js';
import { errorRateOf } from './error-rate.js';
import { groupByLaunch } from './launch-pairs.js';
import type { LaunchValues } from './launch-values.js';
import { throughputPortion } from './merge-recordings.js';
import type { CellSlices, RunFacts } from './run-facts.js';
import { logValues, peakRssByLaunch, startupByLaunch } from './server-values.js';

/** Values beyond a percentile that each launch needs: as many as it takes to tell the percentile at all. */
const LEAST_BEYOND = 10;

/** What a cell is by itself in every metric, over launches: req/s, microseconds, a share, bytes, milliseconds. */
export function ownValues(facts: RunFacts, { cell, kept, all }: CellSlices): Partial<Record<Metric, Estimate>> {
  const launches = [...groupByLaunch(kept).values()];
  const estimate = (values: LaunchValues, toUnit: (value: number) => number = (value) => value): Estimate | null =>
    estimateOf(facts, values, toUnit);
  const values: Record<Metric, Estimate | null> = {
    throughput: estimate(launches.flatMap((slices) => logTotalRate(slices.map(throughputOf)) ?? [])),
    'latency.p50': estimate(percentiles(launches, 50), (ns) => ns / 1000),
    'latency.p99': estimate(percentiles(launches, 99), (ns) => ns / 1000),
    errorRate: errorRateOf(all, facts.plan.alpha),
    cpuPerRequest: estimate(cpuValues(launches), (perSecond) => 1e6 / perSecond),
    'memory.peakRss': estimate(logValues(peakRssByLaunch(facts, cell).values())),
    startup: estimate(logValues(startupByLaunch(facts, cell).values())),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value.value !== null));
}

function throughputOf({ recording }: SliceEvent): ReturnType<typeof throughputPortion> {
  return throughputPortion(recording);
}

function percentiles(launches: readonly (readonly SliceEvent[])[], percentile: number): LaunchValues {
  return launches.flatMap((slices) => {
    const latencies = slices.map(({ recording }) => recording.window.latency);
    const count = sum(latencies.map((latency) => sum(latency.filter((_, place) => place % 2 === 1))));
    if (percentile > 50 && countBeyond(count, percentile) < LEAST_BEYOND) return [];
    return logPercentile(latencies, percentile) ?? [];
  });
}

/** Answers per CPU second; none where the server's CPU cannot be seen. */
function cpuValues(launches: readonly (readonly SliceEvent[])[]): LaunchValues {
  return launches.flatMap((slices) => {
    if (slices.some(({ server }) => server === null)) return [];
    const portions = slices.map(({ recording, server }) => ({
      amount: recording.requests.ok,
      time: (server?.cpuNs ?? 0) / 1e9,
    }));
    return logTotalRate(portions) ?? [];
  });
}

/** In the metric's unit, where less may be more: the ends are sorted. */
function estimateOf(facts: RunFacts, values: LaunchValues, toUnit: (value: number) => number): Estimate | null {
  const interval = intervalOf(facts.plan, values);
  if (interval === null) return null;
  const { center, halfWidth } = interval;
  const value = toUnit(Math.exp(center));
  if (halfWidth === null) return { value, lower: null, upper: null };
  const ends = [toUnit(Math.exp(center - halfWidth)), toUnit(Math.exp(center + halfWidth))];
  return { value, lower: Math.min(...ends), upper: Math.max(...ends) };
}
