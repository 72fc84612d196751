import type { LatencySummary, Measurement } from '../model/measurement.js';
import type { LatencyHistogram } from '../stats/histogram.js';
import { mean, stddev } from '../stats/moments.js';
import { supportedPercentileNs } from '../stats/supported-percentile.js';

/** Exact figures kept beside a histogram, which itself knows values to 0.1 %. */
export interface ExactLatency {
  readonly sumNs: number;
  readonly minNs: number | null;
  readonly maxNs: number | null;
}

/** Null where too few values lie beyond it. */
export function percentileUs(histogram: LatencyHistogram, percentile: number): number | null {
  return toUs(supportedPercentileNs(histogram, percentile));
}

/** `exact` null: the histogram's own figures must do. */
export function summariseLatency(histogram: LatencyHistogram, exact: ExactLatency | null): LatencySummary {
  const { count } = histogram;
  const meanNs = exact === null ? histogram.meanNs : exact.sumNs / count;
  const stddevNs = histogram.stddevNs;
  const max = toUs(exact === null ? histogram.maxNs : exact.maxNs);
  // A bucket is told by its upper end, which may lie above the largest value in it.
  const upToMax = (percentile: number): number | null => {
    const valueUs = percentileUs(histogram, percentile);
    return valueUs === null || max === null ? valueUs : Math.min(valueUs, max);
  };
  return {
    min: toUs(exact === null ? histogram.minNs : exact.minNs),
    mean: toUs(meanNs),
    stddev: toUs(stddevNs),
    withinStdev: count < 2 ? null : shareWithinStdev(histogram),
    max,
    p50: upToMax(50),
    p75: upToMax(75),
    p90: upToMax(90),
    p95: upToMax(95),
    p99: upToMax(99),
    p999: upToMax(99.9),
  };
}

function shareWithinStdev(histogram: LatencyHistogram): number {
  const { meanNs, stddevNs } = histogram;
  // Equal latencies have deviation 0: rounding of the mean must not put them outside.
  const reach = stddevNs + meanNs * 1e-9;
  return histogram.shareWithin(meanNs - reach, meanNs + reach);
}

/** wrk's thread statistics: mean, deviation, largest, and the share within one deviation of the mean. */
export function summariseSamples(samples: readonly number[]): Measurement['reqPerSecSamples'] {
  if (samples.length === 0) return { mean: null, stdev: null, max: null, withinStdev: null };
  const centre = mean(samples);
  const max = samples.reduce((largest, sample) => Math.max(largest, sample));
  if (samples.length < 2) return { mean: centre, stdev: null, max, withinStdev: null };
  const stdev = stddev(samples);
  const within = samples.filter((sample) => Math.abs(sample - centre) <= stdev).length / samples.length;
  return { mean: centre, stdev, max, withinStdev: within };
}

/** Microseconds; null for what is no number. */
export function toUs(valueNs: number | null): number | null {
  return valueNs === null || !Number.isFinite(valueNs) ? null : valueNs / 1000;
}
