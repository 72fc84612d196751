import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeThreads } from '../../src/load/merge-threads.js';
import type { Recording } from '../../src/model/recording.js';

function recording(scale: number, changes: Partial<Recording> = {}): Recording {
  return {
    windowMs: 100,
    lanes: 2 * scale,
    requests: { sent: 20 * scale, ok: 10 * scale, failed: 9 * scale, inFlightAtEnd: scale },
    window: {
      sent: 16 * scale,
      ok: 8 * scale,
      failed: 7 * scale,
      inFlightAtEnd: scale,
      laneSpanNs: 1000 * scale,
      latencySumNs: 900 * scale,
      latencyMinNs: 5 * scale,
      latencyMaxNs: 70 * scale,
      bodyBytes: 80 * scale,
      latency: [5 * scale, 3, 50, 2 * scale],
      serviceTime: null,
    },
    arrivals: null,
    errors: {
      connect: scale,
      tls: 2 * scale,
      read: scale,
      write: scale,
      timeout: scale,
      protocol: scale,
      status: 2 * scale,
      mismatch: 3 * scale,
    },
    statuses: { 200: 10 * scale, [scale === 1 ? 404 : 500]: 2 * scale },
    topErrors: [
      { kind: 'mismatch', message: 'wrong body', count: 3 * scale },
      { kind: 'read', message: `of thread ${scale}`, count: scale },
    ],
    bytes: { read: 300 * scale, written: 200 * scale },
    connections: {
      requested: scale,
      opened: scale,
      reopened: 3 * scale,
      reopenedInWindow: 2 * scale,
      fewestAnswers: 4 * scale,
      mostAnswers: 6 * scale,
    },
    generator: { cpuNs: 11 * scale, busy: 0.2 * scale, startSkewNs: 0 },
    reqPerSecSamples: [100 * scale, 101 * scale],
    perSecond: [{ second: 0, ok: 5 * scale, failed: 1 }],
    elapsedMs: 120 * scale,
    settleStallMs: scale,
    ...changes,
  };
}

test('counts, spans and histograms of threads add up; extremes and shares are of the most extreme thread', () => {
  const other = recording(3, {
    perSecond: [
      { second: 0, ok: 15, failed: 1 },
      { second: 1, ok: 2, failed: 0 },
    ],
  });
  assert.deepEqual(mergeThreads([recording(1), other], 77), {
    ...recording(4),
    statuses: { 200: 40, 404: 2, 500: 6 },
    topErrors: [
      { kind: 'mismatch', message: 'wrong body', count: 12 },
      { kind: 'read', message: 'of thread 3', count: 3 },
      { kind: 'read', message: 'of thread 1', count: 1 },
    ],
    window: { ...recording(4).window, latencyMinNs: 5, latencyMaxNs: 210, latency: [5, 3, 15, 3, 50, 8] },
    connections: { ...recording(4).connections, fewestAnswers: 4, mostAnswers: 18 },
    generator: { cpuNs: 44, busy: 0.6000000000000001, startSkewNs: 77 },
    reqPerSecSamples: [100, 101, 300, 303],
    perSecond: [
      { second: 0, ok: 20, failed: 2 },
      { second: 1, ok: 2, failed: 0 },
    ],
    elapsedMs: 360,
    settleStallMs: 3,
  });
});

test('a thread that measured nothing changes no extreme', () => {
  const { window } = recording(1);
  const empty = recording(1, { window: { ...window, latency: [], latencyMinNs: null, latencyMaxNs: null } });
  const merged = mergeThreads([empty, recording(2)], 0).window;
  assert.deepEqual([merged.latencyMinNs, merged.latencyMaxNs, merged.latency], [10, 140, [10, 3, 50, 4]]);
  const nothing = mergeThreads([empty, empty], 0).window;
  assert.deepEqual([nothing.latencyMinNs, nothing.latencyMaxNs, nothing.latency], [null, null, []]);
});

test('what bodies say is counted over threads, and absent where no thread counted it', () => {
  const bodies = (counts: Readonly<Record<string, number>>, others: number) =>
    recording(1, { bodies: { counts, others } });
  const merged = mergeThreads([bodies({ a: 2, b: 1 }, 3), recording(1), bodies({ b: 4 }, 1)], 0);
  assert.deepEqual(merged.bodies, { counts: { a: 2, b: 5 }, others: 4 });
  assert.equal('bodies' in mergeThreads([recording(1)], 0), false);
});
