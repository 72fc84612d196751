import assert from 'node:assert/strict';
import { nowNs } from '../../src/load/clock.js';
import { ClosedLoop } from '../../src/load/closed-loop.js';
import type { ConnectionPool, LoadEngine, OpenResult, PoolOptions, PoolSettings } from '../../src/load/engine.js';
import type { ErrorBudget } from '../../src/load/error-budget.js';
import { FixedRequests } from '../../src/load/fixed-requests.js';
import { http2Engine } from '../../src/load/http2-engine.js';
import type { LoadLoop } from '../../src/load/load-loop.js';
import { OpenLoop } from '../../src/load/open-loop.js';
import type { OpenWindows } from '../../src/load/open-windows.js';
import { fixedRequests, type PreparedRequests, templateRequests } from '../../src/load/prepared-requests.js';
import { createCounter } from '../../src/load/request-numbers.js';
import type { SliceSpec, SliceTick } from '../../src/load/slice.js';
import { socketEngine } from '../../src/load/socket-engine.js';
import { ThreadCpu } from '../../src/load/thread-cpu.js';
import { undiciEngine } from '../../src/load/undici-engine.js';
import type { ArrivalPlan, Endpoint, EngineName } from '../../src/model/load-profile.js';
import { REQUEST_ERROR_KINDS, type Recording } from '../../src/model/recording.js';
import type { MadeSource } from '../../src/model/request-source.js';
import { type Expectation, type RequestSpec, SUCCESS_STATUSES } from '../../src/model/scenario.js';

interface NamedEngine<Name extends EngineName = EngineName> {
  readonly name: Name;
  readonly engine: LoadEngine;
}

/** Those that speak HTTP/1.1, which raw servers are written in. */
export const ENGINES: readonly NamedEngine<'socket' | 'undici'>[] = [
  { name: 'socket', engine: socketEngine },
  { name: 'undici', engine: undiciEngine },
];

/** For tests whose server is one of `startServerFor`. */
export const ALL_ENGINES: readonly NamedEngine[] = [...ENGINES, { name: 'http2', engine: http2Engine }];

export const GET: RequestSpec = { method: 'GET', path: '/', headers: {}, body: null };

export const ANY_SUCCESS: Expectation = { status: SUCCESS_STATUSES, body: null, mediaType: null };

const cpu = new ThreadCpu();

/** What each pool was made for: its loops take their turns from the same requests. */
const REQUESTS = new WeakMap<ConnectionPool, PreparedRequests>();

/** Settings of a pool with its requests as they are written. */
export type PoolChanges = Partial<PoolSettings> & { readonly requests?: readonly RequestSpec[] | MadeSource };

export function poolOptions(endpoint: Endpoint, changes: PoolChanges = {}): PoolOptions {
  const { connections = 4, requests = [GET], requestsPerConnection = null } = changes;
  const setting = {
    endpoint,
    closes: requestsPerConnection === 1,
    counter: createCounter(),
  };
  return {
    endpoint,
    connections,
    maxConnections: connections,
    pipelining: 1,
    timeoutMs: 2000,
    connectTimeoutMs: 2000,
    bodySampleEvery: 10,
    requestsPerConnection,
    segment: { index: 0, of: 1 },
    ...changes,
    requests: 'kind' in requests ? templateRequests(requests, setting) : fixedRequests(requests, setting),
  };
}

export interface SliceOptions {
  readonly settleMs?: number;
  readonly windowMs?: number | null;
  readonly fillerMs?: number;
  readonly staggerMs?: number;
  readonly requestLimit?: number | null;
  readonly arrivals?: ArrivalPlan | null;
  readonly think?: SliceSpec['think'];
  readonly drain?: boolean;
  readonly sampleMs?: number | null;
  readonly ticks?: boolean;
  readonly expect?: Expectation;
  readonly countsBodies?: boolean;
  readonly opened?: OpenResult;
  readonly errorBudget?: ErrorBudget;
  readonly onTick?: (tick: SliceTick) => void;
}

/** A slice in this thread, so that the test sees its loop. */
export function createLoop(pool: ConnectionPool, opened: OpenResult, options: SliceOptions = {}): LoadLoop {
  const { settleMs = 0, windowMs = 100, fillerMs = 2500, staggerMs = 0, requestLimit = null } = options;
  const {
    drain = true,
    sampleMs = null,
    ticks = false,
    expect = ANY_SUCCESS,
    countsBodies = false,
    arrivals = null,
    onTick = () => {},
  } = options;
  const arrivalsStartNs = nowNs();
  const windowStartNs = arrivalsStartNs + settleMs * 1e6;
  const windowEndNs = windowMs === null ? Number.POSITIVE_INFINITY : windowStartNs + windowMs * 1e6;
  const slice: SliceSpec = {
    windowStartNs,
    windowEndNs,
    fillerEndNs: windowEndNs + fillerMs * 1e6,
    staggerNs: staggerMs * 1e6,
    requestLimit,
    requestsBefore: 0,
    drain,
    sampleMs,
    ticks,
    expect,
    countsBodies,
    arrivals,
    arrivalsStartNs,
    sendsBacklog: false,
    think: options.think ?? null,
    segment: { index: 0, of: 1 },
  };
  const Loop = arrivals === null ? ClosedLoop : OpenLoop;
  return new Loop({
    pool,
    requests: REQUESTS.get(pool) ?? new FixedRequests([GET]),
    slice,
    opened,
    openWindows: oneWindow(),
    errorBudget: options.errorBudget ?? null,
    cpu,
    onTick,
  });
}

function oneWindow(): OpenWindows {
  let open = 1;
  return {
    leave: () => {
      open -= 1;
    },
    get count() {
      return open;
    },
  };
}

/** Opens what is closed and runs one slice. */
export async function runSlice(pool: ConnectionPool, options: SliceOptions = {}): Promise<Recording> {
  const opened = await pool.ensureOpen();
  const recording = await createLoop(pool, opened, options).run();
  checkBooks(recording);
  return recording;
}

/** A pool for the time of `use`. */
export async function withPool<T>(
  engine: LoadEngine,
  options: PoolOptions,
  use: (pool: ConnectionPool) => Promise<T>,
): Promise<T> {
  const pool = engine.createPool(options);
  REQUESTS.set(pool, options.requests);
  try {
    return await use(pool);
  } finally {
    pool.close();
  }
}

/** Sums that must agree in every recording, whatever happened. */
export function checkBooks(recording: Recording): void {
  const { requests, window, errors, statuses } = recording;
  assert.equal(requests.sent, requests.ok + requests.failed + requests.inFlightAtEnd, 'all classes');
  assert.equal(window.sent, window.ok + window.failed + window.inFlightAtEnd, 'window');
  assert.ok(requests.inFlightAtEnd >= window.inFlightAtEnd && window.inFlightAtEnd >= 0, 'in flight');
  const failed = REQUEST_ERROR_KINDS.reduce((sum, kind) => sum + errors[kind], 0);
  assert.equal(requests.failed, failed, 'every failure has one kind');
  const answered = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  assert.equal(answered, requests.ok + errors.status + errors.mismatch, 'every answer has a status');
  const measured = window.latency.filter((_, index) => index % 2 === 1).reduce((sum, count) => sum + count, 0);
  assert.ok(measured >= window.ok && measured <= window.ok + window.failed, 'latencies');
  if (recording.arrivals === null) {
    assert.ok(window.latencySumNs <= window.laneSpanNs * 1.02 + 1, 'no lane answers more than its time');
  } else {
    const { due, unsent } = recording.arrivals;
    assert.equal(due, window.sent + unsent, 'every arrival of the window was sent or not');
  }
  assert.ok(recording.windowMs >= 0, 'the window has a length');
  assert.ok(recording.bytes.read >= 0 && recording.bytes.written >= 0);
}
