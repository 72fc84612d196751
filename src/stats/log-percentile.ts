import { LatencyHistogram } from './histogram.js';
import { sum } from './moments.js';
import type { LaunchValue } from './ratio-interval.js';

/** Values that lie beyond a percentile in a sample of this size, so many that the percentile is supported or not. */
export function countBeyond(count: number, percentile: number): number {
  return Math.round(count * (100 - percentile) * 1e6) / 1e8;
}

/**
 * Log of a percentile of all blocks together, in nanoseconds, with its variance over blocks; null without values.
 *
 * The variance is Woodruff's (1952, JASA 47): the variance of the share beyond the percentile, from blocks because
 * latencies within one hang together, carried over to values by reading the histogram one standard error either side.
 */
export function logPercentile(blocks: readonly (readonly number[])[], percentile: number): LaunchValue | null {
  const merged = new LatencyHistogram();
  for (const block of blocks) merged.addSparse(block);
  const centreNs = merged.percentileNs(percentile);
  if (!(centreNs > 0)) return null;
  if (blocks.length < 2) return { value: Math.log(centreNs), variance: null };
  const errorPercent = 100 * Math.sqrt(varianceOfShareBeyond(blocks, bucketOf(centreNs)));
  const lowNs = Math.max(1, merged.percentileNs(Math.max(0, percentile - errorPercent)));
  const highNs = merged.percentileNs(Math.min(100, percentile + errorPercent));
  return { value: Math.log(centreNs), variance: (Math.log(highNs / lowNs) / 2) ** 2 };
}

/** Of a ratio of sums over blocks, linearised as in totals.ts. */
function varianceOfShareBeyond(blocks: readonly (readonly number[])[], bucket: number): number {
  const counts = blocks.map((block) => ({ all: countAbove(block, -1), beyond: countAbove(block, bucket) }));
  const all = sum(counts.map((block) => block.all));
  const share = sum(counts.map((block) => block.beyond)) / all;
  const squares = sum(counts.map((block) => ((block.beyond - share * block.all) / all) ** 2));
  return (blocks.length / (blocks.length - 1)) * squares;
}

/** Values in buckets above this one; buckets are numbered in the order of their values. */
function countAbove(sparse: readonly number[], bucket: number): number {
  let count = 0;
  for (let place = 0; place + 1 < sparse.length; place += 2) {
    if (sparse[place]! > bucket) count += sparse[place + 1]!;
  }
  return count;
}

/** The bucket that a value falls into. */
function bucketOf(valueNs: number): number {
  const histogram = new LatencyHistogram();
  histogram.record(valueNs);
  return histogram.toSparse()[0] ?? 0;
}
