import { setTimeout as delay } from 'node:timers/promises';
import { endedBySignal } from '../load/ended-by-signal.js';
import type { LoadPool, SliceRequest } from '../load/generator.js';
import type { Recording } from '../model/recording.js';

/** A server has work left after the last byte of its last answer: it belongs to the slice, not to the time after it. */
const AFTERMATH_MS = 2;
/** Servers close what is idle for a minute: in a slice of many scenarios they would do so while it is measured. */
const STALE_MS = 20_000;

/** The open connections to one server that all loads of a scenario with as many connections share. */
export class CellConnections {
  readonly #openPool: () => Promise<LoadPool>;
  readonly #signal: AbortSignal;
  #pool: LoadPool;
  #usedMs = performance.now();
  #isClosed = false;

  private constructor(openPool: () => Promise<LoadPool>, pool: LoadPool, signal: AbortSignal) {
    this.#openPool = openPool;
    this.#pool = pool;
    this.#signal = signal;
  }

  static async open(openPool: () => Promise<LoadPool>, signal: AbortSignal): Promise<CellConnections> {
    return new CellConnections(openPool, await openPool(), signal);
  }

  /** Brings back what the server closed while nobody loaded it, and replaces what it is about to; returns how many. */
  async reopen(): Promise<number> {
    if (performance.now() - this.#usedMs > STALE_MS) {
      this.#pool.close();
      this.#pool = await this.#openPool();
      return this.#pool.opened.open;
    }
    return (await this.#pool.reopen(this.#signal)).reopened;
  }

  /** One load; an abort of the experiment ends it at once. */
  async run(request: SliceRequest): Promise<Recording> {
    const recording = await endedBySignal(this.#signal, () => this.#pool.abort(), this.#pool.run(request));
    await delay(AFTERMATH_MS);
    this.#usedMs = performance.now();
    return recording;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#pool.close();
  }
}
