import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, type Random } from '../../src/stats/random.js';
import { type Portion, totalRate } from '../../src/stats/totals.js';

const LANES = 16;
const SERVICE_MS = 0.1;
const SETTLE_MS = 15;

/** A first-come-first-served server that pauses after every so many requests, whoever sent them. */
interface PausingServer {
  readonly pauseMs: number;
  readonly everyRequests: number;
  served: number;
}

/**
 * One slice of a closed loop against it, accounted by send time with a clock a lane, filler sent until the last window
 * request is answered. Requests are answered in order, so request k belongs to lane k modulo the lanes.
 */
function simulateSlice(server: PausingServer, random: Random): Portion {
  const windowStart = SETTLE_MS;
  const windowEnd = windowStart + 100 * random.uniform(1, 1.3);
  // First sends are staggered over one mean latency.
  const nextSend = Array.from({ length: LANES }, (_, lane) => lane * SERVICE_MS);
  const firstSend = new Array<number | null>(LANES).fill(null);
  const lastAnswer = new Array<number>(LANES).fill(0);
  let freeAt = 0;
  let ok = 0;
  // In order of sending: once a lane sends after the window, all window requests before it are answered.
  for (let lane = 0; ; lane = (lane + 1) % LANES) {
    const sentAt = nextSend[lane]!;
    if (sentAt >= windowEnd && freeAt >= windowEnd && nextSend.every((time) => time >= windowEnd)) break;
    server.served += 1;
    const pause = server.served % server.everyRequests === 0 ? server.pauseMs : 0;
    freeAt = Math.max(freeAt, sentAt) + SERVICE_MS + pause;
    nextSend[lane] = freeAt;
    if (sentAt < windowStart || sentAt >= windowEnd) continue;
    ok += 1;
    firstSend[lane] ??= sentAt;
    lastAnswer[lane] = freeAt;
  }
  const spans = firstSend.map((first, lane) => (first === null ? 0 : lastAnswer[lane]! - first));
  return { amount: ok, time: spans.reduce((sum, span) => sum + span, 0) / LANES };
}

for (const { pauseMs, everyRequests } of [
  { pauseMs: 5, everyRequests: 1000 },
  { pauseMs: 20, everyRequests: 4000 },
  { pauseMs: 50, everyRequests: 8000 },
  { pauseMs: 150, everyRequests: 15_000 },
  { pauseMs: 300, everyRequests: 30_000 },
  { pauseMs: 1000, everyRequests: 100_000 },
]) {
  test(`totals by send time keep a server's pauses of ${pauseMs} ms`, () => {
    const random = createRandom(pauseMs);
    const server = { pauseMs, everyRequests, served: random.integer(everyRequests) };
    const slices: Portion[] = [];
    const end = server.served + 60 * everyRequests;
    while (server.served < end || slices.length < 500) slices.push(simulateSlice(server, random));
    const truth = everyRequests / (everyRequests * SERVICE_MS + pauseMs);
    const bias = totalRate(slices)! / truth - 1;
    // About 1 % is left even by slices of random length where a pause outlasts a slice and so ends it: the next pause then
    // falls at the same place of a slice more often than elsewhere.
    assert.ok(Math.abs(bias) < 0.015, `bias ${bias}`);
  });
}
