// Hot path: `onResponse` runs once a response; see bench/README.md.
import type { RequestErrorKind } from '../model/recording.js';
import { createRandom, type Random } from '../stats/random.js';
import { nowNs } from './clock.js';
import { LoadLoop, type LoadLoopOptions } from './load-loop.js';

/** Keeps every lane busy: each outcome is followed by the lane's next request, at once or after a pause. */
export class ClosedLoop extends LoadLoop {
  readonly #think: { readonly minMs: number; readonly maxMs: number } | null;
  readonly #random: Random;
  #thinking = 0;

  constructor(options: LoadLoopOptions) {
    super(options);
    this.#think = options.slice.think;
    this.#random = createRandom(options.slice.segment.index + 1);
  }

  protected begin(): void {
    const { connections } = this.pool;
    const stepMs = this.slice.staggerNs / 1e6 / connections;
    for (let connection = 0; connection < connections; connection += 1) {
      const waitMs = Math.floor(stepMs * connection);
      if (waitMs === 0) this.#fill(connection);
      else this.timers.push(setTimeout(() => this.#fillForTheFirstTime(connection), waitMs));
    }
  }

  #fillForTheFirstTime(connection: number): void {
    // Opened again meanwhile, it was filled then.
    if (!this.books.hasReopened(connection)) this.#fill(connection);
  }

  /** Gives every lane of an idle connection a request. */
  #fill(connection: number): void {
    const now = nowNs();
    for (let lane = 0; lane < this.pool.pipelining && this.pool.isOpen(connection); lane += 1) {
      if (!this.maySend(now)) break;
      this.send(connection, now);
    }
    this.pool.flush(connection);
  }

  onResponse(
    connection: number,
    lane: number,
    _requestIndex: number,
    status: number,
    bodyBytes: number,
    _intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void {
    this.books.answered(connection, lane, status, bodyBytes, sentNs, sentNs, receivedNs, mismatch);
    this.settle(sentNs);
    if (!this.maySend(receivedNs) || !this.pool.isOpen(connection)) this.endIfDone();
    else if (this.#think === null) this.send(connection, receivedNs);
    else this.#sendLater(connection, this.#think);
  }

  /** A pause of its own for each lane; what was meant to follow on a connection that is lost meanwhile follows no more. */
  #sendLater(connection: number, { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): void {
    const openedNs = this.books.lastOpenedNs(connection);
    this.#thinking += 1;
    setTimeout(
      () => {
        this.#thinking -= 1;
        if (!this.pool.isOpen(connection) || this.books.lastOpenedNs(connection) !== openedNs) return;
        const now = nowNs();
        if (!this.maySend(now)) return this.endIfDone();
        this.send(connection, now);
        this.pool.flush(connection);
      },
      this.#random.uniform(minMs, maxMs),
    );
  }

  onFailure(
    connection: number,
    lane: number,
    kind: RequestErrorKind,
    message: string,
    _intendedNs: number,
    sentNs: number,
    failedNs: number,
  ): void {
    this.books.lost(connection, lane, kind, message, sentNs, sentNs, failedNs);
    this.settle(sentNs);
    // One stream of a connection may fail by itself: its lane goes on.
    if (this.maySend(failedNs) && this.pool.isOpen(connection)) this.send(connection, failedNs);
    this.endIfDone();
  }

  protected onIdleConnection(connection: number): void {
    this.#fill(connection);
  }

  protected get backlog(): number {
    return 0;
  }

  protected countWindowInFlight(): number {
    return this.pool.pendingSentWithin(this.slice.windowStartNs, this.books.windowEndNs);
  }

  protected countWindowLeft(): number {
    return this.countWindowInFlight();
  }

  protected get isPausing(): boolean {
    return this.#thinking > 0;
  }

  protected get arrivals(): null {
    return null;
  }

  protected get spunNs(): number {
    return 0;
  }

  protected stopSending(): void {}
}
