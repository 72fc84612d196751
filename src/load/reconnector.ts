import type { ResponseSink } from './engine.js';
import { backoffMs } from './failure.js';
import type { ConnectFailure } from './open-attempts.js';

/** What a connection needs to come back by itself while it is loaded. */
export interface Reconnectable {
  readonly index: number;
  readonly isOpen: boolean;
  /** One attempt, from nothing. */
  connect(done: (failure: ConnectFailure | null) => void): void;
}

/** Brings a lost connection back while its pool is loaded, later and later as long as nothing comes of it. */
export class Reconnector {
  readonly #connection: Reconnectable;
  readonly #sink: () => ResponseSink;
  /** Failed attempts and connections without an answer, in a row. */
  #fruitless = 0;
  #timer: NodeJS.Timeout | null = null;
  #isConnecting = false;
  /** Counts cancellations: what an attempt from before one comes to is nobody's concern. */
  #generation = 0;
  #isStopped = false;

  constructor(connection: Reconnectable, sink: () => ResponseSink) {
    this.#connection = connection;
    this.#sink = sink;
  }

  onAnswer(): void {
    this.#fruitless = 0;
  }

  onFruitless(): void {
    this.#fruitless += 1;
  }

  /** Sees to it that a lost connection comes back; does nothing where that is not wanted or under way. */
  schedule(): void {
    if (this.#timer !== null || this.#isConnecting || !this.#isWanted) return;
    const waitMs = backoffMs(this.#fruitless);
    if (waitMs === 0) this.#reconnect();
    else this.#timer = setTimeout(() => this.#reconnect(), waitMs);
  }

  get #isWanted(): boolean {
    return !this.#isStopped && !this.#connection.isOpen && this.#sink().wantsConnections;
  }

  #reconnect(): void {
    this.#timer = null;
    if (!this.#isWanted) return;
    const generation = this.#generation;
    this.#isConnecting = true;
    this.#connection.connect((failure) => {
      if (generation !== this.#generation) return;
      this.#isConnecting = false;
      if (failure === null) return;
      this.#sink().onConnectFailure(this.#connection.index, failure.kind, failure.message);
      this.schedule();
    });
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isConnecting = false;
    this.#generation += 1;
  }

  stop(): void {
    this.#isStopped = true;
    this.cancel();
  }
}
