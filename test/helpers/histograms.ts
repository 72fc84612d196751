import type { SeriesPoint } from '../../src/model/measurement.js';
import { encodeHdrV2 } from '../../src/stats/hdr-encoding.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';

/** Latencies that lie around a median as those of a server do: quick ones close together, and a long tail. */
export function longTailed(count: number, medianUs: number): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (let rank = 0; rank < count; rank += 1) {
    const share = (rank + 0.5) / count;
    const body = 0.45 + 0.55 * (share / (1 - share)) ** 0.3;
    const tail = share > 0.99 ? 1 + ((share - 0.99) / 0.01) ** 8 * 9 : 1;
    histogram.record(Math.round(medianUs * 1000 * body * tail));
  }
  return histogram;
}

/** A histogram as a report holds it. */
export function encoded(count: number, medianUs: number): string {
  return encodeHdrV2(longTailed(count, medianUs));
}

/** Seconds of a load: answers of each, and p50 in microseconds, of which the others are multiples. */
export function seconds(points: readonly (readonly [ok: number, p50Us: number | null])[]): SeriesPoint[] {
  return points.map(([ok, p50Us], second) => ({
    launch: 1,
    block: second,
    throughputPerSec: ok,
    meanLatencyUs: null,
    failed: 0,
    excluded: false,
    ok,
    p50Us,
    p99Us: p50Us === null || ok < 1000 ? null : p50Us * 11,
    maxUs: p50Us === null ? null : p50Us * 40,
  }));
}
