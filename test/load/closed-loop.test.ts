import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nowNs } from '../../src/load/clock.js';
import { ClosedLoop } from '../../src/load/closed-loop.js';
import { FixedRequests } from '../../src/load/fixed-requests.js';
import type { OpenWindows } from '../../src/load/open-windows.js';
import { ThreadCpu } from '../../src/load/thread-cpu.js';
import type { Recording } from '../../src/model/recording.js';
import { FakePool } from '../helpers/fake-pool.js';
import { ANY_SUCCESS, checkBooks, GET } from '../helpers/slices.js';
import { until } from '../helpers/until.js';

const MS = 1e6;

/** A slice from 0 to 100 ms settle, to 200 ms window, to 400 ms filler, on a clock far from the real one. */
class Script {
  readonly pool: FakePool;
  readonly loop: ClosedLoop;
  readonly recording: Promise<Recording>;
  readonly #zeroNs: number;

  constructor(connections: number, pipelining = 1, windows: OpenWindows = windowsOf(1), changes: object = {}) {
    this.#zeroNs = nowNs() + 3_600_000 * MS;
    this.pool = new FakePool(connections, pipelining, this.at(0));
    this.loop = new ClosedLoop({
      pool: this.pool,
      requests: new FixedRequests([GET]),
      slice: {
        windowStartNs: this.at(100),
        windowEndNs: this.at(200),
        fillerEndNs: this.at(400),
        staggerNs: 0,
        requestLimit: null,
        requestsBefore: 0,
        drain: true,
        sampleMs: null,
        ticks: false,
        expect: ANY_SUCCESS,
        countsBodies: false,
        arrivals: null,
        arrivalsStartNs: this.at(0),
        sendsBacklog: false,
        think: null,
        segment: { index: 0, of: 1 },
        ...changes,
      },
      opened: this.pool.opened,
      openWindows: windows,
      errorBudget: null,
      cpu: new ThreadCpu(),
      onTick: () => {},
    });
    this.recording = this.loop.run();
  }

  at(ms: number): number {
    return this.#zeroNs + ms * MS;
  }

  /** Answers in the order of time: at so many milliseconds, on that connection. */
  play(...answers: readonly (readonly [ms: number, connection: number])[]): void {
    for (const [ms, connection] of answers) this.pool.answer(connection, this.at(ms));
  }
}

function windowsOf(threads: number): OpenWindows {
  let open = threads;
  return {
    leave: () => {
      open -= 1;
    },
    get count() {
      return open;
    },
  };
}

function msOf(ns: number): number {
  return Math.round(ns / MS);
}

test('requests are classed by when they were sent and keep their whole latency', async () => {
  const script = new Script(2);
  script.play([90, 0], [130, 0], [150, 1], [160, 0], [250, 0]);
  assert.equal(script.pool.inFlight, 2, 'filler goes on while a window request is open');
  script.play([270, 0], [300, 1]);
  assert.equal(script.pool.inFlight, 1, 'no filler after the last window request');
  script.play([310, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  // Sent at 0, 0 and 90: settle. At 130, 160 and 150: window. At 250 and 270: filler.
  assert.deepEqual(recording.requests, { sent: 8, ok: 8, failed: 0, inFlightAtEnd: 0 });
  const { window } = recording;
  assert.deepEqual([window.sent, window.ok, window.failed, window.inFlightAtEnd], [3, 3, 0, 0]);
  assert.deepEqual([msOf(window.latencyMinNs!), msOf(window.latencyMaxNs!)], [30, 150]);
  assert.equal(msOf(window.latencySumNs), 30 + 90 + 150);
  assert.equal(msOf(window.laneSpanNs), 250 - 130 + (300 - 150));
  assert.equal(window.bodyBytes, 30);
  assert.equal(recording.lanes, 2);
  assert.equal(recording.windowMs, 100);
  assert.deepEqual([recording.connections.fewestAnswers, recording.connections.mostAnswers], [1, 2]);
});

test('a request sent at the first instant of the window is in it, one sent at its end is not', async () => {
  const script = new Script(2);
  script.play([100, 0], [120, 1], [200, 0], [230, 0], [240, 1], [250, 0]);
  const { window, requests } = await script.recording;
  assert.equal(requests.ok, 6);
  assert.equal(window.ok, 2);
  assert.equal(msOf(window.laneSpanNs), 100 + 120);
});

test('each lane of a pipeline has its own clock', async () => {
  const script = new Script(1, 2);
  script.play([110, 0], [120, 0], [150, 0], [170, 0], [210, 0], [230, 0], [240, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  // Lane 0: sent 110, 150, answered 150, 210. Lane 1: sent 120, 170, answered 170, 230.
  assert.equal(recording.window.ok, 4);
  assert.equal(msOf(recording.window.laneSpanNs), 100 + 110);
  assert.equal(msOf(recording.window.latencySumNs), 100 + 110);
  assert.equal(recording.lanes, 2);
});

test('a failure takes its time on its lane and counts under its kind', async () => {
  const script = new Script(1);
  script.play([100, 0]);
  script.pool.fail(0, script.at(140), 'read');
  script.pool.reopen(0);
  script.pool.answer(0, script.at(150), 503);
  script.pool.fail(0, script.at(260), 'timeout');
  const recording = await script.recording;
  checkBooks(recording);
  assert.deepEqual([recording.errors.read, recording.errors.status, recording.errors.timeout], [1, 1, 1]);
  assert.equal(recording.connections.reopened, 1);
  assert.deepEqual(recording.statuses, { 200: 1, 503: 1 });
  // In the latencies: the unaccepted answer and the timeout, not the lost connection.
  assert.equal(msOf(recording.window.latencyMaxNs!), 110);
  assert.equal(recording.window.latency.filter((_, index) => index % 2 === 1).length, 2);
  assert.equal(msOf(recording.window.laneSpanNs), 160);
});

test('a lane without a connection or an answer is on the clock to the end of the window', async () => {
  const script = new Script(3, 1, windowsOf(1), { drain: false });
  script.play([100, 0], [100, 1], [100, 2], [110, 2], [120, 1]);
  // Connection 1 is lost within the window, connection 2 never answers again.
  script.pool.closed.add(1);
  script.pool.fail(1, script.at(130), 'read');
  script.play([210, 0], [400, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.equal(recording.window.inFlightAtEnd, 1);
  assert.equal(recording.lanes, 3);
  assert.equal(msOf(recording.window.laneSpanNs), 110 + 100 + 100);
});

test('a lane that never had a connection is on the clock for the whole window', async () => {
  const script = new Script(2);
  script.pool.closed.add(1);
  script.pool.unsend(1);
  script.play([100, 0], [210, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.equal(recording.lanes, 2);
  assert.equal(msOf(recording.window.laneSpanNs), 110 + 100);
});

test('a lane that is lost before a number of requests has run out is on the clock to the last of them', async () => {
  const changes = { windowEndNs: Number.POSITIVE_INFINITY, fillerEndNs: Number.POSITIVE_INFINITY, requestLimit: 6 };
  const script = new Script(2, 1, windowsOf(1), changes);
  script.play([100, 0], [110, 1]);
  script.pool.fail(1, script.at(120), 'read');
  script.play([130, 0], [160, 0], [200, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.equal(recording.window.ok, 3);
  assert.equal(recording.lanes, 2);
  assert.equal(msOf(recording.window.laneSpanNs), 100 + 90);
});

test('filler stops at its end even where a window request is still open', async () => {
  const script = new Script(2);
  script.play([100, 0], [120, 1], [250, 0], [399, 0]);
  assert.equal(script.pool.inFlight, 2);
  script.play([401, 0]);
  assert.equal(script.pool.inFlight, 1);
  script.play([500, 1]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.equal(recording.requests.inFlightAtEnd, 0);
  assert.equal(msOf(recording.window.latencyMaxNs!), 380);
});

test('filler of one thread goes on until the window requests of every thread are answered', async () => {
  const windows = windowsOf(2);
  const fast = new Script(1, 1, windows);
  const slow = new Script(1, 1, windows);
  fast.play([110, 0], [210, 0], [220, 0], [230, 0]);
  assert.equal(fast.pool.inFlight, 1);
  slow.play([120, 0], [300, 0]);
  assert.equal(slow.pool.inFlight, 0);
  await slow.recording;
  fast.play([310, 0]);
  assert.equal(fast.pool.inFlight, 0);
  const recording = await fast.recording;
  assert.deepEqual([recording.window.ok, recording.requests.ok], [1, 5]);
});

test('what never left is no request, and the end does not wait for it', async () => {
  const script = new Script(2);
  script.play([100, 0], [100, 1], [210, 0]);
  // Of connection 1 the window request is taken back while filler runs for it.
  script.pool.unsend(1);
  script.play([220, 0]);
  assert.equal(script.pool.inFlight, 0);
  const recording = await script.recording;
  checkBooks(recording);
  assert.deepEqual(recording.requests, { sent: 4, ok: 4, failed: 0, inFlightAtEnd: 0 });
  assert.equal(recording.window.sent, 1);
});

test('what never left is sent again where a number of requests was asked for', async () => {
  const changes = { windowEndNs: Number.POSITIVE_INFINITY, fillerEndNs: Number.POSITIVE_INFINITY, requestLimit: 5 };
  const script = new Script(2, 2, windowsOf(1), changes);
  assert.equal(script.pool.sent, 4);
  script.pool.unsend(1);
  script.play([110, 0], [120, 0]);
  assert.equal(script.pool.sent, 6);
  script.play([130, 0], [140, 0], [150, 1]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.deepEqual(recording.requests, { sent: 5, ok: 5, failed: 0, inFlightAtEnd: 0 });
});

test('what never left goes over another connection where its own does not come back', async () => {
  const changes = { windowEndNs: Number.POSITIVE_INFINITY, fillerEndNs: Number.POSITIVE_INFINITY, requestLimit: 2 };
  const script = new Script(2, 1, windowsOf(1), changes);
  script.play([100, 0]);
  script.pool.closed.add(1);
  script.pool.unsend(1);
  await until(() => script.pool.inFlight === 1, 'it is sent again');
  script.play([300, 0]);
  const recording = await script.recording;
  checkBooks(recording);
  assert.deepEqual(recording.requests, { sent: 2, ok: 2, failed: 0, inFlightAtEnd: 0 });
});

test('a slice that is aborted before its window began has an empty window', async () => {
  const script = new Script(2);
  script.play([50, 0], [60, 0]);
  script.loop.abort();
  const recording = await script.recording;
  checkBooks(recording);
  assert.equal(recording.windowMs, 0);
  assert.equal(recording.window.laneSpanNs, 0);
  assert.deepEqual(recording.requests, { sent: 4, ok: 2, failed: 0, inFlightAtEnd: 2 });
});
