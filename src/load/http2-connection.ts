// Hot path: see bench/README.md.
import type { RequestErrorKind } from '../model/recording.js';
import type { CheckedPart } from '../scenario/check.js';
import { AnswerSampler } from './answer-sampler.js';
import { nowNs } from './clock.js';
import type { PooledConnection } from './connection-pool.js';
import { ERROR_CODE, errorName, FRAME, frame, goaway } from './http2-frames.js';
import { Http2Lanes } from './http2-lanes.js';
import { Http2Lifeline } from './http2-lifeline.js';
import { Http2Link, type Http2PoolState, type LinkEvents } from './http2-link.js';
import type { ConnectFailure } from './open-attempts.js';
import { PendingRequests } from './pending-requests.js';
import { Reconnector } from './reconnector.js';

const PING = frame(FRAME.ping, 0, 0, Buffer.alloc(8));
/** Numbers of streams do not come again: after so many requests a connection has none left. */
const MOST_STREAMS = 2 ** 30 - 1;

/**
 * One place in the pool: a link whose streams are its lanes, and another one after it when it is lost.
 *
 *   closed --connect--> greeting --the server's SETTINGS--> open --GOAWAY or last request--> draining --last answer--> closed
 *                                                                --close, error, broken frames--------> closed
 */
export class Http2Connection implements PooledConnection, LinkEvents {
  readonly index: number;
  readonly #pool: Http2PoolState;
  readonly #lanes: Http2Lanes;
  /** Requests that have not left yet: until the next flush, or until the server lets another stream be opened. */
  readonly #queue: PendingRequests;
  readonly #reconnector: Reconnector;
  readonly #sampler: AnswerSampler;
  /** Null: closed. */
  #link: Http2Link | null = null;
  #lifeline = new Http2Lifeline();
  #isOpen = false;
  #wasOpen = false;
  #outcomes = 0;
  /** Requests that may still be queued on this link before it is closed. */
  #sendsLeft = 0;
  /** Why the server ends the connection; null: it has not said that it does. */
  #goaway: string | null = null;

  constructor(index: number, pool: Http2PoolState) {
    this.index = index;
    this.#pool = pool;
    this.#lanes = new Http2Lanes(pool.options.pipelining);
    this.#queue = new PendingRequests(pool.options.pipelining, pool.options.requests.fixed === null);
    this.#reconnector = new Reconnector(this, () => pool.sink);
    this.#sampler = new AnswerSampler(pool);
  }

  get isOpen(): boolean {
    return this.#isOpen && this.#sendsLeft > 0;
  }

  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  pendingSentWithin(fromNs: number, toNs: number): number {
    return this.#lanes.countSentWithin(fromNs, toNs);
  }

  restartSampling(): void {
    this.#sampler.restart();
  }

  /** A late answer names its stream and is taken for no other: the connection stays. */
  discardPending(): void {
    this.#queue.dropNewest(this.#queue.count);
    const { capacity, streamId } = this.#lanes;
    for (let lane = 0; lane < capacity; lane += 1) {
      if (streamId[lane] !== 0) this.#link?.session.cancel(lane, ERROR_CODE.cancel);
    }
    this.#endIfDrained();
  }

  reconnect(): void {
    this.#reconnector.schedule();
  }

  open(): Promise<ConnectFailure | null> {
    this.#reconnector.cancel();
    this.#link?.close();
    return new Promise((resolve) => this.connect(resolve));
  }

  connect(done: (failure: ConnectFailure | null) => void): void {
    const link = new Http2Link(this.#pool, this, this.#lanes);
    this.#link = link;
    link.open((failure) => {
      if (failure !== null && this.#link === link) {
        this.#link = null;
        this.#reconnector.onFruitless();
      }
      done(failure);
    });
  }

  onUp(): void {
    const { options, sink, streamLimit } = this.#pool;
    const limit = Math.min(this.#link!.session.streamLimit, streamLimit ?? Number.POSITIVE_INFINITY);
    if (limit < options.pipelining) this.#pool.streamLimit = limit;
    const isReopened = this.#wasOpen;
    this.#isOpen = true;
    this.#wasOpen = true;
    this.#sendsLeft = Math.min(options.requestsPerConnection ?? MOST_STREAMS, MOST_STREAMS);
    this.#outcomes = 0;
    this.#goaway = null;
    this.#lifeline = new Http2Lifeline();
    this.#sampler.restart();
    sink.onOpen(this.index, isReopened);
    this.flush();
  }

  send(requestIndex: number, intendedNs: number): void {
    this.#queue.push(requestIndex, intendedNs);
    this.#sendsLeft -= 1;
  }

  flush(): void {
    if (this.#isOpen && this.#queue.count > 0) this.#link?.session.sendFrom(this.#queue, nowNs());
  }

  onRead(): void {
    this.flush();
    this.#endIfDrained();
  }

  partWanted(): CheckedPart {
    return this.#sampler.partWanted();
  }

  onAnswer(lane: number): void {
    const lanes = this.#lanes;
    const { sink, readNs } = this.#pool;
    const requestIndex = lanes.requestIndex[lane]!;
    const status = lanes.status[lane]!;
    const sample = lanes.takeSample(lane);
    lanes.release(lane);
    this.#outcomes += 1;
    this.#reconnector.onAnswer();
    const mismatch = sample !== null && !sink.onSample(requestIndex, status, sample.headers, sample.body);
    // A free lane keeps its numbers until it is taken again.
    const bodyBytes = lanes.bodyBytes[lane]!;
    const intendedNs = lanes.intendedNs[lane]!;
    const sentNs = lanes.sentNs[lane]!;
    sink.onResponse(this.index, lane, requestIndex, status, bodyBytes, intendedNs, sentNs, readNs, mismatch);
  }

  onStreamFailure(lane: number, kind: RequestErrorKind, message: string): void {
    this.#outcomes += 1;
    this.#tellFailure(lane, kind, message, nowNs());
  }

  #tellFailure(lane: number, kind: RequestErrorKind, message: string, failedNs: number): void {
    const { intendedNs, sentNs } = this.#lanes;
    this.#pool.sink.onFailure(this.index, lane, kind, message, intendedNs[lane]!, sentNs[lane]!, failedNs);
  }

  /**
   * What the server says it has not looked at may go again on another connection, unless it has answered nothing on
   * this one: then that would never end.
   */
  onGoaway(lastStreamId: number, code: number): void {
    this.#isOpen = false;
    this.#goaway = `the server ends the connection: ${errorName(code)}`;
    const mayGoAgain = code === ERROR_CODE.none && this.#outcomes > 0;
    this.takeBack();
    const { capacity, streamId, requestIndex, intendedNs } = this.#lanes;
    for (let lane = 0; lane < capacity; lane += 1) {
      if (streamId[lane]! <= lastStreamId) continue;
      this.#link?.session.cancel(lane, null);
      if (mayGoAgain) this.#pool.sink.onUnsent(this.index, requestIndex[lane]!, intendedNs[lane]!);
      else this.onStreamFailure(lane, 'read', this.#goaway);
    }
  }

  takeBack(): void {
    const queue = this.#queue;
    for (let place = 0; place < queue.count; place += 1) {
      this.#pool.sink.onUnsent(this.index, queue.requestIndexAt(place), queue.intendedNsAt(place));
    }
    queue.dropNewest(queue.count);
  }

  /** A request that takes too long fails alone. A PING goes with it: who does not answer that either is gone. */
  checkTimeout(): void {
    const lanes = this.#lanes;
    const link = this.#link;
    if (lanes.active === 0 || link === null) return;
    const { timeoutMs } = this.#pool.options;
    const now = nowNs();
    const oldestNs = now - timeoutMs * 1e6;
    const isDead = this.#lifeline.isCut(oldestNs, link.lastReadNs);
    if (isDead) this.#isOpen = false;
    let late = 0;
    for (let lane = 0; lane < lanes.capacity; lane += 1) {
      if (lanes.streamId[lane] === 0 || lanes.sentNs[lane]! > oldestNs) continue;
      late += 1;
      link.session.cancel(lane, ERROR_CODE.cancel);
      this.onStreamFailure(lane, 'timeout', `no answer within ${timeoutMs} ms`);
    }
    if (isDead) {
      this.onDown('read', 'the connection is dead');
    } else if (late > 0) {
      if (this.#lifeline.mayPing(now, link.lastReadNs)) link.write([PING]);
      this.flush();
      this.#endIfDrained();
    }
  }

  /** After the last answer on a connection that takes no more requests. */
  #endIfDrained(): void {
    const link = this.#link;
    if (link === null || !link.isUp || this.isOpen || this.#lanes.active > 0 || this.#queue.count > 0) return;
    if (this.#goaway === null) link.write([goaway(ERROR_CODE.none)]);
    this.onDown('read', '');
  }

  /** The oldest request failed so; the others are lost with the connection. */
  onDown(kind: 'protocol' | 'read' | 'write', message: string): void {
    const { sink } = this.#pool;
    const lanes = this.#lanes;
    const failedNs = nowNs();
    const reason = kind === 'protocol' ? message : (this.#goaway ?? message);
    this.#link?.close();
    this.#link = null;
    this.#isOpen = false;
    if (this.#outcomes === 0) this.#reconnector.onFruitless();
    this.takeBack();
    sink.onClose(this.index);
    let outcome: RequestErrorKind = kind;
    for (let lane = lanes.oldest(); lane !== -1; lane = lanes.oldest()) {
      lanes.release(lane);
      this.#tellFailure(lane, outcome, reason, failedNs);
      outcome = kind === 'write' ? 'write' : 'read';
    }
    this.#reconnector.schedule();
  }

  shutDown(): void {
    this.#reconnector.stop();
    this.#isOpen = false;
    this.#link?.close();
    this.#link = null;
  }
}
