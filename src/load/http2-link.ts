// Hot path: see bench/README.md.
import type { Socket } from 'node:net';
import { nowNs } from './clock.js';
import type { Connector } from './connect.js';
import type { PoolState } from './connection-pool.js';
import { failureMessage } from './failure.js';
import { ERROR_CODE, goaway, preface } from './http2-frames.js';
import { Http2Greeting } from './http2-greeting.js';
import type { Http2Lanes } from './http2-lanes.js';
import type { Http2Request } from './http2-requests.js';
import { Http2Session, type SessionEvents, type SessionWire } from './http2-session.js';
import type { ConnectFailure } from './open-attempts.js';

export interface Http2PoolState extends PoolState {
  readonly connector: Connector;
  readonly requestOf: (request: number) => Http2Request;
  readonly readBuffer: Buffer;
  /** When the chunk that is being read arrived: one reading of the clock for all answers in it. */
  readNs: number;
}

/** What a link tells beside what its session does. */
export interface LinkEvents extends SessionEvents {
  /** The server speaks HTTP/2: requests may be sent. */
  onUp(): void;
  /** All that was read has been looked at. */
  onRead(): void;
  /** It was up and is of no use any more; whoever hears that closes it. */
  onDown(kind: 'protocol' | 'read' | 'write', message: string): void;
}

/** One socket on which HTTP/2 is spoken, from its opening to its end. */
export class Http2Link implements SessionWire {
  readonly session: Http2Session;
  /** From the server's settings on. */
  isUp = false;
  lastReadNs = 0;
  readonly #pool: Http2PoolState;
  readonly #events: LinkEvents;
  #socket: Socket | null = null;
  #greeting: Http2Greeting | null = null;

  constructor(pool: Http2PoolState, events: LinkEvents, lanes: Http2Lanes) {
    this.#pool = pool;
    this.#events = events;
    this.session = new Http2Session({ wire: this, events, lanes, requestOf: pool.requestOf });
  }

  /** `done` is called exactly once: with null when the link is up, otherwise with what went wrong. */
  open(done: (failure: ConnectFailure | null) => void): void {
    const { connector, readBuffer, options } = this.#pool;
    const onOpen = (failure: ConnectFailure | null): void => {
      if (failure !== null) done(failure);
      else if (this.#socket !== socket) done({ kind: 'connect', message: 'given up for another attempt' });
      else this.#greet(socket, done);
    };
    const socket = connector.open(options.connectTimeoutMs, onOpen, { buffer: readBuffer, callback: this.#onRead });
    this.#socket = socket;
  }

  /** Says our preface and waits for the server's: only then is it known to speak HTTP/2, and how many streams it takes. */
  #greet(socket: Socket, done: (failure: ConnectFailure | null) => void): void {
    const greeting = new Http2Greeting(socket, this.#pool.options.connectTimeoutMs, done);
    const onLost = (): void => {
      greeting.onLost();
      if (!this.isUp || this.#socket === null) return;
      const error: NodeJS.ErrnoException | null = socket.errored;
      const message = error === null ? 'closed before an answer' : failureMessage(error);
      this.#events.onDown(error?.code === 'EPIPE' ? 'write' : 'read', message);
    };
    socket.once('end', onLost);
    socket.once('close', onLost);
    this.#greeting = greeting;
    if (greeting.hasProtocol()) this.write([preface()]);
  }

  onSettled(): void {
    if (this.session.streamLimit === 0) {
      this.#greeting?.refuse('the server takes no streams');
      return;
    }
    this.isUp = true;
    this.#greeting?.accept();
    this.#events.onUp();
  }

  write(parts: readonly Uint8Array[]): void {
    const socket = this.#socket;
    if (socket === null) return;
    if (parts.length > 1) socket.cork();
    for (const part of parts) {
      this.#pool.bytesWritten += part.length;
      socket.write(part);
    }
    if (parts.length > 1) socket.uncork();
  }

  get isBlocked(): boolean {
    return this.#socket?.writableNeedDrain === true;
  }

  // Returning true keeps the socket reading.
  readonly #onRead = (bytesRead: number): boolean => {
    const pool = this.#pool;
    const now = nowNs();
    pool.bytesRead += bytesRead;
    pool.readNs = now;
    this.lastReadNs = now;
    const strange = this.isUp ? null : (this.#greeting?.firstProblem(pool.readBuffer, bytesRead) ?? null);
    const problem = strange ?? this.session.feed(pool.readBuffer, bytesRead);
    if (problem === null) {
      this.#events.onRead();
    } else if (this.isUp) {
      this.write([goaway(ERROR_CODE.protocol)]);
      this.#events.onDown('protocol', problem);
    } else {
      this.#greeting?.refuse(problem);
    }
    return true;
  };

  /** Nothing is told any more, but for `open` that it came to nothing. */
  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.destroy();
  }
}
