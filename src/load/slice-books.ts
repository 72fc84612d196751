// Hot path: `answered` runs once a response; see bench/README.md.
import type { Outcomes } from '../model/error-limit.js';
import type { Recording, RequestErrorKind } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { AnswerChecks } from './answer-checks.js';
import type { ConnectionPool, OpenResult } from './engine.js';
import type { ConnectionErrorKind } from './failure.js';
import { LaneClocks, type LaneTotals } from './lane-clocks.js';
import type { OwnChecks } from './own-checks.js';
import { ErrorLog, StatusCounts, WindowRecorder } from './recorder.js';
import { SampledAnswers } from './sampled-answers.js';
import type { SliceSpec, SliceTick } from './slice.js';
import { SliceConnections } from './slice-connections.js';
import type { ThreadCpu } from './thread-cpu.js';
import { ThroughputSeries } from './throughput-series.js';

/** How a slice came to its end, as far as its numbers depend on it. */
export interface SliceEnd {
  readonly nowNs: number;
  /** Sent and without an outcome. */
  readonly inFlight: number;
  /** Of these, requests of the window. */
  readonly windowInFlight: number;
  /** The requests, or an abort, ended it before the time did: lanes without work then are no lanes that waited. */
  readonly ranOut: boolean;
  /** Null in a closed loop. */
  readonly arrivals: Recording['arrivals'];
  /** Time spent waiting for the next arrival without sleeping. */
  readonly spunNs: number;
}

/**
 * Counts everything that happens in one slice, in classes by the intended time of a request, which in a closed loop is
 * the time it was sent:
 *
 *   intended    |--settle--|--------window--------|--filler--|
 *   counts                  throughput and latency            everything: requests, errors, bytes
 *
 * A request keeps its class and its whole latency however late it ends.
 */
export class SliceBooks {
  ok = 0;
  failed = 0;
  lastOutcomeNs = 0;
  /** Called after each failure of a request or of an attempt to connect. */
  onFailure: () => void = () => {};
  readonly series = new ThroughputSeries();
  readonly samples: SampledAnswers;
  /** Remember for `answered` what is wrong with a sampled answer. */
  readonly #checks: AnswerChecks;
  readonly #pool: ConnectionPool;
  readonly #slice: SliceSpec;
  readonly #cpu: ThreadCpu;
  readonly #window: WindowRecorder;
  readonly #lanes: LaneClocks;
  readonly #serviceTime: LatencyHistogram | null;
  readonly #errors = new ErrorLog();
  readonly #statuses = new StatusCounts();
  /** When each lane last had an outcome: since then it has been ready for its next request. */
  readonly #readyNs: Float64Array;
  readonly #connections: SliceConnections;
  /** When each connection was last opened within this slice; a lane older than that has waited for it. */
  readonly #reopenedNs: Float64Array;
  readonly #bytesReadBefore: number;
  readonly #bytesWrittenBefore: number;
  #windowEndNs: number;
  #startNs = 0;
  #settleStallNs = 0;
  #connectFailures = 0;
  /** The latencies that ticks have told of; null without ticks. */
  readonly #ticked: LatencyHistogram | null;

  constructor(
    pool: ConnectionPool,
    slice: SliceSpec,
    opened: OpenResult,
    cpu: ThreadCpu,
    ownChecks: OwnChecks | null = null,
  ) {
    this.#pool = pool;
    this.#slice = slice;
    this.#cpu = cpu;
    const lanes = pool.connections * pool.pipelining;
    this.#window = new WindowRecorder(pool.connections);
    this.#lanes = new LaneClocks(lanes);
    this.#serviceTime = slice.arrivals === null ? null : new LatencyHistogram();
    this.#readyNs = new Float64Array(lanes);
    this.#connections = new SliceConnections(pool, opened);
    this.#reopenedNs = this.#connections.openedNs;
    this.#windowEndNs = slice.windowEndNs;
    this.#ticked = slice.ticks ? new LatencyHistogram() : null;
    this.#checks = new AnswerChecks(slice.expect, ownChecks);
    this.samples = new SampledAnswers(this.#checks, slice);
    for (const failure of opened.failures) {
      this.#errors.add(failure.kind, failure.message, failure.count);
      this.#connectFailures += failure.count;
    }
    this.#bytesReadBefore = pool.bytesRead;
    this.#bytesWrittenBefore = pool.bytesWritten;
  }

  start(nowNs: number): void {
    this.#startNs = nowNs;
    this.lastOutcomeNs = nowNs;
    this.#readyNs.fill(nowNs);
    this.series.start(nowNs);
    this.#cpu.start();
  }

  get windowEndNs(): number {
    return this.#windowEndNs;
  }

  /** What came to an end so far, attempts to connect that failed included. */
  get outcomes(): Outcomes {
    const failures = this.failed + this.#connectFailures;
    return { failures, outcomes: this.ok + failures };
  }

  /** Moves the end of the window to an earlier time, never before its start. */
  endWindow(atNs: number): void {
    this.#windowEndNs = Math.max(this.#slice.windowStartNs, Math.min(this.#windowEndNs, atNs));
  }

  isInWindow(intendedNs: number): boolean {
    return intendedNs >= this.#slice.windowStartNs && intendedNs < this.#windowEndNs;
  }

  /** Whether the connection was opened within this slice. */
  hasReopened(connection: number): boolean {
    return this.#reopenedNs[connection] !== 0;
  }

  answered(
    connection: number,
    lane: number,
    request: number,
    status: number,
    bodyBytes: number,
    intendedNs: number,
    sentNs: number,
    receivedNs: number,
    mismatch: boolean,
  ): void {
    this.#statuses.add(status);
    const checker = this.#checks.of(request);
    const isAccepted = checker.accepts(status);
    const isOk = isAccepted && !mismatch && checker.fits(bodyBytes);
    if (isOk) {
      this.ok += 1;
    } else {
      this.failed += 1;
      if (isAccepted) this.#errors.addMismatch(checker.mismatch);
      else this.#errors.add('status', `status ${status}`);
    }
    const laneIndex = connection * this.#pool.pipelining + lane;
    if (this.isInWindow(intendedNs)) {
      const window = this.#window;
      window.recordLatency(receivedNs - intendedNs);
      this.#serviceTime?.record(receivedNs - sentNs);
      if (isOk) {
        window.ok += 1;
        window.bodyBytes += bodyBytes;
        window.answers[connection]! += 1;
      } else {
        window.failed += 1;
      }
      this.#lanes.advance(laneIndex, this.#laneStartNs(connection, laneIndex, sentNs), receivedNs);
    } else if (intendedNs < this.#slice.windowStartNs) {
      // Arrivals have gaps of their own: of an open loop how late an answer is tells what stalled.
      const sinceNs = this.#slice.arrivals === null ? this.lastOutcomeNs : intendedNs;
      this.#settleStallNs = Math.max(this.#settleStallNs, receivedNs - sinceNs);
    }
    this.lastOutcomeNs = receivedNs;
    this.#readyNs[laneIndex] = receivedNs;
    if (!isOk) this.onFailure();
  }

  lost(
    connection: number,
    lane: number,
    kind: RequestErrorKind,
    message: string,
    intendedNs: number,
    sentNs: number,
    failedNs: number,
  ): void {
    this.failed += 1;
    this.#errors.add(kind, message);
    const laneIndex = connection * this.#pool.pipelining + lane;
    if (this.isInWindow(intendedNs)) {
      this.#window.failed += 1;
      // Whoever leaves timeouts out of the distribution reports the tail of the requests that were fast.
      if (kind === 'timeout') {
        this.#window.recordLatency(failedNs - intendedNs);
        this.#serviceTime?.record(failedNs - sentNs);
      }
      this.#lanes.advance(laneIndex, this.#laneStartNs(connection, laneIndex, sentNs), failedNs);
    }
    this.lastOutcomeNs = failedNs;
    this.#readyNs[laneIndex] = failedNs;
    this.onFailure();
  }

  /** The outcome of a request that was sent at `sentNs` is followed by a pause on its lane, or its pause is so much longer. */
  paused(connection: number, lane: number, sentNs: number, pauseNs: number): void {
    if (this.isInWindow(sentNs)) this.#lanes.pause(connection * this.#pool.pipelining + lane, pauseNs);
  }

  opened(connection: number, isReopened: boolean, nowNs: number): void {
    this.#connections.opened(connection, isReopened, nowNs, this.isInWindow(nowNs));
  }

  connectFailed(kind: ConnectionErrorKind, message: string): void {
    this.#errors.add(kind, message);
    this.#connectFailures += 1;
    this.onFailure();
  }

  /** When a lane's clock starts: with its first window request, or with the window if it was waiting to send. */
  #laneStartNs(connection: number, laneIndex: number, sentNs: number): number {
    const readyNs = this.#readyNs[laneIndex]!;
    const waited = this.#reopenedNs[connection]! > readyNs;
    return waited ? Math.max(this.#slice.windowStartNs, readyNs) : sentNs;
  }

  /** Ends a second, or with `last` the slice: tells the totals, and the latencies since the tick before. */
  tick(nowNs: number, waiting: Pick<SliceTick, 'inFlight' | 'backlog'>, place: 'between' | 'last'): SliceTick {
    const { ok, failed, series } = this;
    const totals = { ok, failed, bytesRead: this.#pool.bytesRead - this.#bytesReadBefore };
    if (place === 'last') series.tickLast(nowNs, totals);
    else series.tick(nowNs, totals);
    // Once a second over all buckets is cheaper than a second histogram for every answer.
    const latency = this.#ticked === null ? [] : this.#window.histogram.sparseSince(this.#ticked);
    this.#ticked?.addSparse(latency);
    return { elapsedMs: this.#elapsedMs(nowNs), ok, failed, ...waiting, second: series.seconds.length - 1, latency };
  }

  /** Closes the books. */
  recording(end: SliceEnd): Recording {
    const window = this.#window;
    const { cpuNs, busy } = this.#cpu.stop(end.spunNs);
    const { lanes, laneSpanNs, pauseSumNs } = this.#laneTotals(end.ranOut);
    this.series.sampleLast(end.nowNs, this.ok, this.#slice.sampleMs ?? 0);
    return {
      windowMs: (this.#windowEndNs - this.#slice.windowStartNs) / 1e6,
      lanes,
      requests: {
        sent: this.ok + this.failed + end.inFlight,
        ok: this.ok,
        failed: this.failed,
        inFlightAtEnd: end.inFlight,
      },
      window: {
        ...window.totals(end.windowInFlight),
        laneSpanNs,
        ...(pauseSumNs > 0 ? { pauseSumNs } : {}),
        serviceTime: this.#serviceTime?.toSparse() ?? null,
      },
      errors: this.#errors.counts,
      statuses: this.#statuses.counted,
      ...this.samples.recorded,
      topErrors: this.#errors.top,
      bytes: {
        read: this.#pool.bytesRead - this.#bytesReadBefore,
        written: this.#pool.bytesWritten - this.#bytesWrittenBefore,
      },
      connections: {
        ...this.#connections.recorded,
        ...window.answersOfConnections(),
      },
      arrivals: end.arrivals,
      generator: { cpuNs, busy, startSkewNs: 0 },
      ...this.series.recorded,
      elapsedMs: this.#elapsedMs(end.nowNs),
      settleStallMs: this.#settleStallNs / 1e6,
    };
  }

  /** None where the slice ended before its start, which arrivals have a little ahead. */
  #elapsedMs(nowNs: number): number {
    return Math.max(0, nowNs - this.#startNs) / 1e6;
  }

  #laneTotals(ranOut: boolean): LaneTotals {
    const span = { startNs: this.#slice.windowStartNs, endNs: this.#windowEndNs };
    if (this.#slice.arrivals !== null) return this.#lanes.totalOfOpenLoop(span);
    const hasConnection = (lane: number): boolean => this.#pool.isOpen(Math.floor(lane / this.#pool.pipelining));
    return this.#lanes.total(span, { ranOut, hasConnection });
  }
}
