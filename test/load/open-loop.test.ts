import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowNs } from '../../src/load/clock.js';
import { FixedRequests } from '../../src/load/fixed-requests.js';
import { OpenLoop } from '../../src/load/open-loop.js';
import type { SliceSpec } from '../../src/load/slice.js';
import { ThreadCpu } from '../../src/load/thread-cpu.js';
import type { ArrivalPlan } from '../../src/model/load-profile.js';
import type { Recording } from '../../src/model/recording.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { FakePool } from '../helpers/fake-pool.js';
import { ANY_SUCCESS, checkBooks, GET } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

const MINUTE_NS = 60e9;

interface Options {
  readonly connections?: number;
  readonly pipelining?: number;
  readonly maxConnections?: number;
  readonly spec?: Partial<SliceSpec>;
  /** Threads in the window; none: the end of the window is the end of the slice. */
  readonly threads?: number;
}

/**
 * One arrival a minute, so that none becomes due while the test runs: of those that are due, `due`, the window began so
 * long ago, and it lasts another day. Times are minutes since the first arrival.
 */
class Script {
  readonly pool: FakePool;
  readonly loop: OpenLoop;
  readonly recording: Promise<Recording>;
  readonly startNs: number;
  threads: number;

  constructor(due: number, { connections = 1, pipelining = 1, maxConnections, spec = {}, threads = 0 }: Options = {}) {
    this.threads = threads;
    const leave = (): void => {
      this.threads -= 1;
    };
    const count = (): number => this.threads;
    const now = nowNs();
    this.startNs = now - (due - 0.5) * MINUTE_NS;
    this.pool = new FakePool(connections, pipelining, now, maxConnections);
    this.loop = new OpenLoop({
      pool: this.pool,
      requests: new FixedRequests([GET]),
      slice: {
        windowStartNs: this.startNs,
        windowEndNs: now + 1440 * MINUTE_NS,
        fillerEndNs: now + 1441 * MINUTE_NS,
        staggerNs: 0,
        requestLimit: null,
        requestsBefore: 0,
        drain: true,
        sampleMs: null,
        ticks: false,
        expect: ANY_SUCCESS,
        countsBodies: false,
        arrivals: A_MINUTE,
        arrivalsStartNs: this.startNs,
        sendsBacklog: false,
        think: null,
        segment: { index: 0, of: 1 },
        ...spec,
      },
      opened: this.pool.opened,
      openWindows: {
        leave,
        get count() {
          return count();
        },
      },
      errorBudget: null,
      cpu: new ThreadCpu(),
      onTick: () => {},
    });
    this.recording = this.loop.run();
  }

  /** What is in flight: connection, and the arrival's number. */
  get inFlight(): (readonly [connection: number, arrival: number])[] {
    return this.pool.outstanding.map(([connection, intendedNs]) => [connection, this.minuteOf(intendedNs)] as const);
  }

  minuteOf(ns: number): number {
    return Math.round((ns - this.startNs) / MINUTE_NS);
  }

  /** Answered now. */
  answer(connection: number): void {
    this.pool.answer(connection, nowNs());
  }

  async end(): Promise<Recording> {
    this.loop.abort();
    const recording = await this.recording;
    checkBooks(recording);
    return recording;
  }
}

const A_MINUTE: ArrivalPlan = {
  spacing: 'even',
  stages: [{ fromPerSec: 1 / 60, toPerSec: 1 / 60, durationMs: 60_000 }],
  seed: 1,
};

const ONLY = { windowEndNs: Number.POSITIVE_INFINITY, fillerEndNs: Number.POSITIVE_INFINITY };

test('arrivals leave in their order, each on the connection whose turn it is, with their intended time', async () => {
  const script = new Script(5, { connections: 3, pipelining: 2 });
  assert.deepEqual(script.inFlight, [
    [0, 0],
    [1, 1],
    [2, 2],
    [0, 3],
    [1, 4],
  ]);
  script.answer(0);
  const { requests, window, arrivals } = await script.end();
  assert.deepEqual(requests, { sent: 5, ok: 1, failed: 0, inFlightAtEnd: 4 });
  assert.equal(window.sent, 5);
  // From the intended start, half a minute and four before now.
  assert.equal(Math.round((window.latencyMaxNs ?? 0) / MINUTE_NS - 0.5), 4);
  assert.deepEqual([arrivals?.due, arrivals?.unsent, arrivals?.okInWindow], [5, 0, 1]);
  assert.deepEqual([arrivals?.backlogMax, arrivals?.backlogAtEnd], [0, 0], 'all found a free connection');
});

test('an arrival that finds no free connection waits for the first one, and counts as backlog', async () => {
  const script = new Script(5, { connections: 2 });
  assert.deepEqual(script.inFlight, [
    [0, 0],
    [1, 1],
  ]);
  script.answer(1);
  script.answer(0);
  assert.deepEqual(script.inFlight, [
    [1, 2],
    [0, 3],
  ]);
  const { arrivals, requests, window } = await script.end();
  assert.deepEqual([arrivals?.due, arrivals?.unsent, arrivals?.backlogMax, arrivals?.backlogAtEnd], [5, 1, 3, 1]);
  assert.deepEqual(requests, { sent: 4, ok: 2, failed: 0, inFlightAtEnd: 2 });
  assert.equal(window.sent, 4);
  const pacing = LatencyHistogram.fromSparse(arrivals?.pacing ?? []);
  assert.equal(pacing.count, 2, 'to wait for a connection is no fault of the pacing');
});

test('connections are opened for arrivals that wait, as many as wait, up to the most there may be', async () => {
  const script = new Script(4, { connections: 1, maxConnections: 3 });
  assert.deepEqual(script.pool.askedFor, [1, 2]);
  assert.deepEqual(script.inFlight, [[0, 0]]);
  script.pool.openLater(2);
  assert.deepEqual(script.inFlight, [
    [0, 0],
    [2, 1],
  ]);
  script.pool.openLater(1);
  const { connections, arrivals } = await script.end();
  assert.deepEqual([connections.requested, connections.opened, connections.reopened], [1, 3, 0]);
  assert.deepEqual([arrivals?.backlogMax, arrivals?.backlogAtEnd], [3, 1]);
});

test('one arrival that waits has one connection opened', async () => {
  const script = new Script(2, { connections: 1, maxConnections: 9 });
  assert.deepEqual(script.pool.askedFor, [1]);
  await script.end();
});

test('a connection that is lost takes no arrivals until it is open again', async () => {
  const script = new Script(4, { connections: 2 });
  script.pool.fail(0, nowNs(), 'read');
  assert.deepEqual(script.inFlight, [[1, 1]]);
  script.pool.reopen(0);
  assert.deepEqual(script.inFlight, [
    [1, 1],
    [0, 2],
  ]);
  const { requests, errors, connections } = await script.end();
  assert.deepEqual(requests, { sent: 3, ok: 0, failed: 1, inFlightAtEnd: 2 });
  assert.deepEqual([errors.read, connections.reopened], [1, 1]);
});

test('an arrival that never left its connection goes first on another, with its intended time', async () => {
  const script = new Script(2, { connections: 3 });
  script.pool.unsend(1);
  assert.deepEqual(script.inFlight, [[0, 0]]);
  await until(() => script.pool.inFlight === 2, 'it is sent again');
  assert.deepEqual(script.inFlight, [
    [0, 0],
    [2, 1],
  ]);
  const { requests, window, arrivals } = await script.end();
  assert.equal(requests.sent, 2);
  assert.deepEqual([window.sent, arrivals?.unsent], [2, 0]);
});

test('an arrival that never left is counted as not sent where nothing else can take it', async () => {
  const script = new Script(2, { connections: 2 });
  script.pool.closed.add(1);
  script.pool.unsend(1);
  const { requests, arrivals } = await script.end();
  assert.equal(requests.sent, 1);
  assert.deepEqual([arrivals?.due, arrivals?.unsent], [2, 1]);
});

test('an arrival after the window that never left its connection neither keeps the window open nor counts in it', async () => {
  const now = nowNs();
  const spec = { windowEndNs: now - MINUTE_NS, fillerEndNs: now + MINUTE_NS };
  const script = new Script(3, { connections: 3, spec, threads: 1 });
  assert.deepEqual(script.inFlight, [
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  script.pool.closed.add(2);
  script.pool.unsend(2);
  script.answer(0);
  script.answer(1);
  assert.equal(script.threads, 0);
  const { arrivals } = await script.end();
  assert.deepEqual([arrivals?.due, arrivals?.unsent], [2, 0]);
});

test('a load that ends before its first arrival is due has taken no time', async () => {
  const script = new Script(0);
  const { elapsedMs, requests } = await script.end();
  assert.deepEqual([elapsedMs, requests.sent], [0, 0]);
});

test('a number of requests is exactly so many arrivals', async () => {
  const script = new Script(9, { connections: 2, spec: { ...ONLY, requestLimit: 4 } });
  for (const connection of [0, 1, 0, 1]) script.answer(connection);
  const recording = await script.recording;
  checkBooks(recording);
  assert.deepEqual(recording.requests, { sent: 4, ok: 4, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual([recording.arrivals?.due, recording.arrivals?.unsent], [4, 0]);
  assert.equal(recording.arrivals?.okInWindow, 4);
});

test('a number of requests stays exact where one never left its connection', async () => {
  const script = new Script(9, { connections: 2, spec: { ...ONLY, requestLimit: 3 } });
  script.pool.unsend(1);
  script.answer(0);
  script.answer(0);
  await until(() => script.pool.inFlight > 0, 'the rest is sent');
  while (script.pool.inFlight > 0) script.answer(script.inFlight[0]![0]);
  const { requests } = await script.recording;
  assert.deepEqual(requests, { sent: 3, ok: 3, failed: 0, inFlightAtEnd: 0 });
});

test('each thread sends its own arrivals and no others', async () => {
  const script = new Script(7, { connections: 9, spec: { segment: { index: 1, of: 3 } } });
  assert.deepEqual(
    script.inFlight.map(([, arrival]) => arrival),
    [1, 4],
  );
  await script.end();
});

test('arrivals before the window are sent and counted, and no part of what is measured', async () => {
  const now = nowNs();
  // Five were due: two of them before the window.
  const script = new Script(5, { connections: 9, spec: { windowStartNs: now - 3 * MINUTE_NS } });
  assert.equal(script.inFlight.length, 5);
  for (const connection of [0, 1, 2]) script.answer(connection);
  const { requests, window, arrivals, settleStallMs } = await script.end();
  assert.deepEqual(requests, { sent: 5, ok: 3, failed: 0, inFlightAtEnd: 2 });
  assert.deepEqual([window.sent, window.ok, arrivals?.due, arrivals?.unsent], [3, 1, 3, 0]);
  assert.deepEqual(
    [arrivals?.okInWindow, arrivals?.endedInWindow],
    [3, 3],
    'what ends in the window is its throughput',
  );
  assert.equal(Math.round(settleStallMs / 60_000 - 0.5), 4, 'of those before it how late the answer was');
});

test('what waits although it was due before the window is no arrival of the window', async () => {
  const script = new Script(5, { connections: 1, spec: { windowStartNs: nowNs() - 2 * MINUTE_NS } });
  const { arrivals, window } = await script.end();
  assert.deepEqual([window.sent, arrivals?.due, arrivals?.unsent, arrivals?.backlogAtEnd], [0, 2, 2, 4]);
});

test('at the end of the window all arrivals that wait are given up, unless another round would take them or they are to be sent', async () => {
  for (const { due, unsent, atEnd, sendsBacklog = false } of [
    { due: 4, unsent: 0, atEnd: 2 },
    { due: 5, unsent: 3, atEnd: 3 },
    { due: 5, unsent: 0, atEnd: 3, sendsBacklog: true },
  ]) {
    const now = nowNs();
    const windowStartNs = now - (due - 0.5) * MINUTE_NS;
    let threads = 1;
    const leave = (): void => {
      threads -= 1;
    };
    const pool = new FakePool(2, 1, now);
    const loop = new OpenLoop({
      pool,
      requests: new FixedRequests([GET]),
      slice: {
        windowStartNs,
        windowEndNs: now + 400e6,
        fillerEndNs: now + MINUTE_NS,
        staggerNs: 0,
        requestLimit: null,
        requestsBefore: 0,
        drain: true,
        sampleMs: null,
        ticks: false,
        expect: ANY_SUCCESS,
        countsBodies: false,
        arrivals: A_MINUTE,
        arrivalsStartNs: windowStartNs,
        sendsBacklog,
        think: null,
        segment: { index: 0, of: 1 },
      },
      opened: pool.opened,
      errorBudget: null,
      openWindows: {
        leave,
        get count() {
          return threads;
        },
      },
      cpu: new ThreadCpu(),
      onTick: () => {},
    });
    const running = loop.run();
    // Nothing is answered until the window is over.
    await until(() => nowNs() > now + 410e6, 'the window is over');
    for (const connection of [0, 1]) pool.answer(connection, nowNs());
    while (pool.inFlight > 0) pool.answer(pool.outstanding[0]![0], nowNs());
    const recording = await running;
    checkBooks(recording);
    const { arrivals, window } = recording;
    assert.deepEqual([arrivals?.due, arrivals?.unsent, arrivals?.backlogAtEnd], [due, unsent, atEnd]);
    assert.equal(window.sent, due - unsent);
    assert.equal(arrivals?.okInWindow, 0, 'answers after the window are no part of its throughput');
  }
});
