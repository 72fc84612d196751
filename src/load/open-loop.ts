// Hot path: `onResponse` and `#sendDue` run once a request; see bench/README.md.
import type { Recording, RequestErrorKind } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { Alarm } from './alarm.js';
import { ArrivalCursor } from './arrivals.js';
import { nowNs } from './clock.js';
import { FreeConnections } from './free-connections.js';
import { LoadLoop, type LoadLoopOptions } from './load-loop.js';
import { WindowOutcomes } from './window-outcomes.js';

/** Node's timers are late by up to 1 ms and more: the last stretch before an arrival is waited for without sleep. */
const SPIN_NS = 2e6;
const LONGEST_SLEEP_MS = 1000;
/** While arrivals wait, connections for those that have joined them are asked for so often. */
const BLOCKED_LOOK_MS = 5;
/** After so many sends that were all due the sockets are read: else a burst would age the answers to the one before. */
const SENDS_AT_ONCE = 64;

/**
 * Sends each request when it is due, whatever the server does.
 *
 * An arrival that finds no free connection waits, with its intended time, for the first that becomes free: its latency
 * has the wait in it. Connections take turns, so that none of them idles until the server closes it.
 *
 *   sleeping --2 ms before an arrival--> spinning --due, connection free--> sent, sleeping or spinning again
 *                                            `----due, none free--> blocked --an outcome, a new connection--> sent
 */
export class OpenLoop extends LoadLoop {
  readonly #free: FreeConnections;
  /** The next arrival to be sent. */
  readonly #next: ArrivalCursor;
  /** The first arrival that is not due: ahead of `#next` by those that wait. */
  readonly #due: ArrivalCursor;
  /** When arrivals were due that never left the connection they were given to: they go first. */
  readonly #returnedNs: number[] = [];
  readonly #pacing = new LatencyHistogram();
  #backlogMax = 0;
  #backlogAtEnd: number | null = null;
  #givenUp = 0;
  readonly #outcomes: WindowOutcomes;
  /** Arrivals that were due before the window. */
  #dueInSettle = 0;
  /** Connections beyond the first ones that were asked for and are not open yet. */
  #opening = 0;
  /** The last arrival found no free connection. */
  #isBlocked = false;
  /** Since when arrivals have found free connections. */
  #freeSinceNs = 0;
  #windowInFlight = 0;
  #lastSendNs = 0;
  #spunNs = 0;
  /** When the last look at the clock found nothing to do; 0: something was done since. */
  #idleSinceNs = 0;
  readonly #alarm = new Alarm(() => this.#goOn());

  constructor(options: LoadLoopOptions) {
    super(options);
    const { arrivals, segment } = options.slice;
    if (arrivals === null) throw new Error('an open loop needs arrivals');
    this.#next = new ArrivalCursor(arrivals, segment);
    this.#due = new ArrivalCursor(arrivals, segment);
    this.#outcomes = new WindowOutcomes(this.books, options.slice.windowStartNs);
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
    this.#alarm.stop();
    if (!this.isSending || this.sendsLeft <= 0) return;
    const waitNs = this.#nextNs - now;
    if (this.#isBlocked) {
      // Outcomes decide when the next one is sent: to spin would only take the CPU from who has to answer.
      this.#alarm.sleep(BLOCKED_LOOK_MS);
    } else if (waitNs > SPIN_NS) {
      this.#alarm.sleep(Math.min(LONGEST_SLEEP_MS, Math.floor((waitNs - SPIN_NS) / 1e6)));
    } else {
      this.#idleSinceNs = waitNs > 0 ? now : 0;
      this.#alarm.spin();
    }
  }

  /** Sends the arrivals that are due, as long as there are free connections. */
  #sendDue(fromNs: number): void {
    let now = fromNs;
    for (let sends = 0; sends < SENDS_AT_ONCE && this.maySend(now) && this.#nextNs <= now; sends += 1) {
      const connection = this.#takeFree();
      if (connection === -1) {
        this.#isBlocked = true;
        this.#idleSinceNs = 0;
        this.#lookAtBacklog(now);
        this.#openMore();
        return;
      }
      this.#sendOn(connection, now);
      now = nowNs();
    }
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    this.#freeSinceNs = now;
    this.#wait(now);
  }

  #sendOn(connection: number, now: number): void {
    const intendedNs = this.#nextNs;
    const isInWindow = this.books.isInWindow(intendedNs);
    if (this.#returnedNs.length > 0) {
      this.#returnedNs.shift();
    } else {
      this.#next.advance();
      const foundFree = !this.#isBlocked && intendedNs >= this.#freeSinceNs;
      if (foundFree && isInWindow) this.#pacing.record(Math.max(0, now - intendedNs));
    }
    this.#idleSinceNs = 0;
    this.#lastSendNs = now;
    if (isInWindow) this.#windowInFlight += 1;
    this.send(connection, intendedNs);
    this.pool.flush(connection);
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
    while (this.#opening < this.#waiting && this.pool.openOneMore()) this.#opening += 1;
  }

  get #nextNs(): number {
    return this.#returnedNs[0] ?? this.slice.arrivalsStartNs + this.#next.atNs;
  }

  /** Arrivals that are due and not sent, whether or not there are free connections; none of filler. */
  get #waiting(): number {
    const returned = this.isFiller ? this.#returnedNs.filter((ns) => this.books.isInWindow(ns)) : this.#returnedNs;
    return returned.length + Math.max(0, this.#due.passed - this.#next.passed);
  }

  /** Of these, those of the window. */
  get #windowWaiting(): number {
    const returned = this.#returnedNs.filter((ns) => this.books.isInWindow(ns));
    return returned.length + Math.max(0, this.#due.passed - Math.max(this.#next.passed, this.#dueInSettle));
  }

  #lookAtBacklog(now: number): void {
    const untilNs = Math.min(now, this.books.windowEndNs);
    const most = this.slice.requestLimit ?? Number.POSITIVE_INFINITY;
    const { arrivalsStartNs, windowStartNs } = this.slice;
    for (;;) {
      const dueNs = arrivalsStartNs + this.#due.atNs;
      if (dueNs >= untilNs || this.#due.passed >= most) break;
      if (dueNs < windowStartNs) this.#dueInSettle += 1;
      this.#due.advance();
    }
    if (this.#isBlocked) this.#backlogMax = Math.max(this.#backlogMax, this.#waiting);
    if (this.#due.passed === most) this.#backlogAtEnd ??= this.backlog;
  }

  /**
   * A server that is too slow for the rate is not loaded beyond the window. One more round of the connections is what is
   * in flight anyway, so that a moment's wait at the end costs no arrival.
   */
  protected override onWindowEnd(): void {
    this.#lookAtBacklog(this.books.windowEndNs);
    this.#backlogAtEnd ??= this.backlog;
    const waiting = this.#waiting;
    if (this.slice.sendsBacklog || waiting <= this.pool.connections * this.pool.pipelining) return;
    this.#givenUp = this.#windowWaiting;
    this.#returnedNs.length = 0;
    while (this.#next.passed < this.#due.passed) this.#next.advance();
  }

  onResponse(
    connection: number,
    lane: number,
    requestIndex: number,
    status: number,
    bodyBytes: number,
    intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void {
    this.#outcomes.beforeEntry(receivedNs);
    this.books.answered(connection, lane, requestIndex, status, bodyBytes, intendedNs, sentNs, receivedNs, mismatch);
    this.#outcomes.afterEntry(receivedNs);
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
    this.#outcomes.beforeEntry(failedNs);
    this.books.lost(connection, lane, kind, message, intendedNs, sentNs, failedNs);
    this.#outcomes.afterEntry(failedNs);
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
    if (connection >= this.pool.initialConnections && !isReopened) this.#opening = Math.max(0, this.#opening - 1);
    super.onOpen(connection, isReopened);
  }

  override onClose(connection: number): void {
    this.#free.removeAll(connection);
  }

  override onUnsent(connection: number, requestIndex: number, intendedNs: number): void {
    this.#returnedNs.push(intendedNs);
    if (this.books.isInWindow(intendedNs)) this.#windowInFlight -= 1;
    super.onUnsent(connection, requestIndex, intendedNs);
    if (!this.#isBlocked) this.#wait(nowNs());
  }

  protected get backlog(): number {
    return this.#isBlocked ? this.#waiting : 0;
  }

  protected countWindowInFlight(): number {
    return this.#windowInFlight;
  }

  protected countWindowLeft(): number {
    return this.#windowInFlight + this.#windowWaiting;
  }

  protected get isPausing(): boolean {
    return this.#nextNs > nowNs();
  }

  /** Answers come later than the last arrival leaves: their wait is no time in which fewer arrived. */
  protected override get countedUntilNs(): number {
    return this.#lastSendNs;
  }

  protected get arrivals(): Recording['arrivals'] {
    return {
      due: this.#due.passed - this.#dueInSettle,
      unsent: this.#givenUp + this.#windowWaiting,
      okInWindow: this.#outcomes.ok,
      endedInWindow: this.#outcomes.ok + this.#outcomes.failed,
      backlogMax: this.#backlogMax,
      backlogAtEnd: this.#backlogAtEnd ?? this.backlog,
      pacing: this.#pacing.toSparse(),
    };
  }

  protected get spunNs(): number {
    return this.#spunNs;
  }

  protected stopSending(now: number): void {
    this.#lookAtBacklog(now);
    this.#alarm.stop();
  }
}
