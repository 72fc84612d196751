import { ConfigError, type MeasurementError } from '../errors.js';
import type { ErrorLimit } from '../model/error-limit.js';
import type { ArrivalPlan, ClosedLoadProfile, Endpoint, LoadProfile } from '../model/load-profile.js';
import type { LoadTick, Recording } from '../model/recording.js';
import type { RequestSource } from '../model/request-source.js';
import type { Expectation } from '../model/scenario.js';
import { timeOfCountNs } from './arrivals.js';
import { nowNs } from './clock.js';
import { endedBySignal } from './ended-by-signal.js';
import type { OpenResult } from './engine.js';
import { isSpent, sharedErrors } from './error-budget.js';
import { GeneratorThread } from './generator-thread.js';
import { mergeThreads } from './merge-threads.js';
import { openWindowsIn, sharedWindows } from './open-windows.js';
import { createCounter } from './request-numbers.js';
import { type Segment, shareOf, sharesBefore } from './segment.js';
import type { SliceSpec, SliceTick } from './slice.js';
import { TickBoard } from './tick-board.js';

/** The first arrival is due when every thread is there to send it. */
const ARRIVALS_LEAD_MS = 20;

export interface PoolSpec {
  readonly endpoint: Endpoint;
  readonly source: RequestSource;
  readonly profile: LoadProfile;
  /** Numbers the requests of several pools as if they were one's; absent: this one's begin anew. */
  readonly counter?: SharedArrayBuffer;
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
  /** Counts what sampled bodies say; absent: they are only held against what is expected. */
  readonly countsBodies?: boolean;
  /** Null: the closed loop. */
  readonly arrivals: ArrivalPlan | null;
  /** In the closed loop; null: none. */
  readonly think: ClosedLoadProfile['think'];
  /** Arrivals that wait when the window is over are sent after it; absent: what is beyond a round is given up. */
  readonly sendsBacklog?: boolean;
  /** Failures that end the slice; absent: none do. */
  readonly maxErrors?: ErrorLimit | null;
  readonly onTick?: (tick: LoadTick) => void;
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

  /** Opens a pool's connections over the profile's threads, each its exact share; an abort ends that early, with those that are open. */
  async open(spec: PoolSpec, signal: AbortSignal | null = null): Promise<LoadPool> {
    const id = this.#nextPool;
    this.#nextPool += 1;
    const { profile, counter = createCounter() } = spec;
    const workers = this.#workers.slice(0, Math.min(profile.threads, profile.connections));
    const opening = Promise.all(
      workers.map((worker, index) =>
        worker.opening({
          verb: 'open',
          pool: id,
          engine: profile.engine,
          source: spec.source,
          counter,
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
  #workers: readonly GeneratorThread[];
  opened: OpenResult;
  /** Why threads of this pool are gone, with their connections. */
  readonly #crashes: MeasurementError[] = [];

  constructor(id: number, workers: readonly GeneratorThread[], opened: OpenResult) {
    this.#id = id;
    this.#workers = workers;
    this.opened = opened;
  }

  /** Opens again what the server closed; every thread has drained its last slice before this resolves. */
  async reopen(signal: AbortSignal | null = null): Promise<OpenResult> {
    this.#requireThread();
    const opening = Promise.all(this.#workers.map((worker) => worker.opening({ verb: 'reopen', pool: this.#id })));
    this.opened = mergeOpened(await endedBySignal(signal, () => this.abort(), opening));
    return this.opened;
  }

  /** Loads the pool for one slice; rejects when a thread crashed in this one or an earlier one. */
  async run(request: SliceRequest): Promise<Recording> {
    const recording = await this.runSurviving(request);
    const [crash] = this.#crashes;
    if (crash !== undefined) throw crash;
    return recording;
  }

  /**
   * Loads the pool for one slice, with those threads that have not crashed: the recording holds their part, and tells of
   * the others. Rejects when none is left. Start by message: METHOD 6 measured it as the most exact way.
   */
  async runSurviving(request: SliceRequest): Promise<Recording> {
    this.#requireThread();
    const workers = this.#workers;
    const times = timesFrom(nowNs(), request);
    const openWindows = sharedWindows(workers.length);
    const { maxErrors: limit = null } = request;
    const errorLimit = limit === null ? null : { limit, shared: sharedErrors(workers.length) };
    const board = new TickBoard(workers.length);
    const outcomes = await Promise.all(
      workers.map((worker, index) => {
        const slice = specOf(request, times, { index, of: workers.length });
        const onTick = (tick: SliceTick): void => {
          const joined = board.add(index, tick);
          if (joined !== null) request.onTick?.(joined);
        };
        return worker
          .recording({ verb: 'slice', pool: this.#id, openWindows, errorLimit, slice }, onTick)
          .catch((crash: MeasurementError | ConfigError) => {
            // What the user wrote is wrong in every thread.
            if (crash instanceof ConfigError) throw crash;
            // It left its window by itself if it had come to the end of it.
            if (nowNs() < times.windowEndNs) openWindowsIn(openWindows).leave();
            this.#lose(worker, crash);
            return null;
          })
          .finally(() => board.end(index));
      }),
    );
    const replies = outcomes.filter((reply) => reply !== null);
    this.#requireThread();
    const starts = replies.map((reply) => reply.startedNs);
    const merged = mergeThreads(
      replies.map((reply) => reply.recording),
      Math.max(...starts) - Math.min(...starts),
    );
    const windowMs = Math.max(merged.windowMs, arrivalsMs(request, merged));
    const perSecond = board.withLatency(merged.perSecond);
    const wasEnded = errorLimit !== null && isSpent(errorLimit.shared);
    return this.#withCrashes({ ...merged, windowMs, perSecond, ...(wasEnded && { endedByErrors: true }) });
  }

  #lose(worker: GeneratorThread, crash: MeasurementError): void {
    this.#crashes.push(crash);
    this.#workers = this.#workers.filter((one) => one !== worker);
    // What failed in a callback of ours may have left the thread alive, and its connections open.
    worker.post({ verb: 'close', pool: this.#id });
  }

  #requireThread(): void {
    const [crash] = this.#crashes;
    if (this.#workers.length === 0 && crash !== undefined) throw crash;
  }

  #withCrashes(recording: Recording): Recording {
    if (this.#crashes.length === 0) return recording;
    const crashes = this.#crashes.map(({ message }) => message);
    return { ...recording, generator: { ...recording.generator, crashes } };
  }

  /** Ends a running slice or opening; what was measured or opened until now stays. Without one it does nothing. */
  abort(): void {
    for (const worker of this.#workers) worker.post({ verb: 'abort', pool: this.#id });
  }

  close(): void {
    for (const worker of this.#workers) worker.post({ verb: 'close', pool: this.#id });
  }
}

type SliceTimes = Pick<SliceSpec, 'arrivalsStartNs' | 'windowStartNs' | 'windowEndNs' | 'fillerEndNs'>;

/** The stamps of a slice that begins now, for all its threads. */
function timesFrom(startNs: number, { arrivals, settleMs, windowMs, fillerMs }: SliceRequest): SliceTimes {
  const arrivalsStartNs = startNs + (arrivals === null ? 0 : ARRIVALS_LEAD_MS) * 1e6;
  const windowStartNs = arrivalsStartNs + settleMs * 1e6;
  const windowEndNs = windowMs === null ? Number.POSITIVE_INFINITY : windowStartNs + windowMs * 1e6;
  return { arrivalsStartNs, windowStartNs, windowEndNs, fillerEndNs: windowEndNs + fillerMs * 1e6 };
}

/** One thread's part of a slice. */
function specOf(request: SliceRequest, times: SliceTimes, segment: Segment): SliceSpec {
  const { requestLimit } = request;
  return {
    ...times,
    staggerNs: request.staggerMs * 1e6,
    requestLimit: requestLimit === null ? null : shareOf(requestLimit, segment.index, segment.of),
    requestsBefore: sharesBefore(requestLimit ?? 0, segment.index, segment.of),
    drain: request.drain,
    sampleMs: request.sampleMs,
    ticks: request.ticks,
    expect: request.expect,
    countsBodies: request.countsBodies ?? false,
    arrivals: request.arrivals,
    sendsBacklog: request.sendsBacklog ?? false,
    think: request.think,
    segment,
  };
}

/** The time that a number of arrivals takes, from the first to when one more would be due; 0 where time ended them. */
function arrivalsMs({ arrivals, requestLimit }: SliceRequest, recording: Recording): number {
  if (arrivals === null || requestLimit === null || recording.arrivals?.due !== requestLimit) return 0;
  return timeOfCountNs(arrivals.stages, requestLimit) / 1e6;
}

function mergeOpened(results: readonly OpenResult[]): OpenResult {
  return {
    open: results.reduce((sum, result) => sum + result.open, 0),
    reopened: results.reduce((sum, result) => sum + result.reopened, 0),
    failures: results.flatMap((result) => result.failures),
  };
}
