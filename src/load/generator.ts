import { Worker } from 'node:worker_threads';
import { MeasurementError } from '../errors.js';
import type { ArrivalPlan, ClosedLoadProfile, Endpoint, LoadProfile } from '../model/load-profile.js';
import type { LoadTick, Recording } from '../model/recording.js';
import type { RequestSource } from '../model/request-source.js';
import type { Expectation } from '../model/scenario.js';
import { nowNs } from './clock.js';
import { endedBySignal } from './ended-by-signal.js';
import type { OpenResult } from './engine.js';
import { mergeThreads } from './merge-threads.js';
import { shareOf, sharesBefore } from './segment.js';
import type { SliceTick } from './slice.js';
import { TickBoard } from './tick-board.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

/** The first arrival is due when every thread is there to send it. */
const ARRIVALS_LEAD_MS = 20;

export interface PoolSpec {
  readonly endpoint: Endpoint;
  readonly source: RequestSource;
  readonly profile: LoadProfile;
}

/** One span of load on one pool, in milliseconds from its start. */
export interface SliceRequest {
  /** Answers to what is sent before this are left out: connections and server get going. */
  readonly settleMs: number;
  /** Length of the window after it; null where `requestLimit` ends the slice. */
  readonly windowMs: number | null;
  /** Filler after the window ends at the latest so much later. */
  readonly fillerMs: number;
  readonly staggerMs: number;
  readonly requestLimit: number | null;
  readonly drain: boolean;
  readonly sampleMs: number | null;
  readonly ticks: boolean;
  readonly expect: Expectation;
  /** Null: the closed loop. */
  readonly arrivals: ArrivalPlan | null;
  /** In the closed loop; null: none. */
  readonly think: ClosedLoadProfile['think'];
  readonly onTick?: (tick: LoadTick) => void;
}

interface Waiter {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/** The worker threads that generate load; pools are spread over all of them. */
export class Generator {
  readonly #workers: GeneratorThread[];
  #nextPool = 1;

  private constructor(workers: GeneratorThread[]) {
    this.#workers = workers;
  }

  static async start(threads: number): Promise<Generator> {
    const generator = new Generator(Array.from({ length: threads }, () => new GeneratorThread()));
    try {
      await Promise.all(generator.#workers.map((worker) => worker.online));
    } catch (error) {
      await generator.stop();
      throw error;
    }
    return generator;
  }

  get threads(): number {
    return this.#workers.length;
  }

  /** Opens a pool's connections, each thread its exact share; an abort ends that early, with those that are open. */
  async open(spec: PoolSpec, signal: AbortSignal | null = null): Promise<LoadPool> {
    const id = this.#nextPool;
    this.#nextPool += 1;
    const { profile } = spec;
    const workers = this.#workers.slice(0, Math.min(this.#workers.length, profile.connections));
    const opening = Promise.all(
      workers.map((worker, index) =>
        worker.opening({
          verb: 'open',
          pool: id,
          engine: profile.engine,
          source: spec.source,
          settings: {
            endpoint: spec.endpoint,
            connections: shareOf(profile.connections, index, workers.length),
            maxConnections: shareOf(
              profile.kind === 'open' ? profile.maxConnections : profile.connections,
              index,
              workers.length,
            ),
            pipelining: profile.pipelining,
            timeoutMs: profile.timeoutMs,
            connectTimeoutMs: profile.connectTimeoutMs,
            bodySampleEvery: profile.bodySampleEvery,
            requestsPerConnection: profile.requestsPerConnection,
            segment: { index, of: workers.length },
          },
        }),
      ),
    );
    const abort = (): void => {
      for (const worker of workers) worker.post({ verb: 'abort', pool: id });
    };
    return new LoadPool(id, workers, mergeOpened(await endedBySignal(signal, abort, opening)));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }
}

/** The connections to one endpoint over all threads. */
export class LoadPool {
  readonly #id: number;
  readonly #workers: readonly GeneratorThread[];
  opened: OpenResult;

  constructor(id: number, workers: readonly GeneratorThread[], opened: OpenResult) {
    this.#id = id;
    this.#workers = workers;
    this.opened = opened;
  }

  /** Opens again what the server closed; every thread has drained its last slice before this resolves. */
  async reopen(signal: AbortSignal | null = null): Promise<OpenResult> {
    const opening = Promise.all(this.#workers.map((worker) => worker.opening({ verb: 'reopen', pool: this.#id })));
    this.opened = mergeOpened(await endedBySignal(signal, () => this.abort(), opening));
    return this.opened;
  }

  /** Loads the pool for one slice. Start by message: METHOD 6 measured it as the most exact way. */
  async run(request: SliceRequest): Promise<Recording> {
    const workers = this.#workers;
    const leadMs = request.arrivals === null ? 0 : ARRIVALS_LEAD_MS;
    const windowStartNs = nowNs() + (leadMs + request.settleMs) * 1e6;
    const windowEndNs = request.windowMs === null ? Number.POSITIVE_INFINITY : windowStartNs + request.windowMs * 1e6;
    const openWindows = new SharedArrayBuffer(4);
    new Int32Array(openWindows)[0] = workers.length;
    const board = new TickBoard(workers.length);
    const replies = await Promise.all(
      workers.map(async (worker, index) => {
        const reply = await worker.recording(
          {
            verb: 'slice',
            pool: this.#id,
            openWindows,
            slice: {
              windowStartNs,
              windowEndNs,
              fillerEndNs: windowEndNs + request.fillerMs * 1e6,
              staggerNs: request.staggerMs * 1e6,
              requestLimit: request.requestLimit === null ? null : shareOf(request.requestLimit, index, workers.length),
              requestsBefore: sharesBefore(request.requestLimit ?? 0, index, workers.length),
              drain: request.drain,
              sampleMs: request.sampleMs,
              ticks: request.ticks,
              expect: request.expect,
              arrivals: request.arrivals,
              think: request.think,
              segment: { index, of: workers.length },
            },
          },
          (tick) => {
            const joined = board.add(index, tick);
            if (joined !== null) request.onTick?.(joined);
          },
        );
        board.end(index);
        return reply;
      }),
    );
    const starts = replies.map((reply) => reply.startedNs);
    const merged = mergeThreads(
      replies.map((reply) => reply.recording),
      Math.max(...starts) - Math.min(...starts),
    );
    return { ...merged, perSecond: board.withLatency(merged.perSecond) };
  }

  /** Ends a running slice or opening; what was measured or opened until now stays. Without one it does nothing. */
  abort(): void {
    for (const worker of this.#workers) worker.post({ verb: 'abort', pool: this.#id });
  }

  close(): void {
    for (const worker of this.#workers) worker.post({ verb: 'close', pool: this.#id });
  }
}

class GeneratorThread {
  readonly online: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter & { readonly onTick: (tick: SliceTick) => void }>();
  /** Why nothing can be asked of it any more. */
  #ended: Error | null = null;

  constructor() {
    this.#worker = new Worker(new URL('./worker-entry.js', import.meta.url));
    this.online = new Promise((resolve, reject) => {
      this.#worker.once('online', resolve);
      this.#worker.once('error', (error) => reject(crashed(error.message, error.stack ?? '')));
    });
    this.#worker.on('message', (reply: WorkerReply) => this.#onReply(reply));
    this.#worker.on('error', (error) => this.#failAll(crashed(error.message, error.stack ?? '')));
    this.#worker.on('exit', (code) => this.#failAll(crashed(`exited with code ${code}`, '')));
  }

  async opening(request: WorkerRequest): Promise<OpenResult> {
    const reply = await this.#ask(request, () => {});
    if (reply.verb !== 'opened') throw new Error(`expected "opened", got "${reply.verb}"`);
    return reply.result;
  }

  async recording(
    request: WorkerRequest,
    onTick: (tick: SliceTick) => void,
  ): Promise<Extract<WorkerReply, { verb: 'recorded' }>> {
    const reply = await this.#ask(request, onTick);
    if (reply.verb !== 'recorded') throw new Error(`expected "recorded", got "${reply.verb}"`);
    return reply;
  }

  post(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  async stop(): Promise<void> {
    this.#failAll(new MeasurementError('generator-stopped', 'the load generator was stopped while it was in use'));
    await this.#worker.terminate();
  }

  #ask(request: WorkerRequest, onTick: (tick: SliceTick) => void): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended);
        return;
      }
      this.#waiting.set(request.pool, { resolve, reject, onTick });
      this.post(request);
    });
  }

  #onReply(reply: WorkerReply): void {
    const waiter = this.#waiting.get(reply.pool);
    if (reply.verb === 'tick') {
      waiter?.onTick(reply.tick);
      return;
    }
    this.#waiting.delete(reply.pool);
    if (reply.verb === 'failed') waiter?.reject(crashed(reply.message, reply.stack));
    else waiter?.resolve(reply);
  }

  #failAll(error: Error): void {
    this.#ended ??= error;
    for (const waiter of this.#waiting.values()) waiter.reject(error);
    this.#waiting.clear();
  }
}

function crashed(message: string, stack: string): MeasurementError {
  const cause = new Error(message);
  cause.stack = stack;
  return new MeasurementError('worker-crashed', `a thread of the load generator failed: ${message}`, {
    hint: 'this is a bug in perfcmp; --debug shows where',
    exitCode: 70,
    cause,
  });
}

function mergeOpened(results: readonly OpenResult[]): OpenResult {
  return {
    open: results.reduce((sum, result) => sum + result.open, 0),
    reopened: results.reduce((sum, result) => sum + result.reopened, 0),
    failures: results.flatMap((result) => result.failures),
  };
}
