import { parentPort } from 'node:worker_threads';
import type { EngineName } from '../model/load-profile.js';
import type { RequestSource } from '../model/request-source.js';
import { nowNs } from './clock.js';
import { ClosedLoop } from './closed-loop.js';
import type { ConnectionPool, LoadEngine, OpenResult } from './engine.js';
import { ErrorBudget } from './error-budget.js';
import { HookProblem, problemOf } from './hook-module.js';
import type { LoadLoop } from './load-loop.js';
import { OpenLoop } from './open-loop.js';
import { openWindowsIn } from './open-windows.js';
import { openRequests, type PreparedRequests, type RequestTurns } from './prepared-requests.js';
import { socketEngine } from './socket-engine.js';
import { ThreadCpu } from './thread-cpu.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

/** A worker thread of the generator: holds its share of each pool's connections and runs slices on them. */
interface HeldPool {
  readonly connections: ConnectionPool;
  readonly requests: PreparedRequests;
  /** What opening came to since the last slice, which tells of it. */
  opened: OpenResult;
  loop: LoadLoop | null;
}

type RequestOf<Verb extends WorkerRequest['verb']> = Extract<WorkerRequest, { verb: Verb }>;

const NOTHING: OpenResult = { open: 0, reopened: 0, failures: [] };
const port = parentPort;
if (port === null) throw new Error('worker-entry.js runs only as a worker thread');
const pools = new Map<number, HeldPool>();
const cpu = new ThreadCpu();

function reply(message: WorkerReply): void {
  port?.postMessage(message);
}

// Undici's client is only loaded by those who use it: it takes longer than everything else together.
let loading: Promise<unknown> = Promise.resolve();

async function loadEngine(name: EngineName): Promise<LoadEngine> {
  switch (name) {
    case 'socket':
      return socketEngine;
    case 'undici':
      return (await import('./undici-engine.js')).undiciEngine;
    case 'http2':
      return (await import('./http2-engine.js')).http2Engine;
  }
}

function openRequestsFor(request: RequestOf<'open'>): Promise<PreparedRequests> {
  const { pool, source, counter } = request;
  const { endpoint, requestsPerConnection, segment } = request.settings;
  return openRequests(source, {
    endpoint,
    closes: requestsPerConnection === 1,
    counter,
    thread: segment.index,
    onBroken: (problem) => {
      refuse(pool, source, problem);
      pools.get(pool)?.loop?.abort();
    },
  });
}

function refuse(pool: number, source: RequestSource, problem: HookProblem): void {
  reply({ verb: 'refused', pool, problem: problemOf(source, problem) });
}

async function obey(request: WorkerRequest): Promise<void> {
  if (request.verb === 'open') return openPool(request);
  // What follows `open` must not overtake it while its engine is loaded.
  if (!pools.has(request.pool)) await loading;
  const pool = pools.get(request.pool);
  if (pool === undefined) return;
  switch (request.verb) {
    case 'reopen':
      pool.opened = await pool.connections.ensureOpen();
      reply({ verb: 'opened', pool: request.pool, result: pool.opened });
      return;
    case 'slice':
      return runSlice(request, pool);
    case 'abort':
      pool.connections.stopOpening();
      pool.loop?.abort();
      return;
    case 'close':
      pool.connections.close();
      pools.delete(request.pool);
      return;
  }
}

async function openPool(request: RequestOf<'open'>): Promise<void> {
  const opening = Promise.all([loadEngine(request.engine), openRequestsFor(request)]);
  loading = opening.catch(() => undefined);
  const [engine, requests] = await opening;
  const turns: RequestTurns = requests;
  const bodySampleEvery = turns.onAnswer === undefined ? request.settings.bodySampleEvery : 1;
  const connections = engine.createPool({ ...request.settings, bodySampleEvery, requests });
  const held: HeldPool = { connections, requests, opened: NOTHING, loop: null };
  // Held before it is open, so that it can be closed while it opens.
  pools.set(request.pool, held);
  held.opened = await connections.ensureOpen();
  reply({ verb: 'opened', pool: request.pool, result: held.opened });
}

async function runSlice(request: RequestOf<'slice'>, pool: HeldPool): Promise<void> {
  const startedNs = nowNs();
  const opened = { ...pool.opened, open: countOpen(pool.connections) };
  pool.opened = NOTHING;
  const Loop = request.slice.arrivals === null ? ClosedLoop : OpenLoop;
  pool.loop = new Loop({
    pool: pool.connections,
    requests: pool.requests,
    slice: request.slice,
    opened,
    openWindows: openWindowsIn(request.openWindows),
    cpu,
    errorBudget: errorBudgetOf(request),
    onTick: (tick) => reply({ verb: 'tick', pool: request.pool, tick }),
  });
  const recording = await pool.loop.run();
  pool.loop = null;
  reply({ verb: 'recorded', pool: request.pool, startedNs, recording });
}

function errorBudgetOf({ errorLimit, slice }: RequestOf<'slice'>): ErrorBudget | null {
  return errorLimit === null ? null : new ErrorBudget(errorLimit.limit, errorLimit.shared, slice.segment);
}

function countOpen(pool: ConnectionPool): number {
  let open = 0;
  for (let connection = 0; connection < pool.connections; connection += 1) if (pool.isOpen(connection)) open += 1;
  return open;
}

port.on('message', (request: WorkerRequest) => {
  obey(request).catch((error: unknown) => {
    if (error instanceof HookProblem && request.verb === 'open') return refuse(request.pool, request.source, error);
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    reply({ verb: 'failed', pool: request.pool, message, stack });
  });
});
