// Hot path: see bench/README.md.
import type { Socket } from 'node:net';
import type { RequestErrorKind } from '../model/recording.js';
import type { CheckedPart } from '../scenario/check.js';
import { nowNs } from './clock.js';
import type { Connector } from './connect.js';
import type { PooledConnection, PoolState } from './connection-pool.js';
import { failureMessage } from './failure.js';
import { ERROR_CODE, errorName, FRAME, frame, goaway, preface } from './http2-frames.js';
import { Http2Greeting } from './http2-greeting.js';
import { Http2Lanes } from './http2-lanes.js';
import { Http2Lifeline } from './http2-lifeline.js';
import type { Http2Request } from './http2-requests.js';
import { Http2Session, type SessionOwner } from './http2-session.js';
import type { ConnectFailure } from './open-attempts.js';
import { PendingRequests } from './pending-requests.js';
import { Reconnector } from './reconnector.js';

export interface Http2PoolState extends PoolState {
  readonly connector: Connector;
  /** The frames of a request; asked for once each time that it is sent. */
  readonly requestOf: (request: number) => Http2Request;
  readonly readBuffer: Buffer;
  /** When the chunk that is being read arrived: one reading of the clock for all answers in it. */
  readNs: number;
}

const PING = frame(FRAME.ping, 0, 0, Buffer.alloc(8));
/** Numbers of streams do not come again: after so many requests a connection has none left. */
const MOST_STREAMS = 2 ** 30 - 1;

/**
 * One place in the pool: a connection whose streams are its lanes, and another one after it when it is lost.
 *
 *   closed --connect--> greeting --the server's SETTINGS--> open --GOAWAY or last request--> draining --last answer--> closed
 *                                                                --close, error, broken frames--------> closed
 */
export class Http2Connection implements PooledConnection, SessionOwner {
  readonly index: number;
  readonly #pool: Http2PoolState;
  readonly #lanes: Http2Lanes;
  /** Requests that have not left yet: until the next flush, or until the server lets another stream be opened. */
  readonly #queue: PendingRequests;
  readonly #reconnector: Reconnector;
  #session: Http2Session;
  #lifeline = new Http2Lifeline();
  #socket: Socket | null = null;
  /** Of the socket that was connected last; over once the server has said its settings. */
  #greeting: Http2Greeting | null = null;
  /** From the server's settings until the connection is lost or given up. */
  #isUp = false;
  #isOpen = false;
  #wasOpen = false;
  #outcomes = 0;
  /** Requests that may still be queued on this connection before it is closed. */
  #sendsLeft = 0;
  #responsesUntilSample = 0;
  /** Why the server ends the connection; null: it has not said that it does. */
  #goaway: string | null = null;

  constructor(index: number, pool: Http2PoolState) {
    this.index = index;
    this.#pool = pool;
    this.#lanes = new Http2Lanes(pool.options.pipelining);
    this.#queue = new PendingRequests(pool.options.pipelining);
    this.#session = new Http2Session(this, this.#lanes, pool.requestOf);
    this.#reconnector = new Reconnector(this, () => pool.sink);
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
    this.#responsesUntilSample = 0;
  }

  /** A late answer names its stream and is taken for no other: the connection stays. */
  discardPending(): void {
    this.#queue.dropNewest(this.#queue.count);
    for (let lane = 0; lane < this.#lanes.capacity; lane += 1) {
      if (this.#lanes.streamId[lane] !== 0) this.#session.cancel(lane, ERROR_CODE.cancel);
    }
    this.#endIfDrained();
  }

  reconnect(): void {
    this.#reconnector.schedule();
  }

  open(): Promise<ConnectFailure | null> {
    this.#reconnector.cancel();
    const abandoned = this.#socket;
    this.#socket = null;
    this.#isUp = false;
    abandoned?.destroy();
    return new Promise((resolve) => this.connect(resolve));
  }

  connect(done: (failure: ConnectFailure | null) => void): void {
    const { connector, readBuffer, options } = this.#pool;
    const fail = (failure: ConnectFailure): void => {
      if (this.#socket === socket) {
        this.#socket = null;
        this.#reconnector.onFruitless();
      }
      done(failure);
    };
    const onOpen = (failure: ConnectFailure | null): void => {
      if (failure !== null) fail(failure);
      else if (this.#socket !== socket) done({ kind: 'connect', message: 'given up for another attempt' });
      else this.#greet(socket, (refusal) => (refusal === null ? done(null) : fail(refusal)));
    };
    const onread = { buffer: readBuffer, callback: this.#onRead };
    const socket = connector.open(options.connectTimeoutMs, onOpen, onread);
    this.#socket = socket;
  }

  /** Says our preface and waits for the server's: only then is it known to speak HTTP/2, and how many streams it takes. */
  #greet(socket: Socket, done: (failure: ConnectFailure | null) => void): void {
    const { connectTimeoutMs, requestsPerConnection } = this.#pool.options;
    const greeting = new Http2Greeting(socket, connectTimeoutMs, done);
    const onLost = (): void => {
      greeting.onLost();
      if (this.#socket === socket && this.#isUp) this.#drop(...lossOf(socket.errored, this.#goaway));
    };
    socket.once('end', onLost);
    socket.once('close', onLost);
    this.#greeting = greeting;
    this.#session = new Http2Session(this, this.#lanes, this.#pool.requestOf);
    this.#sendsLeft = Math.min(requestsPerConnection ?? MOST_STREAMS, MOST_STREAMS);
    this.#outcomes = 0;
    this.#goaway = null;
    this.#responsesUntilSample = 0;
    this.#lifeline = new Http2Lifeline();
    if (greeting.hasProtocol()) this.write([preface()]);
  }

  onSettled(): void {
    if (this.#session.streamLimit === 0) {
      this.#greeting?.refuse('the server takes no streams');
      return;
    }
    const isReopened = this.#wasOpen;
    this.#isUp = true;
    this.#isOpen = true;
    this.#wasOpen = true;
    this.#greeting?.accept();
    this.#pool.sink.onOpen(this.index, isReopened);
    this.flush();
  }

  send(requestIndex: number, intendedNs: number): void {
    this.#queue.push(requestIndex, intendedNs);
    this.#sendsLeft -= 1;
  }

  flush(): void {
    if (this.#isOpen && this.#queue.count > 0) this.#session.sendFrom(this.#queue, nowNs());
  }

  write(parts: readonly Uint8Array[]): void {
    if (this.#socket !== null) this.#pool.bytesWritten += writeTogether(this.#socket, parts);
  }

  get isWriteBlocked(): boolean {
    return this.#socket?.writableNeedDrain === true;
  }

  // Returning true keeps the socket reading.
  readonly #onRead = (bytesRead: number): boolean => {
    const { readBuffer } = this.#pool;
    this.#pool.bytesRead += bytesRead;
    this.#pool.readNs = nowNs();
    this.#lifeline.onRead(this.#pool.readNs);
    const strange = this.#isUp ? null : (this.#greeting?.firstProblem(readBuffer, bytesRead) ?? null);
    const problem = strange ?? this.#session.feed(readBuffer, bytesRead);
    if (problem === null) {
      this.flush();
      this.#endIfDrained();
    } else if (this.#isUp) {
      this.write([goaway(ERROR_CODE.protocol)]);
      this.#drop('protocol', problem);
    } else {
      this.#greeting?.refuse(problem);
    }
    return true;
  };

  partWanted(): CheckedPart {
    const { sink, options } = this.#pool;
    if (sink.partChecked === 'none') return 'none';
    this.#responsesUntilSample -= 1;
    if (this.#responsesUntilSample > 0) return 'none';
    this.#responsesUntilSample = options.bodySampleEvery;
    return sink.partChecked;
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
    this.#giveBackQueue();
    const { capacity, streamId, requestIndex, intendedNs } = this.#lanes;
    for (let lane = 0; lane < capacity; lane += 1) {
      if (streamId[lane]! <= lastStreamId) continue;
      this.#session.cancel(lane, null);
      if (mayGoAgain) this.#pool.sink.onUnsent(this.index, requestIndex[lane]!, intendedNs[lane]!);
      else this.onStreamFailure(lane, 'read', this.#goaway);
    }
  }

  #giveBackQueue(): void {
    const queue = this.#queue;
    for (let place = 0; place < queue.count; place += 1) {
      this.#pool.sink.onUnsent(this.index, queue.requestIndexAt(place), queue.intendedNsAt(place));
    }
    queue.dropNewest(queue.count);
  }

  /** A request that takes too long fails alone. A PING goes with it: who does not answer that either is gone. */
  checkTimeout(): void {
    const lanes = this.#lanes;
    if (lanes.active === 0) return;
    const { timeoutMs } = this.#pool.options;
    const now = nowNs();
    const oldestNs = now - timeoutMs * 1e6;
    const isDead = this.#lifeline.isCut(oldestNs);
    if (isDead) this.#isOpen = false;
    let late = 0;
    for (let lane = 0; lane < lanes.capacity; lane += 1) {
      if (lanes.streamId[lane] === 0 || lanes.sentNs[lane]! > oldestNs) continue;
      late += 1;
      this.#session.cancel(lane, ERROR_CODE.cancel);
      this.onStreamFailure(lane, 'timeout', `no answer within ${timeoutMs} ms`);
    }
    if (isDead) {
      this.#drop('read', 'the connection is dead');
    } else if (late > 0) {
      if (this.#lifeline.mayPing(now)) this.write([PING]);
      this.flush();
      this.#endIfDrained();
    }
  }

  /** After the last answer on a connection that takes no more requests. */
  #endIfDrained(): void {
    if (!this.#isUp || this.isOpen || this.#lanes.active > 0 || this.#queue.count > 0) return;
    if (this.#goaway === null) this.write([goaway(ERROR_CODE.none)]);
    this.#drop('read', '');
  }

  /** The oldest request failed so; the others are lost with the connection. */
  #drop(kind: 'protocol' | 'read' | 'write', message: string): void {
    const { sink } = this.#pool;
    const lanes = this.#lanes;
    const socket = this.#socket;
    const failedNs = nowNs();
    this.#socket = null;
    this.#isUp = false;
    this.#isOpen = false;
    socket?.destroy();
    if (this.#outcomes === 0) this.#reconnector.onFruitless();
    this.#giveBackQueue();
    sink.onClose(this.index);
    let outcome: RequestErrorKind = kind;
    for (let lane = lanes.oldest(); lane !== -1; lane = lanes.oldest()) {
      lanes.release(lane);
      this.#tellFailure(lane, outcome, message, failedNs);
      outcome = kind === 'write' ? 'write' : 'read';
    }
    this.#reconnector.schedule();
  }

  shutDown(): void {
    this.#reconnector.stop();
    this.#isOpen = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
  }
}

function lossOf(error: NodeJS.ErrnoException | null, goaway: string | null): ['read' | 'write', string] {
  const message = goaway ?? (error === null ? 'closed before an answer' : failureMessage(error));
  return [error?.code === 'EPIPE' ? 'write' : 'read', message];
}

/** In one system call; returns how many bytes. */
function writeTogether(socket: Socket, parts: readonly Uint8Array[]): number {
  let bytes = 0;
  if (parts.length > 1) socket.cork();
  for (const part of parts) {
    bytes += part.length;
    socket.write(part);
  }
  if (parts.length > 1) socket.uncork();
  return bytes;
}
