import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { Endpoint } from '../../src/model/load-profile.js';
import { listenAt, portOf } from './listening.js';
import { until } from './until.js';

/** One request as a raw server received it. */
export interface ReceivedRequest {
  /** How many requests the server had received before. */
  readonly index: number;
  /** How many its connection had received before. */
  readonly indexOnConnection: number;
  /** How many connections the server had accepted before this one. */
  readonly connection: number;
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
  /** Writes the bytes and counts them as an answer. */
  answer(text: string): void;
}

export interface RawServerOptions {
  readonly onRequest?: (request: ReceivedRequest) => void;
  readonly onConnection?: (socket: Socket) => void;
  /** 0: any free one. */
  readonly port?: number;
  /** Listen there instead of on a port. */
  readonly socketPath?: string;
  /** Speak TLS, with the certificate of the fixtures. */
  readonly tls?: boolean;
}

const TLS_FILES = new URL('../../../test/fixtures/tls/', import.meta.url);
const CERTIFICATE = readFileSync(new URL('cert.pem', TLS_FILES), 'utf8');
const KEY = readFileSync(new URL('key.pem', TLS_FILES), 'utf8');

/** A server over plain sockets that does exactly what its script says, right or wrong, and counts what it did. */
export class RawServer {
  requests = 0;
  answers = 0;
  connections = 0;
  readonly sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #options: RawServerOptions;

  private constructor(options: RawServerOptions) {
    this.#options = options;
    // Half open, a connection over TLS that is destroyed is never off its server's count, whose close then has no end.
    this.#server = options.tls
      ? createTlsServer({ noDelay: true, cert: CERTIFICATE, key: KEY }, (socket) => this.#accept(socket))
      : createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  static async start(options: RawServerOptions): Promise<RawServer> {
    const server = new RawServer(options);
    await listenAt(server.#server, options);
    return server;
  }

  get port(): number {
    return portOf(this.#server);
  }

  get endpoint(): Endpoint {
    const { socketPath, tls } = this.#options;
    if (tls) return tlsEndpointOf(this.port);
    if (socketPath === undefined) return endpointOf(this.port);
    return { protocol: 'http', host: 'localhost', port: 80, socketPath, authority: 'localhost', tls: null };
  }

  #accept(socket: Socket): void {
    const connection = this.connections;
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('end', () => socket.end());
    this.#options.onConnection?.(socket);
    const { onRequest } = this.#options;
    if (onRequest === undefined) return;
    let received = Buffer.alloc(0);
    let indexOnConnection = 0;
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (;;) {
        const headEnd = received.indexOf('\r\n\r\n');
        if (headEnd < 0) return;
        const head = received.toString('latin1', 0, headEnd);
        const bodyStart = headEnd + 4;
        const bodyEnd = bodyStart + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
        if (received.length < bodyEnd) return;
        const body = received.toString('utf8', bodyStart, bodyEnd);
        received = received.subarray(bodyEnd);
        const index = this.requests;
        this.requests += 1;
        const answer = (text: string): void => {
          this.answers += 1;
          socket.write(text, 'latin1');
        };
        onRequest({ index, indexOnConnection, connection, head, body, socket, answer });
        indexOnConnection += 1;
      }
    });
  }

  /** Ends every open connection from the server's side, as an idle timeout does; resolves when they are gone. */
  async endConnections(): Promise<void> {
    const open = [...this.sockets];
    for (const socket of open) socket.end();
    // Not by their close events: a socket that is reset while it ends may never have one.
    await until(() => open.every((socket) => socket.destroyed), 'the connections have ended');
  }

  /** Dies: nothing listens and every connection is reset. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.sockets) resetConnection(socket);
    await closed;
  }
}

/** Ends a connection with a reset, where it can have one. */
export function resetConnection(socket: Socket): void {
  // Refused while an end is under way, on unix sockets and over TLS; node then never closes the handle and the process lives on.
  if (socket.writableEnded || socket.localAddress === undefined || socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}

/** Plain HTTP on the loopback. */
export function endpointOf(port: number): Endpoint {
  return { protocol: 'http', host: '127.0.0.1', port, socketPath: null, authority: `127.0.0.1:${port}`, tls: null };
}

/** TLS on the loopback, whose certificate is trusted. */
function tlsEndpointOf(port: number): Endpoint {
  const tls = { ca: CERTIFICATE, cert: null, key: null, serverName: null, verify: true };
  return { ...endpointOf(port), protocol: 'https', tls };
}

/** Answers everything with "ok", a little later: at full speed it would cost its core for as long as a slice lasts. */
export function answersAfter(delayMs: number): RawServerOptions {
  return { onRequest: (request) => void setTimeout(() => request.answer(answerText('ok')), delayMs) };
}

/** An answer with Content-Length. */
export function answerText(body: string, status = 200, headers = ''): string {
  return `HTTP/1.1 ${status} X\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = await RawServer.start({});
  const { port } = server;
  await server.close();
  return port;
}
