import type { Metric } from '../model/comparison.js';

/** Differences below these are of no interest unless the plan says otherwise: percentiles scatter about twice as much. */
const DEFAULT_MARGINS: Readonly<Record<Metric, number>> = {
  throughput: 0.02,
  'latency.p50': 0.05,
  'latency.p99': 0.1,
  errorRate: 0.02,
  cpuPerRequest: 0.05,
  'memory.peakRss': 0.1,
  startup: 0.1,
};

/** Smallest difference of interest, as a share. */
export function marginOf(metric: Metric, chosen: Readonly<Partial<Record<Metric, number>>>): number {
  return chosen[metric] ?? DEFAULT_MARGINS[metric];
}
