import { Worker, type WorkerOptions } from 'node:worker_threads';
import { ConfigError, EXIT, MeasurementError } from '../errors.js';
import type { OpenResult } from './engine.js';
import type { SliceTick } from './slice.js';
import type { WorkerReply, WorkerRequest } from './worker-protocol.js';

interface Waiter {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: Error) => void;
}

/** One worker thread, asked by messages: one question a pool at a time. */
export class GeneratorThread {
  readonly online: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter & { readonly onTick: (tick: SliceTick) => void }>();
  /** Why nothing can be asked of it any more. */
  #ended: Error | null = null;

  constructor() {
    this.#worker = new Worker(new URL('./worker-entry.js', import.meta.url), workerOptions());
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
    if (reply.verb === 'refused') waiter?.reject(new ConfigError([reply.problem]));
    else if (reply.verb === 'failed') waiter?.reject(crashed(reply.message, reply.stack));
    else waiter?.resolve(reply);
  }

  #failAll(error: Error): void {
    this.#ended ??= error;
    for (const waiter of this.#waiting.values()) waiter.reject(error);
    this.#waiting.clear();
  }
}

/** A program that node was given as text has an option that none of its workers may inherit. */
function workerOptions(): WorkerOptions {
  return process.execArgv.some((option) => option.startsWith('--input-type')) ? { execArgv: [] } : {};
}

function crashed(message: string, stack: string): MeasurementError {
  const cause = new Error(message);
  cause.stack = stack;
  return new MeasurementError('worker-crashed', `a thread of the load generator failed: ${message}`, {
    hint: 'this is a bug in perfcmp; --debug shows where',
    exitCode: EXIT.internal,
    cause,
  });
}
