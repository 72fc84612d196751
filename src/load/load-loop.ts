import { MAX_BACKOFF_MS } from '../model/load-profile.js';
import type { Recording, RequestErrorKind } from '../model/recording.js';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import { nowNs } from './clock.js';
import type { ConnectionPool, OpenResult, ResponseSink } from './engine.js';
import type { ErrorBudget } from './error-budget.js';
import type { ConnectionErrorKind } from './failure.js';
import { type OpenWindows, OwnWindow } from './open-windows.js';
import type { RequestTurns } from './prepared-requests.js';
import type { SliceSpec, SliceTick } from './slice.js';
import { SliceBooks } from './slice-books.js';
import type { ThreadCpu } from './thread-cpu.js';
import { TICK_MS } from './throughput-series.js';

const HOUSEKEEPING_MS = 5;
const STUCK_CHECK_MS = 50;

export interface LoadLoopOptions {
  readonly pool: ConnectionPool;
  readonly requests: RequestTurns;
  readonly slice: SliceSpec;
  readonly opened: OpenResult;
  readonly openWindows: OpenWindows;
  readonly cpu: ThreadCpu;
  /** Null: failures do not end the slice. */
  readonly errorBudget: ErrorBudget | null;
  readonly onTick: (tick: SliceTick) => void;
}

/**
 * One slice of load by one thread: what the closed and the open loop have in common, which is everything but the
 * moment at which a request is sent.
 *
 * After the window filler keeps the load on until the last window request of every thread has its outcome: otherwise
 * the last ones would find an emptier server than the others.
 */
export abstract class LoadLoop implements ResponseSink {
  wantsConnections = true;
  protected readonly pool: ConnectionPool;
  protected readonly slice: SliceSpec;
  protected readonly books: SliceBooks;
  protected readonly requests: RequestTurns;
  protected readonly timers: NodeJS.Timeout[] = [];
  protected inFlight = 0;
  protected sendsLeft: number;
  protected isSending = true;
  protected isFiller = false;
  protected startNs = 0;
  readonly #window: OwnWindow;
  readonly #onTick: (tick: SliceTick) => void;
  readonly #errorBudget: ErrorBudget | null;
  #isAborted = false;
  #lastOpenNs = 0;
  #finish: (recording: Recording) => void = () => {};

  constructor(options: LoadLoopOptions) {
    this.pool = options.pool;
    this.slice = options.slice;
    this.requests = options.requests;
    this.#window = new OwnWindow(options.openWindows);
    this.#onTick = options.onTick;
    this.#errorBudget = options.errorBudget;
    this.books = new SliceBooks(options.pool, options.slice, options.opened, options.cpu, options.requests.checks);
    this.sendsLeft = options.slice.requestLimit ?? Number.POSITIVE_INFINITY;
  }

  /** Sends the first requests, or arranges for them to be sent. */
  protected abstract begin(): void;

  /** A connection is open, and none of its lanes has a request. */
  protected abstract onIdleConnection(connection: number): void;

  /** Arrivals that wait for a free connection. */
  protected abstract get backlog(): number;

  /** Requests of the window that were sent and have no outcome. */
  protected abstract countWindowInFlight(): number;

  /** Requests of the window that are still to have an outcome, sent or not, once the window is over. */
  protected abstract countWindowLeft(): number;

  /** The window is over, nothing of what comes after it has been sent. */
  protected onWindowEnd(): void {}

  /** Nothing is in flight although there is something to send. */
  protected onAllIdle(): void {}

  /** The next request waits for its time, not for a connection. */
  protected abstract get isPausing(): boolean;

  /** Where a number of requests ends the slice: until when they were measured. */
  protected get countedUntilNs(): number {
    return this.books.lastOutcomeNs;
  }

  /** What became of the arrivals, once the slice is over; null in a closed loop. */
  protected abstract get arrivals(): Recording['arrivals'];

  /** Time spent waiting for the next arrival without sleeping. */
  protected abstract get spunNs(): number;

  /** Nothing is sent any more: whatever waits to be sent is given up. */
  protected abstract stopSending(nowNs: number): void;

  abstract onResponse(
    connection: number,
    lane: number,
    requestIndex: number,
    status: number,
    bodyBytes: number,
    intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void;

  abstract onFailure(
    connection: number,
    lane: number,
    kind: RequestErrorKind,
    message: string,
    intendedNs: number,
    sentNs: number,
    failedNs: number,
  ): void;

  /** Runs the slice to its end. */
  run(): Promise<Recording> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      const now = nowNs();
      // Arrivals have a common start, a little ahead: what comes before it is no time without answers.
      this.startNs = this.slice.arrivals === null ? now : Math.max(now, this.slice.arrivalsStartNs);
      this.books.start(this.startNs);
      this.pool.attach(this);
      this.requests.begin(this.slice.requestsBefore);
      if (this.startNs === now) this.#startTimers();
      else this.timers.push(setTimeout(() => this.#startTimers(), (this.startNs - now) / 1e6));
      this.#watchErrors();
      if (this.isSending) this.begin();
      if (this.sendsLeft === 0 && this.inFlight === 0) this.#end();
    });
  }

  /** Ends the slice now: what is in flight stays without an outcome. */
  abort(): void {
    this.#isAborted = true;
    this.books.endWindow(nowNs());
    this.#enterFiller();
    this.#end();
  }

  /** Ends the slice when more has failed than is allowed. */
  #watchErrors(): void {
    const budget = this.#errorBudget;
    if (budget === null) return;
    const abortIf = (isSpent: boolean): void => (isSpent ? this.abort() : undefined);
    this.books.onFailure = () => abortIf(budget.spend(1));
    this.timers.push(setInterval(() => abortIf(budget.look(this.books.outcomes)), HOUSEKEEPING_MS));
    // Connections that could not be opened before the slice began.
    abortIf(budget.spend(this.books.outcomes.failures));
  }

  #startTimers(): void {
    const { windowEndNs, sampleMs, ticks } = this.slice;
    if (Number.isFinite(windowEndNs)) {
      const untilEndMs = Math.max(0, (windowEndNs - nowNs()) / 1e6);
      this.timers.push(
        setTimeout(() => {
          this.timers.push(setInterval(() => this.#housekeep(), HOUSEKEEPING_MS));
          this.#housekeep();
        }, untilEndMs + 1),
      );
    } else {
      this.timers.push(setInterval(() => this.#giveUpIfStuck(), STUCK_CHECK_MS));
    }
    if (sampleMs !== null) {
      this.timers.push(setInterval(() => this.books.series.sample(nowNs(), this.books.ok), sampleMs));
    }
    if (ticks) {
      this.timers.push(setInterval(() => this.#tick(), TICK_MS));
    }
  }

  #tick(place: 'last' | 'between' = 'between'): void {
    const { inFlight, backlog } = this;
    this.#onTick(this.books.tick(nowNs(), { inFlight, backlog }, place));
  }

  protected maySend(now: number): boolean {
    if (!this.isSending) return false;
    if (now < this.books.windowEndNs) return this.sendsLeft > 0;
    if (!this.isFiller) this.#enterFiller();
    if (this.#window.isAnyOpen && now < this.slice.fillerEndNs) return true;
    this.isSending = false;
    return false;
  }

  /** Queues the next request on a connection that has a lane for it. */
  protected send(connection: number, intendedNs: number): void {
    this.sendsLeft -= 1;
    this.inFlight += 1;
    this.pool.send(connection, this.requests.take(), intendedNs);
  }

  /** A request that belongs to the class of `classNs` has its outcome. */
  protected settle(classNs: number): void {
    this.inFlight -= 1;
    if (this.isFiller && this.books.isInWindow(classNs)) this.#window.settle();
  }

  onUnsent(_connection: number, requestIndex: number, _intendedNs: number): void {
    this.requests.giveBack(requestIndex);
    this.inFlight -= 1;
    this.sendsLeft += 1;
    if (this.isFiller && !this.#window.hasLeft) this.#window.expect(this.countWindowLeft());
  }

  onOpen(connection: number, isReopened: boolean): void {
    this.#lastOpenNs = nowNs();
    this.books.opened(connection, isReopened, this.#lastOpenNs);
    this.onIdleConnection(connection);
  }

  onClose(_connection: number): void {}

  onConnectFailure(_connection: number, kind: ConnectionErrorKind, message: string): void {
    this.books.connectFailed(kind, message);
  }

  get partChecked(): CheckedPart {
    return this.requests.onAnswer === undefined ? this.books.samples.partChecked : 'whole';
  }

  onSample(requestIndex: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    this.requests.onAnswer?.(requestIndex, status, headers, body);
    return this.books.samples.look(requestIndex, status, headers, body);
  }

  #enterFiller(): void {
    this.isFiller = true;
    this.onWindowEnd();
    this.#window.expect(this.countWindowLeft());
  }

  /** After the window: sees the end where no answer comes to do so. */
  #housekeep(): void {
    this.maySend(nowNs());
    this.endIfDone();
  }

  /** A number of requests may never be reached: the server is gone, and waiting for it has no end of its own. */
  #giveUpIfStuck(): void {
    if (this.inFlight > 0 || this.isPausing) return;
    this.onAllIdle();
    const idleMs = (nowNs() - Math.max(this.books.lastOutcomeNs, this.#lastOpenNs)) / 1e6;
    if (idleMs > this.pool.timeoutMs + MAX_BACKOFF_MS) this.#end();
  }

  protected endIfDone(): void {
    if (this.inFlight === 0 && this.sendsLeft <= 0 && this.slice.requestLimit !== null) this.#end();
    else if (!this.isSending && (this.inFlight === 0 || !this.slice.drain)) this.#end();
  }

  #end(): void {
    if (!this.wantsConnections) return;
    this.wantsConnections = false;
    this.isSending = false;
    this.stopSending(nowNs());
    for (const timer of this.timers) clearTimeout(timer);
    if (!Number.isFinite(this.books.windowEndNs)) this.books.endWindow(this.countedUntilNs);
    this.#window.leave();
    // Out of the engine's callback first: what it still has to tell belongs to this slice.
    setImmediate(() => {
      // What waits for a stream of HTTP/2 was not sent.
      this.pool.takeBack();
      // After an abort a lane ends with its last outcome too: the age of what is in flight is in no latency.
      const ranOut = this.sendsLeft <= 0 || this.#isAborted;
      if (this.slice.ticks) this.#tick('last');
      const { inFlight, arrivals, spunNs } = this;
      const windowInFlight = this.countWindowInFlight();
      this.#finish(this.books.recording({ nowNs: nowNs(), inFlight, windowInFlight, ranOut, arrivals, spunNs }));
    });
  }
}
