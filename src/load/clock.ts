import { performance } from 'node:perf_hooks';

// performance.now() is as fine as hrtime and allocates nothing, but its origin differs from thread to thread. The
// distance to hrtime is constant, so that stamps of all threads compare. Doubles hold 104 days of nanoseconds exactly.
const offsetNs = measureOffsetNs();

function measureOffsetNs(): number {
  let best = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < 20; i += 1) {
    const before = performance.now() * 1e6;
    const now = Number(process.hrtime.bigint());
    const after = performance.now() * 1e6;
    if (after - before < best) {
      best = after - before;
      offset = now - (before + after) / 2;
    }
  }
  return offset;
}

/** Monotonic nanoseconds, the same clock in every thread of this process. */
export function nowNs(): number {
  return performance.now() * 1e6 + offsetNs;
}
