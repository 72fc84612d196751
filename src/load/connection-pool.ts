import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionPool, OpenResult, PoolOptions, ResponseSink } from './engine.js';
import { NULL_SINK } from './null-sink.js';
import { OpenAttempts, type Openable } from './open-attempts.js';

/** Attempts under way at once: what a server's accept queue takes. */
const CONNECTING_AT_ONCE = 64;
/** After so long without an answer to its first packet the system sends it again: the accept queue was full. */
const SYN_REPEATED_MS = 1000;
/** Within this the server has answered twice more to those whose last packet it dropped for that reason. */
const HALF_OPEN_MS = 3100;
const LONGEST_TIMEOUT_CHECK_MS = 50;

/** What all connections of a pool share, whatever the engine. */
export interface PoolState {
  readonly options: PoolOptions;
  sink: ResponseSink;
  bytesRead: number;
  bytesWritten: number;
  streamLimit: number | null;
}

/** One place in a pool; an engine is its way of filling it. */
export interface PooledConnection extends Openable {
  readonly isOpen: boolean;
  send(requestIndex: number, intendedNs: number): void;
  flush(): void;
  /** Gives back what is queued beyond a flush; does nothing where all that is flushed leaves. */
  takeBack(): void;
  pendingSentWithin(fromNs: number, toNs: number): number;
  restartSampling(): void;
  /** Gives up the connection if a slice left requests on it: their answers would be taken for the next ones'. */
  discardPending(): void;
  /** Comes back by itself if it is closed and its pool is loaded. */
  reconnect(): void;
  /** Fails the oldest request, and with it the connection, if its time is over. */
  checkTimeout(): void;
  shutDown(): void;
}

export function createPoolState(options: PoolOptions): PoolState {
  return { options, sink: NULL_SINK, bytesRead: 0, bytesWritten: 0, streamLimit: null };
}

/** The connections of one pool in one thread. */
export class EnginePool implements ConnectionPool {
  readonly connections: number;
  readonly initialConnections: number;
  readonly pipelining: number;
  readonly timeoutMs: number;
  readonly #state: PoolState;
  readonly #all: PooledConnection[];
  readonly #timer: NodeJS.Timeout;
  /** So many of the places are to have an open connection. */
  #wanted: number;
  #stopOpening: () => void = () => {};

  constructor(state: PoolState, create: (index: number) => PooledConnection) {
    const { connections, maxConnections, pipelining, timeoutMs } = state.options;
    this.connections = maxConnections;
    this.initialConnections = connections;
    this.#wanted = connections;
    this.pipelining = pipelining;
    this.timeoutMs = timeoutMs;
    this.#state = state;
    this.#all = Array.from({ length: maxConnections }, (_, index) => create(index));
    // A timeout is seen late by at most this much, which the recorded age of the request includes.
    const checkMs = Math.max(1, Math.min(LONGEST_TIMEOUT_CHECK_MS, timeoutMs / 10));
    this.#timer = setInterval(() => {
      for (const connection of this.#all) connection.checkTimeout();
    }, checkMs).unref();
  }

  get bytesRead(): number {
    return this.#state.bytesRead;
  }

  get bytesWritten(): number {
    return this.#state.bytesWritten;
  }

  get streamLimit(): number | null {
    return this.#state.streamLimit;
  }

  attach(sink: ResponseSink): void {
    for (const connection of this.#all) connection.discardPending();
    this.#state.sink = sink;
    for (const connection of this.#all.slice(0, this.#wanted)) {
      connection.restartSampling();
      connection.reconnect();
    }
  }

  openOneMore(): boolean {
    const connection = this.#all[this.#wanted];
    if (connection === undefined) return false;
    this.#wanted += 1;
    connection.reconnect();
    return true;
  }

  async ensureOpen(): Promise<OpenResult> {
    const attempts = new OpenAttempts();
    for (const connection of this.#all) connection.discardPending();
    const waiting = this.#all.slice(0, this.#wanted).filter((connection) => !connection.isOpen);
    const connectNext = async (): Promise<void> => {
      for (let connection = waiting.pop(); connection !== undefined; connection = waiting.pop()) {
        await attempts.run(connection);
      }
    };
    const stopped = new Promise<void>((resolve) => {
      this.#stopOpening = () => {
        waiting.length = 0;
        resolve();
      };
    });
    const opening = Array.from({ length: Math.min(CONNECTING_AT_ONCE, waiting.length) }, connectNext);
    await Promise.race([Promise.all(opening), stopped]);
    // A server that closes what it accepts does so just after the handshake: let that be seen before load begins.
    if (attempts.opened > 0) await Promise.race([delay(this.#settleMs(attempts)), stopped]);
    return attempts.result(this.#all.filter((connection) => connection.isOpen).length);
  }

  /**
   * A server whose accept queue was full has dropped the last packet of some handshakes: those connections are open for
   * us and unknown to it, and requests on them would be lost. A TLS handshake is only over when both know of it.
   */
  #settleMs({ slowestMs }: OpenAttempts): number {
    const { protocol, socketPath } = this.#state.options.endpoint;
    const mayBeHalfOpen = protocol === 'http' && socketPath === null && slowestMs >= SYN_REPEATED_MS;
    return mayBeHalfOpen ? HALF_OPEN_MS : 1;
  }

  stopOpening(): void {
    this.#stopOpening();
  }

  isOpen(connection: number): boolean {
    return this.#all[connection]!.isOpen;
  }

  send(connection: number, requestIndex: number, intendedNs: number): void {
    this.#all[connection]!.send(requestIndex, intendedNs);
  }

  flush(connection: number): void {
    this.#all[connection]!.flush();
  }

  takeBack(): void {
    for (const connection of this.#all) connection.takeBack();
  }

  pendingSentWithin(fromNs: number, toNs: number): number {
    return this.#all.reduce((sum, connection) => sum + connection.pendingSentWithin(fromNs, toNs), 0);
  }

  close(): void {
    this.#stopOpening();
    clearInterval(this.#timer);
    this.#state.sink = NULL_SINK;
    for (const connection of this.#all) connection.shutDown();
  }
}
