import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SliceTick } from '../../src/load/slice.js';
import { TickBoard } from '../../src/load/tick-board.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';

function tick(second: number, total: number, latenciesNs: readonly number[]): SliceTick {
  const histogram = new LatencyHistogram();
  for (const latencyNs of latenciesNs) histogram.record(latencyNs);
  const elapsedMs = (second + 1) * 1000;
  return { elapsedMs, ok: total, failed: 1, inFlight: 5, backlog: 2, second, latency: histogram.toSparse() };
}

function times(count: number, latencyNs: number): number[] {
  return Array.from({ length: count }, () => latencyNs);
}

test('a second is told once every thread has ticked, with the latencies of all of them', () => {
  const board = new TickBoard(2);
  assert.equal(board.add(0, tick(0, 900, times(900, 1000))), null);
  const joined = board.add(1, tick(0, 100, times(100, 2000)));
  assert.deepEqual(joined, {
    elapsedMs: 1000,
    ok: 1000,
    failed: 2,
    inFlight: 10,
    backlog: 4,
    latency: { p50Ns: 1000, p99Ns: 2000, maxNs: 2000, meanNs: 1100 },
    distribution: [
      { fromNs: 1000, toNs: 1200, count: 900 },
      { fromNs: 1200, toNs: 1400, count: 0 },
      { fromNs: 1400, toNs: 1600, count: 0 },
      { fromNs: 1600, toNs: 1800, count: 0 },
      { fromNs: 1800, toNs: 2000, count: 0 },
      { fromNs: 2000, toNs: 2500, count: 100 },
    ],
  });
});

test('a tick has the distribution of all latencies since the start', () => {
  const board = new TickBoard(1);
  board.add(0, tick(0, 5, times(5, 1000)));
  const later = board.add(0, tick(1, 12, times(7, 1000)));
  assert.deepEqual(later?.distribution, [{ fromNs: 1000, toNs: 1100, count: 12 }]);
});

test('a percentile that the second cannot support is null, the largest latency and the mean are not', () => {
  const joined = new TickBoard(1).add(0, tick(0, 5, times(5, 1500)));
  assert.deepEqual(joined?.latency, { p50Ns: 1500, p99Ns: null, maxNs: 1500, meanNs: 1500 });
});

test('nobody waits for a thread whose slice is over, and its short rest joins its last whole second', () => {
  const board = new TickBoard(2);
  board.add(0, tick(0, 10, [1000]));
  board.add(1, tick(0, 10, [1000]));
  assert.equal(board.add(1, tick(0, 11, [9])), null);
  board.end(1);
  assert.equal(board.add(0, tick(1, 20, [1200]))?.ok, 31);
  board.end(0);
  const counted = [
    { second: 0, ok: 21, failed: 0 },
    { second: 1, ok: 10, failed: 0 },
    { second: 2, ok: 0, failed: 0 },
  ];
  assert.deepEqual(
    board.withLatency(counted).map(({ latency }) => [latency?.p50Ns, latency?.maxNs, latency?.meanNs]),
    [
      [1000, 1000, 2009 / 3],
      [1200, 1200, 1200],
      [null, null, null],
    ],
  );
});
