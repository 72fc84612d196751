// Hot path: `onResponse` runs once a response; see bench/README.md.
import type { Recording, RequestErrorKind } from '../model/recording.js';
import { nowNs } from './clock.js';
import type { ConnectionPool, OpenResult, ResponseSink } from './engine.js';
import { type ConnectionErrorKind, MAX_BACKOFF_MS } from './failure.js';
import type { SliceSpec, SliceTick } from './slice.js';
import { SliceBooks } from './slice-books.js';
import type { ThreadCpu } from './thread-cpu.js';
import { TICK_MS } from './throughput-series.js';

const HOUSEKEEPING_MS = 5;
const STUCK_CHECK_MS = 50;

/** How many threads still wait for answers to requests of their window; filler goes on until there are none. */
export interface OpenWindows {
  leave(): void;
  readonly count: number;
}

export interface ClosedLoopOptions {
  readonly pool: ConnectionPool;
  readonly requests: number;
  readonly slice: SliceSpec;
  readonly opened: OpenResult;
  readonly openWindows: OpenWindows;
  readonly cpu: ThreadCpu;
  readonly onTick: (tick: SliceTick) => void;
}

/**
 * Keeps every lane busy: each outcome is followed by the lane's next request.
 *
 * After the window filler keeps the load on until the last window request of every thread has its outcome: otherwise
 * the last ones would find an emptier server than the others.
 */
export class ClosedLoop implements ResponseSink {
  wantsConnections = true;
  readonly #pool: ConnectionPool;
  readonly #requests: number;
  readonly #slice: SliceSpec;
  readonly #books: SliceBooks;
  readonly #openWindows: OpenWindows;
  readonly #onTick: (tick: SliceTick) => void;
  readonly #timers: NodeJS.Timeout[] = [];
  #nextRequest = 0;
  #sendsLeft: number;
  #inFlight = 0;
  #isSending = true;
  #isFiller = false;
  #isAborted = false;
  /** Window requests of this thread without an outcome, once filler has begun. */
  #windowLeft = 0;
  #hasLeftWindow = false;
  #startNs = 0;
  #lastOpenNs = 0;
  #finish: (recording: Recording) => void = () => {};

  constructor(options: ClosedLoopOptions) {
    this.#pool = options.pool;
    this.#requests = options.requests;
    this.#slice = options.slice;
    this.#openWindows = options.openWindows;
    this.#onTick = options.onTick;
    this.#books = new SliceBooks(options.pool, options.slice, options.opened, options.cpu);
    this.#sendsLeft = options.slice.requestLimit ?? Number.POSITIVE_INFINITY;
  }

  /** Runs the slice to its end. */
  run(): Promise<Recording> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#startNs = nowNs();
      this.#books.start(this.#startNs);
      this.#pool.attach(this);
      this.#startTimers();
      this.#sendFirst();
      if (this.#sendsLeft === 0 && this.#inFlight === 0) this.#end();
    });
  }

  /** Ends the slice now: what is in flight stays without an outcome. */
  abort(): void {
    this.#isAborted = true;
    this.#books.endWindow(nowNs());
    this.#enterFiller();
    this.#end();
  }

  #startTimers(): void {
    const { windowEndNs, sampleMs, ticks } = this.#slice;
    if (Number.isFinite(windowEndNs)) {
      const untilEndMs = Math.max(0, (windowEndNs - this.#startNs) / 1e6);
      this.#timers.push(
        setTimeout(() => {
          this.#timers.push(setInterval(() => this.#housekeep(), HOUSEKEEPING_MS));
          this.#housekeep();
        }, untilEndMs + 1),
      );
    } else {
      this.#timers.push(setInterval(() => this.#giveUpIfStuck(), STUCK_CHECK_MS));
    }
    if (sampleMs !== null) {
      this.#timers.push(setInterval(() => this.#books.series.sample(nowNs(), this.#books.ok), sampleMs));
    }
    if (ticks) {
      this.#timers.push(setInterval(() => this.#tick(), TICK_MS));
    }
  }

  #tick(place: 'last' | 'between' = 'between'): void {
    this.#onTick(this.#books.tick(nowNs(), { inFlight: this.#inFlight, backlog: 0 }, place));
  }

  #sendFirst(): void {
    const { connections } = this.#pool;
    const stepMs = this.#slice.staggerNs / 1e6 / connections;
    for (let connection = 0; connection < connections; connection += 1) {
      const waitMs = Math.floor(stepMs * connection);
      if (waitMs === 0) this.#fill(connection);
      else this.#timers.push(setTimeout(() => this.#fillForTheFirstTime(connection), waitMs));
    }
  }

  #fillForTheFirstTime(connection: number): void {
    // Opened again meanwhile, it was filled then.
    if (!this.#books.hasReopened(connection)) this.#fill(connection);
  }

  /** Gives every lane of an idle connection a request. */
  #fill(connection: number): void {
    const now = nowNs();
    for (let lane = 0; lane < this.#pool.pipelining && this.#pool.isOpen(connection); lane += 1) {
      if (!this.#maySend(now)) break;
      this.#send(connection, now);
    }
    this.#pool.flush(connection);
  }

  #maySend(now: number): boolean {
    if (!this.#isSending) return false;
    if (now < this.#books.windowEndNs) return this.#sendsLeft > 0;
    if (!this.#isFiller) this.#enterFiller();
    if (this.#openWindows.count > 0 && now < this.#slice.fillerEndNs) return true;
    this.#isSending = false;
    return false;
  }

  #send(connection: number, now: number): void {
    this.#sendsLeft -= 1;
    this.#inFlight += 1;
    this.#pool.send(connection, this.#nextRequest, now);
    this.#nextRequest += 1;
    if (this.#nextRequest === this.#requests) this.#nextRequest = 0;
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
    this.#inFlight -= 1;
    this.#books.answered(connection, lane, status, bodyBytes, sentNs, receivedNs, mismatch);
    if (this.#isFiller && this.#books.isInWindow(sentNs)) this.#leaveOne();
    if (this.#maySend(receivedNs) && this.#pool.isOpen(connection)) this.#send(connection, receivedNs);
    else this.#endIfDone();
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
    this.#inFlight -= 1;
    this.#books.lost(connection, lane, kind, message, sentNs, failedNs);
    if (this.#isFiller && this.#books.isInWindow(sentNs)) this.#leaveOne();
    this.#maySend(failedNs);
    this.#endIfDone();
  }

  onUnsent(count: number): void {
    this.#inFlight -= count;
    this.#sendsLeft += count;
    if (this.#isFiller && !this.#hasLeftWindow) this.#countWindowLeft();
  }

  onOpen(connection: number, isReopened: boolean): void {
    this.#lastOpenNs = nowNs();
    this.#books.opened(connection, isReopened, this.#lastOpenNs);
    this.#fill(connection);
  }

  onClose(): void {}

  onConnectFailure(_connection: number, kind: ConnectionErrorKind, message: string): void {
    this.#books.connectFailed(kind, message);
  }

  onSample(_requestIndex: number, status: number, mediaType: string | null, body: Uint8Array): boolean {
    return this.#books.checkSample(status, mediaType, body);
  }

  #enterFiller(): void {
    this.#isFiller = true;
    this.#countWindowLeft();
  }

  #countWindowLeft(): void {
    this.#windowLeft = this.#pool.pendingSentWithin(this.#slice.windowStartNs, this.#books.windowEndNs);
    if (this.#windowLeft === 0) this.#leaveWindow();
  }

  #leaveOne(): void {
    this.#windowLeft -= 1;
    if (this.#windowLeft === 0) this.#leaveWindow();
  }

  #leaveWindow(): void {
    if (this.#hasLeftWindow) return;
    this.#hasLeftWindow = true;
    this.#openWindows.leave();
  }

  /** After the window: sees the end where no answer comes to do so. */
  #housekeep(): void {
    this.#maySend(nowNs());
    this.#endIfDone();
  }

  /** A number of requests may never be reached: the server is gone, and waiting for it has no end of its own. */
  #giveUpIfStuck(): void {
    const idleMs = (nowNs() - Math.max(this.#books.lastOutcomeNs, this.#lastOpenNs)) / 1e6;
    if (this.#inFlight === 0 && idleMs > this.#pool.timeoutMs + MAX_BACKOFF_MS) this.#end();
  }

  #endIfDone(): void {
    if (this.#inFlight === 0 && this.#sendsLeft <= 0 && this.#slice.requestLimit !== null) this.#end();
    else if (!this.#isSending && (this.#inFlight === 0 || !this.#slice.drain)) this.#end();
  }

  #end(): void {
    if (!this.wantsConnections) return;
    this.wantsConnections = false;
    this.#isSending = false;
    for (const timer of this.#timers) clearTimeout(timer);
    if (!Number.isFinite(this.#books.windowEndNs)) this.#books.endWindow(this.#books.lastOutcomeNs);
    this.#leaveWindow();
    // Out of the engine's callback first: what it still has to tell belongs to this slice.
    setImmediate(() => {
      // After an abort a lane ends with its last outcome too: the age of what is in flight is in no latency.
      const ranOut = this.#sendsLeft <= 0 || this.#isAborted;
      if (this.#slice.ticks) this.#tick('last');
      this.#finish(this.#books.recording({ nowNs: nowNs(), inFlight: this.#inFlight, ranOut }));
    });
  }
}
