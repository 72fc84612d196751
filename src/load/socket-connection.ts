// Hot path: see bench/README.md.
import type { Socket } from 'node:net';
import type { CheckedPart } from '../scenario/check.js';
import { AnswerSampler } from './answer-sampler.js';
import { nowNs } from './clock.js';
import type { Connector } from './connect.js';
import type { PooledConnection, PoolState } from './connection-pool.js';
import { failureMessage } from './failure.js';
import type { HeadCache } from './head-cache.js';
import type { ConnectFailure } from './open-attempts.js';
import { PendingRequests } from './pending-requests.js';
import { Reconnector } from './reconnector.js';
import type { WireRequests } from './request-table.js';
import { type ParserEvents, ResponseParser, type SampledResponse } from './response-parser.js';

export interface SocketPoolState extends PoolState {
  readonly connector: Connector;
  readonly requests: WireRequests;
  readonly headCache: HeadCache;
  readonly readBuffer: Buffer;
  /** When the chunk that is being parsed arrived: one reading of the clock for all answers in it. */
  readNs: number;
}

/**
 * One place in the pool: a socket, and another one after it when the server closes.
 *
 *   closed --open--> connecting --ok--> open --answer, close, error, timeout--> closed --(while loaded)--> connecting
 */
export class SocketConnection implements PooledConnection, ParserEvents {
  readonly index: number;
  readonly #pool: SocketPoolState;
  readonly #pending: PendingRequests;
  #parser: ResponseParser;
  #socket: Socket | null = null;
  #isOpen = false;
  #wasOpen = false;
  #isReading = false;
  #unflushed = 0;
  #answersOnThisSocket = 0;
  /** Requests that may still go out on this socket before we close it ourselves. */
  #sendsLeft = 0;
  readonly #requestsPerConnection: number;
  readonly #reconnector: Reconnector;
  readonly #sampler: AnswerSampler;

  constructor(index: number, pool: SocketPoolState) {
    this.index = index;
    this.#pool = pool;
    this.#requestsPerConnection = pool.options.requestsPerConnection ?? Number.POSITIVE_INFINITY;
    this.#pending = new PendingRequests(pool.options.pipelining, pool.options.requests.fixed === null);
    this.#parser = new ResponseParser(this, pool.headCache);
    this.#reconnector = new Reconnector(this, () => pool.sink);
    this.#sampler = new AnswerSampler(pool);
  }

  get isOpen(): boolean {
    return this.#isOpen && this.#sendsLeft > 0;
  }

  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  get #sentCount(): number {
    return this.#pending.count - this.#unflushed;
  }

  pendingSentWithin(fromNs: number, toNs: number): number {
    return this.#pending.countSentWithin(this.#sentCount, fromNs, toNs);
  }

  restartSampling(): void {
    this.#sampler.restart();
  }

  discardPending(): void {
    if (this.#pending.count === 0) return;
    this.#pending.dropNewest(this.#pending.count);
    this.#unflushed = 0;
    const socket = this.#socket;
    this.#socket = null;
    this.#isOpen = false;
    // Our doing: what is opened in its place does not count as reopened.
    this.#wasOpen = false;
    socket?.destroy();
  }

  reconnect(): void {
    this.#reconnector.schedule();
  }

  open(): Promise<ConnectFailure | null> {
    this.#reconnector.cancel();
    const abandoned = this.#socket;
    this.#socket = null;
    abandoned?.destroy();
    return new Promise((resolve) => this.connect(resolve));
  }

  connect(done: (failure: ConnectFailure | null) => void): void {
    const { connector, readBuffer, options } = this.#pool;
    const onread = { buffer: readBuffer, callback: this.#onRead };
    const socket = connector.open(
      options.connectTimeoutMs,
      (failure) => {
        if (failure === null) {
          done(null);
          this.#onConnect(socket);
          return;
        }
        if (this.#socket === socket) {
          this.#socket = null;
          this.#reconnector.onFruitless();
        }
        done(failure);
      },
      onread,
    );
    this.#socket = socket;
  }

  #onConnect(socket: Socket): void {
    const onLost = (): void => {
      if (this.#socket === socket) this.#onSocketClosed(socket.errored);
    };
    socket.once('end', onLost);
    socket.once('close', onLost);
    const isReopened = this.#wasOpen;
    this.#parser = new ResponseParser(this, this.#pool.headCache);
    this.#isOpen = true;
    this.#wasOpen = true;
    this.#answersOnThisSocket = 0;
    this.#sendsLeft = this.#requestsPerConnection;
    this.#sampler.restart();
    this.#pool.sink.onOpen(this.index, isReopened);
    this.flush();
  }

  send(requestIndex: number, intendedNs: number): void {
    this.#pending.push(requestIndex, intendedNs);
    this.#sendsLeft -= 1;
    this.#unflushed += 1;
  }

  flush(): void {
    const count = this.#unflushed;
    if (count === 0 || this.#socket === null || !this.#isOpen) return;
    this.#unflushed = 0;
    const bytes = this.#pool.requests.batchOf(this.#pending, count);
    this.#pending.markSent(count, nowNs());
    this.#parser.expected += count;
    this.#pool.bytesWritten += bytes.length;
    this.#socket.write(bytes);
  }

  takeBack(): void {}

  // Returning true keeps the socket reading.
  readonly #onRead = (bytesRead: number): boolean => {
    this.#pool.bytesRead += bytesRead;
    this.#pool.readNs = nowNs();
    this.#isReading = true;
    const problem = this.#parser.feed(this.#pool.readBuffer, bytesRead);
    this.#isReading = false;
    if (problem !== null) this.#drop('protocol', problem);
    else if (this.#isOpen) this.flush();
    else this.#afterClose();
    return true;
  };

  isHeadRequest(): boolean {
    return this.#pool.requests.isHead(this.#pending.requestIndex);
  }

  partWanted(): CheckedPart {
    return this.#sampler.partWanted();
  }

  onResponse(status: number, bodyBytes: number, keepAlive: boolean, sample: SampledResponse | null): void {
    const receivedNs = this.#pool.readNs;
    const pending = this.#pending;
    const { lane, requestIndex, intendedNs, sentNs } = pending;
    const sink = this.#pool.sink;
    pending.shift();
    this.#answersOnThisSocket += 1;
    this.#reconnector.onAnswer();
    const mismatch = sample !== null && !sink.onSample(requestIndex, status, sample.headers, sample.body);
    const isLast = !keepAlive || this.#answersOnThisSocket === this.#requestsPerConnection;
    if (isLast) this.#isOpen = false;
    sink.onResponse(this.index, lane, requestIndex, status, bodyBytes, intendedNs, sentNs, receivedNs, mismatch);
    // Within a read the close waits until the whole chunk has been looked at.
    if (isLast && !this.#isReading) this.#afterClose();
  }

  checkTimeout(): void {
    if (this.#sentCount === 0) return;
    const ageMs = (nowNs() - this.#pending.sentNs) / 1e6;
    const { timeoutMs } = this.#pool.options;
    if (ageMs >= timeoutMs) this.#drop('timeout', `no answer within ${timeoutMs} ms`);
  }

  #onSocketClosed(error: Error | null): void {
    // An answer that ends with its connection is complete now.
    this.#pool.readNs = nowNs();
    this.#isReading = true;
    const complete = error === null && this.#parser.finish();
    this.#isReading = false;
    if (this.#sentCount === 0) {
      this.#drop(null, '');
    } else if (error !== null) {
      this.#drop((error as NodeJS.ErrnoException).code === 'EPIPE' ? 'write' : 'read', failureMessage(error));
    } else {
      this.#drop('read', complete ? 'closed before an answer' : 'closed in the middle of an answer');
    }
  }

  #afterClose(): void {
    this.#drop(this.#sentCount > 0 ? 'read' : null, 'closed before an answer');
  }

  /** The oldest request failed so; those behind it in the pipeline are lost with the connection. */
  #drop(kind: 'protocol' | 'timeout' | 'read' | 'write' | null, message: string): void {
    const { sink } = this.#pool;
    const socket = this.#socket;
    const failedNs = nowNs();
    this.#socket = null;
    this.#isOpen = false;
    socket?.destroy();
    if (this.#answersOnThisSocket === 0) this.#reconnector.onFruitless();
    const pending = this.#pending;
    for (let position = this.#sentCount; position < pending.count; position += 1) {
      sink.onUnsent(this.index, pending.requestIndexAt(position), pending.intendedNsAt(position));
    }
    pending.dropNewest(this.#unflushed);
    this.#unflushed = 0;
    sink.onClose(this.index);
    let outcome = kind;
    while (this.#pending.count > 0) {
      const { lane, intendedNs, sentNs } = this.#pending;
      this.#pending.shift();
      sink.onFailure(this.index, lane, outcome ?? 'read', message, intendedNs, sentNs, failedNs);
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
