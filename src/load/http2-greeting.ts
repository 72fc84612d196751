import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { failureMessage } from './failure.js';
import { FRAME } from './http2-frames.js';
import type { ConnectFailure } from './open-attempts.js';

const MOST_QUOTED = 60;

/** The part of opening a connection in which it turns out whether the server speaks HTTP/2. */
export class Http2Greeting {
  readonly #socket: Socket;
  readonly #done: (failure: ConnectFailure | null) => void;
  readonly #timer: NodeJS.Timeout;
  #isOver = false;
  #hasLooked = false;

  /** `done` is called exactly once. */
  constructor(socket: Socket, timeoutMs: number, done: (failure: ConnectFailure | null) => void) {
    this.#socket = socket;
    this.#done = done;
    this.#timer = setTimeout(() => this.refuse(`no settings within ${timeoutMs} ms`), timeoutMs);
  }

  /** Over TLS the protocol is agreed upon in the handshake. */
  hasProtocol(): boolean {
    const protocol = (this.#socket as TLSSocket).alpnProtocol ?? 'h2';
    if (protocol === 'h2') return true;
    this.refuse(protocol === false ? 'the server does not know ALPN' : `the server chose ${protocol} by ALPN`);
    return false;
  }

  /** What is wrong with the first bytes of the server; who speaks something else often says so in words. */
  firstProblem(buffer: Buffer, length: number): string | null {
    if (this.#hasLooked) return null;
    this.#hasLooked = true;
    if (length < 4 || buffer[3] === FRAME.settings) return null;
    const [line = ''] = buffer.toString('latin1', 0, Math.min(length, MOST_QUOTED)).split('\r\n', 1);
    return `the server answered ${JSON.stringify(line)}`;
  }

  accept(): void {
    this.#end(null);
  }

  refuse(reason: string): void {
    if (!this.#isOver) this.#socket.destroy();
    this.#end({ kind: 'connect', message: `no HTTP/2: ${reason}` });
  }

  onLost(): void {
    const { errored } = this.#socket;
    this.refuse(errored === null ? 'the server closed the connection' : failureMessage(errored));
  }

  #end(failure: ConnectFailure | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#done(failure);
  }
}
