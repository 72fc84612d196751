// Hot path: `onResponse` and `#sendDue` run once a request; see bench/README.md.
import type { Recording, RequestErrorKind } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { ArrivalCursor } from './arrivals.js';
import { nowNs } from './clock.js';
import { FreeConnections } from './free-connections.js';
import { LoadLoop, type LoadLoopOptions } from './load-loop.js';

/** Node's timers are late by up to 1 ms and more: the last stretch before an arrival is waited for without sleep. */
const SPIN_NS = 2e6;
const LONGEST_SLEEP_MS = 1000;
const BLOCKED_LOOK_MS = 5;

/**
 * Sends each request when it is due, whatever the server does.
 *
 * An arrival that finds no free connection waits, with its intended time, for the first that becomes free: its latency
 * has the wait in it. Connections take turns, so that none of them idles until the server closes it.
 */
export class OpenLoop extends LoadLoop {
  readonly #free: FreeConnections;
  /** The next arrival to be sent. */
  readonly #next: ArrivalCursor;
  /** The next arrival to become due: ahead of `#next` by the backlog. */
  readonly #due: ArrivalCursor;
  readonly #pacing = new LatencyHistogram();
  #backlogMax = 0;
  #givenUp = 0;
  /** Connections beyond the first ones that were asked for and are not open yet. */
  #opening = 0;
  /** The last arrival found no free connection. */
  #isBlocked = false;
  /** Since when arrivals have found free connections. */
  #freeSinceNs = 0;
  #windowInFlight = 0;
  #lost = 0;
  #spunNs = 0;
  /** When the last look at the clock found nothing to do; 0: something was done since. */
  #idleSinceNs = 0;
  #sleep: NodeJS.Timeout | null = null;
  #spin: NodeJS.Immediate | null = null;

  constructor(options: LoadLoopOptions) {
    super(options);
    const { arrivals, segment } = options.slice;
    if (arrivals === null) throw new Error('an open loop needs arrivals');
    this.#next = new ArrivalCursor(arrivals, segment);
    this.#due = new ArrivalCursor(arrivals, segment);
    this.#free = new FreeConnections(options.pool.connections, options.pool.pipelining);
  }

  protected begin(): void {
    for (let connection = 0; connection < this.pool.connections; connection += 1) {
      if (this.pool.isOpen(connection)) this.#free.addAll(connection);
    }
    this.#goOn();
  }

  /** Sends what is due, then sleeps or spins until something else is. */
  #goOn(): void {
    const now = nowNs();
    const idleSinceNs = this.#idleSinceNs;
    this.#sendDue(now);
    // From one idle look at the clock to the next with nothing between them: time that was only waited through.
    if (idleSinceNs > 0 && this.#idleSinceNs === idleSinceNs) this.#spunNs += now - idleSinceNs;
    this.#wait(now);
    this.endIfDone();
  }

  #wait(now: number): void {
    this.#idleSinceNs = 0;
    this.#stopWaiting();
    if (!this.isSending || this.sendsLeft <= 0) return;
    const waitNs = this.#nextNs - now;
    if (this.#isBlocked) {
      // Outcomes decide when the next one is sent: to spin would only take the CPU from who has to answer.
      this.#sleep = setTimeout(this.#wake, BLOCKED_LOOK_MS);
    } else if (waitNs > SPIN_NS) {
      this.#sleep = setTimeout(this.#wake, Math.min(LONGEST_SLEEP_MS, Math.floor((waitNs - SPIN_NS) / 1e6)));
    } else {
      this.#idleSinceNs = now;
      this.#spin = setImmediate(this.#wake);
    }
  }

  readonly #wake = (): void => this.#goOn();

  /** Sends every arrival that is due, as long as there are free connections. */
  #sendDue(now: number): void {
    this.#lookAtBacklog(now);
    if (now >= this.books.windowEndNs && !this.isFiller) this.#giveUpBacklog();
    while (this.#nextNs <= now && this.maySend(now)) {
      const connection = this.#takeFree();
      if (connection === -1) {
        this.#isBlocked = true;
        this.#openMore();
        return;
      }
      const intendedNs = this.#nextNs;
      if (!this.#isBlocked && intendedNs >= this.#freeSinceNs) this.#pacing.record(Math.max(0, now - intendedNs));
      this.#next.advance();
      this.#idleSinceNs = 0;
      if (this.books.isInWindow(intendedNs)) this.#windowInFlight += 1;
      this.send(connection, intendedNs);
      this.pool.flush(connection);
    }
    if (!this.#isBlocked || this.#nextNs <= now) return;
    this.#isBlocked = false;
    this.#freeSinceNs = now;
    this.#wait(now);
  }

  #takeFree(): number {
    for (;;) {
      const connection = this.#free.take();
      if (connection === -1 || this.pool.isOpen(connection)) return connection;
      this.#free.removeAll(connection);
    }
  }

  /** As many connections are opened as arrivals wait for, and no more. */
  #openMore(): void {
    while (this.#opening < this.backlog && this.pool.openOneMore()) this.#opening += 1;
  }

  get #nextNs(): number {
    return this.slice.windowStartNs + this.#next.atNs;
  }

  #lookAtBacklog(now: number): void {
    const untilNs = Math.min(now, this.books.windowEndNs);
    const most = this.slice.requestLimit ?? Number.POSITIVE_INFINITY;
    while (this.slice.windowStartNs + this.#due.atNs < untilNs && this.#due.passed < most) this.#due.advance();
    this.#backlogMax = Math.max(this.#backlogMax, this.backlog);
  }

  /**
   * At the end of the window: a server that is too slow for the rate is not loaded beyond it. One more round of the
   * connections is what is in flight anyway, so that a moment's wait at the end costs no arrival.
   */
  #giveUpBacklog(): void {
    if (this.backlog <= this.pool.connections * this.pool.pipelining) return;
    this.#givenUp = this.backlog;
    while (this.#next.passed < this.#due.passed) this.#next.advance();
  }

  onResponse(
    connection: number,
    lane: number,
    _requestIndex: number,
    status: number,
    bodyBytes: number,
    intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void {
    this.books.answered(connection, lane, status, bodyBytes, intendedNs, sentNs, receivedNs, mismatch);
    this.#onOutcome(connection, intendedNs, receivedNs);
  }

  onFailure(
    connection: number,
    lane: number,
    kind: RequestErrorKind,
    message: string,
    intendedNs: number,
    sentNs: number,
    failedNs: number,
  ): void {
    this.books.lost(connection, lane, kind, message, intendedNs, sentNs, failedNs);
    this.#onOutcome(connection, intendedNs, failedNs);
  }

  #onOutcome(connection: number, intendedNs: number, now: number): void {
    this.#idleSinceNs = 0;
    if (this.books.isInWindow(intendedNs)) this.#windowInFlight -= 1;
    this.settle(intendedNs);
    if (this.pool.isOpen(connection)) this.#free.add(connection);
    if (this.#isBlocked) this.#sendDue(now);
    this.endIfDone();
  }

  protected onIdleConnection(connection: number): void {
    this.#free.addAll(connection);
    if (this.#isBlocked) this.#sendDue(nowNs());
  }

  override onOpen(connection: number, isReopened: boolean): void {
    if (connection >= this.pool.initialConnections && !isReopened) this.#opening -= 1;
    super.onOpen(connection, isReopened);
  }

  override onClose(connection: number): void {
    this.#free.removeAll(connection);
  }

  /** Its requests were counted as sent when they were queued: what never left is among the arrivals that were not sent. */
  override onUnsent(_connection: number, requestIndex: number): void {
    this.requests.giveBack(requestIndex);
    this.#lost += 1;
    this.#windowInFlight -= 1;
    this.inFlight -= 1;
  }

  protected get backlog(): number {
    return Math.max(0, this.#due.passed - this.#next.passed);
  }

  protected countWindowInFlight(): number {
    return this.#windowInFlight;
  }

  protected countWindowLeft(): number {
    return this.#windowInFlight + this.backlog;
  }

  protected get isPausing(): boolean {
    return this.#nextNs > nowNs();
  }

  protected get arrivals(): Recording['arrivals'] {
    return {
      due: this.#due.passed,
      unsent: this.#givenUp + this.backlog + this.#lost,
      backlogMax: this.#backlogMax,
      pacing: this.#pacing.toSparse(),
    };
  }

  protected get spunNs(): number {
    return this.#spunNs;
  }

  protected stopSending(now: number): void {
    this.#lookAtBacklog(now);
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    if (this.#sleep !== null) clearTimeout(this.#sleep);
    if (this.#spin !== null) clearImmediate(this.#spin);
    this.#sleep = null;
    this.#spin = null;
  }
}
