// Hot path: `onResponse` runs once a response; see bench/README.md.
import type { RequestErrorKind } from '../model/recording.js';
import { createRandom, type Random } from '../stats/random.js';
import { nowNs } from './clock.js';
import { LoadLoop, type LoadLoopOptions } from './load-loop.js';
import type { SliceSpec } from './slice.js';

/** What a pause follows, and when it is over. */
interface Pause {
  readonly connection: number;
  readonly lane: number;
  readonly sentNs: number;
  readonly dueNs: number;
}

/**
 * Keeps every lane busy: each outcome is followed by the lane's next request, at once or after a pause. A pause goes on
 * while its connection is lost and opened again.
 */
export class ClosedLoop extends LoadLoop {
  readonly #think: SliceSpec['think'];
  readonly #random: Random;
  /** Lanes of each connection that pause; empty where none ever does. */
  readonly #pausedLanes: Int32Array;
  #pauses = 0;

  constructor(options: LoadLoopOptions) {
    super(options);
    this.#think = options.slice.think;
    this.#random = createRandom(options.slice.segment.index + 1);
    this.#pausedLanes = new Int32Array(this.#think === null ? 0 : options.pool.connections);
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

  /** Gives every lane of an idle connection a request, but for those that pause. */
  #fill(connection: number): void {
    const now = nowNs();
    const lanes = this.pool.pipelining - (this.#pausedLanes[connection] ?? 0);
    for (let lane = 0; lane < lanes && this.pool.isOpen(connection); lane += 1) {
      if (!this.maySend(now)) break;
      this.send(connection, now);
    }
    this.pool.flush(connection);
  }

  onResponse(
    connection: number,
    lane: number,
    requestIndex: number,
    status: number,
    bodyBytes: number,
    _intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void {
    this.books.answered(connection, lane, requestIndex, status, bodyBytes, sentNs, sentNs, receivedNs, mismatch);
    this.settle(sentNs);
    if (this.#think !== null) this.#pause(connection, lane, sentNs, receivedNs);
    else if (this.maySend(receivedNs) && this.pool.isOpen(connection)) this.send(connection, receivedNs);
    else this.endIfDone();
  }

  #pause(connection: number, lane: number, sentNs: number, fromNs: number): void {
    if (this.#think === null || !this.maySend(fromNs)) {
      this.endIfDone();
      return;
    }
    const pauseNs = this.#random.uniform(this.#think.minMs, this.#think.maxMs) * 1e6;
    this.books.paused(connection, lane, sentNs, pauseNs);
    this.#pauses += 1;
    this.#pausedLanes[connection]! += 1;
    this.#resumeAt({ connection, lane, sentNs, dueNs: fromNs + pauseNs });
  }

  #resumeAt(pause: Pause): void {
    const waitMs = (pause.dueNs - nowNs()) / 1e6;
    // Timers may be early by what their loop's clock is behind.
    if (waitMs > 0) setTimeout(() => this.#resumeAt(pause), Math.ceil(waitMs)).unref();
    else this.#resume(pause);
  }

  #resume({ connection, lane, sentNs, dueNs }: Pause): void {
    const now = nowNs();
    this.#pauses -= 1;
    this.#pausedLanes[connection]! -= 1;
    this.books.paused(connection, lane, sentNs, now - dueNs);
    if (!this.maySend(now)) {
      this.endIfDone();
    } else if (this.pool.isOpen(connection)) {
      // Else it is filled when it is open again.
      this.send(connection, now);
      this.pool.flush(connection);
    }
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
    if (this.#think !== null) this.#pause(connection, lane, sentNs, failedNs);
    // One stream of a connection may fail by itself: its lane goes on.
    else if (this.maySend(failedNs) && this.pool.isOpen(connection)) this.send(connection, failedNs);
    this.endIfDone();
  }

  protected onIdleConnection(connection: number): void {
    this.#fill(connection);
  }

  /** Lanes had nothing to send until a connection that does not come back gave its requests back. */
  protected override onAllIdle(): void {
    for (let connection = 0; connection < this.pool.connections; connection += 1) {
      if (this.pool.isOpen(connection)) this.#fill(connection);
    }
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
    return this.#pauses > 0;
  }

  protected get arrivals(): null {
    return null;
  }

  protected get spunNs(): number {
    return 0;
  }

  protected stopSending(): void {}
}
