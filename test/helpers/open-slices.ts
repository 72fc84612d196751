import { ArrivalCursor } from '../../src/load/arrivals.js';
import type { SliceEvent } from '../../src/model/events.js';
import type { Recording } from '../../src/model/recording.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import type { Random } from '../../src/stats/random.js';
import { openProfile } from './recordings.js';

/** A server that exists only as numbers: one request after the other, with a pause after so many. */
export interface QueueServer {
  /** Of each request, in milliseconds; `random` draws it from an exponential distribution of this mean. */
  readonly serviceMs: number;
  readonly random?: Random;
  readonly stallMs?: number;
  readonly stallEvery?: number;
  /** How late the generator sends; part of no latency here. */
  readonly lateMs?: number;
}

/** What a rate finds at it: arrivals queue in their order, so a pause is in the latency of all that it delays. */
export function queueRecording(
  base: Recording,
  server: QueueServer,
  { ratePerSec, windowMs, seed }: { readonly ratePerSec: number; readonly windowMs: number; readonly seed: number },
): Recording {
  const settleMs = 200;
  const { arrivals: plan } = openProfile(ratePerSec, windowMs, {
    arrivals: {
      spacing: 'poisson',
      stages: [{ fromPerSec: ratePerSec, toPerSec: ratePerSec, durationMs: 1000 }],
      seed,
    },
  });
  const cursor = new ArrivalCursor(plan, { index: 0, of: 1 });
  const latency = new LatencyHistogram();
  const endMs = settleMs + windowMs;
  let [freeMs, due, ended, sumMs, maxMs] = [0, 0, 0, 0, 0];
  for (let count = 1; cursor.atNs / 1e6 < endMs; count += 1, cursor.advance()) {
    const atMs = cursor.atNs / 1e6;
    const draw = server.random === undefined ? 1 : -Math.log(1 - server.random.next());
    const stallMs = count % (server.stallEvery ?? Number.POSITIVE_INFINITY) === 0 ? (server.stallMs ?? 0) : 0;
    freeMs = Math.max(freeMs, atMs) + server.serviceMs * draw + stallMs;
    if (freeMs >= settleMs && freeMs < endMs) ended += 1;
    if (atMs < settleMs) continue;
    due += 1;
    latency.record((freeMs - atMs) * 1e6);
    sumMs += freeMs - atMs;
    maxMs = Math.max(maxMs, freeMs - atMs);
  }
  const pacing = new LatencyHistogram();
  for (let count = 0; count < due && server.lateMs !== undefined; count += 1) pacing.record(server.lateMs * 1e6);
  const waiting = Math.max(0, due - ended - base.lanes);
  const counts = { sent: due, ok: due, failed: 0, inFlightAtEnd: 0 };
  return {
    ...base,
    windowMs,
    requests: counts,
    window: {
      ...base.window,
      ...counts,
      latencySumNs: sumMs * 1e6,
      latencyMaxNs: maxMs * 1e6,
      bodyBytes: 27 * due,
      latency: latency.toSparse(),
      serviceTime: latency.toSparse(),
    },
    arrivals: {
      due,
      unsent: 0,
      okInWindow: ended,
      endedInWindow: ended,
      backlogMax: waiting,
      backlogAtEnd: waiting,
      pacing: pacing.toSparse(),
    },
    statuses: { 200: due },
  };
}

/** The slice as if its target were these servers, by name, at this rate: with the same arrivals for all of a block. */
export function atRate(
  slice: SliceEvent,
  servers: Readonly<Record<string, QueueServer>>,
  ratePerSec: number,
): SliceEvent {
  const seed = 1000 * slice.launch + slice.block;
  const server = servers[slice.cell.target];
  if (server === undefined) throw new Error(`no server "${slice.cell.target}"`);
  const recording = queueRecording(slice.recording, server, { ratePerSec, windowMs: slice.recording.windowMs, seed });
  return { ...slice, recording, server: slice.server && { cpuNs: recording.requests.ok * 1e5, idleCpuNs: 0 } };
}
