import type { LatencyHistogram } from './histogram.js';

/** Values from `fromNs` to below `toNs`. */
export interface Bin {
  readonly fromNs: number;
  readonly toNs: number;
  readonly count: number;
}

// Edges within a decade that people can read, from fine to coarse.
const LADDERS: readonly (readonly number[])[] = [
  Array.from({ length: 90 }, (_, step) => (10 + step) / 10),
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9],
  [1, 1.5, 2, 3, 4, 5, 7],
  [1, 1.5, 2, 3, 5, 7],
  [1, 2, 5],
  [1, 3],
  [1],
];

/** The values in at most so many bins of about equal width on a logarithmic scale, with round edges. */
export function logBins(histogram: LatencyHistogram, most: number): Bin[] {
  if (histogram.count === 0) return [];
  const edges = LADDERS.map((ladder) => edgesAround(histogram, ladder));
  const chosen = edges.find(({ length }) => length <= most + 1) ?? edges[edges.length - 1]!;
  const counts = chosen.slice(1).map(() => 0);
  let bin = 0;
  histogram.forEachBucket((lowestNs, count) => {
    while (bin < counts.length - 1 && lowestNs >= chosen[bin + 1]!) bin += 1;
    counts[bin]! += count;
  });
  return counts.map((count, index) => ({ fromNs: chosen[index]!, toNs: chosen[index + 1]!, count }));
}

/** From the last edge that is no larger than the smallest value to the first beyond the largest. */
function edgesAround(histogram: LatencyHistogram, ladder: readonly number[]): number[] {
  const lowest = Math.max(1, histogram.minNs);
  let highest = lowest;
  // Buckets count where they begin, so that one which lies across an edge makes no empty bin behind it.
  histogram.forEachBucket((lowestNs) => {
    highest = Math.max(highest, lowestNs);
  });
  const firstDecade = Math.floor(Math.log10(lowest)) - 1;
  const lastDecade = Math.floor(Math.log10(highest)) + 1;
  const edges: number[] = [];
  for (let decade = firstDecade; decade <= lastDecade; decade += 1) {
    edges.push(...ladder.map((step) => Math.round(step * 10 ** (decade + 3)) / 1000));
  }
  const first = edges.findLastIndex((edge) => edge <= lowest);
  const last = edges.findIndex((edge) => edge > highest);
  return edges.slice(first, last + 1);
}
