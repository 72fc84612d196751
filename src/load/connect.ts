import { connect as connectTcp, type OnReadOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { Endpoint } from '../model/load-profile.js';
import { tlsOptionsOf } from '../scenario/tls-options.js';
import { failureMessage } from './failure.js';
import type { ConnectFailure } from './open-attempts.js';

/** Opens connections to one endpoint: TCP, a unix socket, or TLS. Made once for a pool, for its TLS context is costly. */
export class Connector {
  readonly #endpoint: Endpoint;
  readonly #tls: ConnectionOptions | null;

  /** `protocols` is what is offered by ALPN, the preferred first. */
  constructor(endpoint: Endpoint, protocols: readonly string[] = ['http/1.1']) {
    this.#endpoint = endpoint;
    this.#tls = endpoint.protocol === 'https' ? { ...tlsOptionsOf(endpoint), ALPNProtocols: [...protocols] } : null;
  }

  /**
   * One attempt. `done` is called exactly once: with null when the socket can be written to, over TLS after the
   * handshake; otherwise with what went wrong, also where the caller destroyed the socket meanwhile. An error after
   * that is followed by `close` as ever, but need not be listened to.
   */
  open(timeoutMs: number, done: (failure: ConnectFailure | null) => void, onread?: OnReadOpts): Socket {
    const socket = this.#start(onread);
    let stage: 'connect' | 'tls' | 'open' = 'connect';
    let message: string | null = null;
    const timer = setTimeout(() => {
      message = `no ${stage === 'tls' ? 'TLS handshake' : 'connection'} within ${timeoutMs} ms`;
      socket.destroy();
    }, timeoutMs);
    const onOpen = (): void => {
      clearTimeout(timer);
      stage = 'open';
      done(null);
    };
    if (this.#tls === null) {
      socket.once('connect', onOpen);
    } else {
      socket.once('connect', () => {
        stage = 'tls';
      });
      socket.once('secureConnect', onOpen);
    }
    socket.on('error', (error) => {
      message ??= failureMessage(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      if (stage !== 'open') done({ kind: stage, message: message ?? 'closed before it was open' });
    });
    return socket;
  }

  #start(onread: OnReadOpts | undefined): Socket {
    const { host, port, socketPath } = this.#endpoint;
    const reading = onread === undefined ? {} : { onread };
    const where = socketPath === null ? { host, port, noDelay: true } : { path: socketPath };
    // tls.connect hands `onread` on to its socket, which its types do not know.
    return this.#tls === null
      ? connectTcp({ ...where, ...reading })
      : connectTls({ ...where, ...this.#tls, ...reading });
  }
}
