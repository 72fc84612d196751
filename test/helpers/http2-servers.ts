import {
  createServer,
  type Http2Server as NodeServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  type Settings,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Endpoint, EngineName } from '../../src/model/load-profile.js';
import {
  endpointOf,
  RawServer,
  type RawServerOptions,
  type ReceivedRequest,
  resetConnection,
} from './hostile-servers.js';
import { listenAt, portOf } from './listening.js';
import { until } from './until.js';

/** A received request that knows its stream. */
export interface ReceivedStream extends ReceivedRequest {
  readonly stream: ServerHttp2Stream;
}

export interface Http2ServerOptions extends Omit<RawServerOptions, 'onRequest'> {
  readonly onRequest?: ((request: ReceivedStream) => void) | undefined;
  readonly settings?: Settings;
}

/**
 * node's HTTP/2 server behind the script of a raw one: requests are shown, and answers given, as HTTP/1.1 text would
 * have them, so that one script serves all engines. It counts what it did.
 */
export class ScriptedHttp2Server {
  requests = 0;
  answers = 0;
  connections = 0;
  readonly sockets = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #server: NodeServer;
  readonly #options: Http2ServerOptions;

  private constructor(options: Http2ServerOptions) {
    this.#options = options;
    this.#server = createServer({ settings: options.settings ?? { maxConcurrentStreams: 1000 } });
    const places = new Map<unknown, { readonly connection: number; readonly socket: Socket; requests: number }>();
    let newest: Socket | null = null;
    // Before node's own listener, which makes the session at once.
    this.#server.prependListener('connection', (socket: Socket) => {
      newest = socket;
      this.connections += 1;
      this.sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.sockets.delete(socket));
      options.onConnection?.(socket);
    });
    this.#server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      places.set(session, { connection: this.connections - 1, socket: newest!, requests: 0 });
      session.on('error', () => {});
    });
    this.#server.on('sessionError', () => {});
    this.#server.on('stream', (stream, headers) => {
      const place = places.get(stream.session)!;
      const { connection, socket } = place;
      const index = this.requests;
      const indexOnConnection = place.requests;
      this.requests += 1;
      place.requests += 1;
      stream.on('error', () => {});
      const head = [
        `${headers[':method']} ${headers[':path']} HTTP/2`,
        `host: ${headers[':authority']}`,
        ...Object.entries(headers).flatMap(([name, value]) => (name.startsWith(':') ? [] : [`${name}: ${value}`])),
      ].join('\r\n');
      const chunks: Buffer[] = [];
      const answer = (text: string): void => {
        if (stream.destroyed) return;
        this.answers += 1;
        respond(stream, text);
      };
      const tell = (): void => {
        const body = Buffer.concat(chunks).toString('utf8');
        options.onRequest?.({
          index,
          indexOnConnection,
          connection,
          head,
          body,
          socket,
          answer,
          stream,
        });
      };
      if (stream.endAfterHeaders) return tell();
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', tell);
    });
  }

  static async start(options: Http2ServerOptions): Promise<ScriptedHttp2Server> {
    const server = new ScriptedHttp2Server(options);
    await listenAt(server.#server, options);
    return server;
  }

  get port(): number {
    return portOf(this.#server);
  }

  get endpoint(): Endpoint {
    const { socketPath } = this.#options;
    if (socketPath === undefined) return endpointOf(this.port);
    return { protocol: 'http', host: 'localhost', port: 80, socketPath, authority: 'localhost', tls: null };
  }

  /** Ends every open connection with a GOAWAY, as an idle timeout does; resolves when they are gone. */
  async endConnections(): Promise<void> {
    const open = [...this.sockets];
    for (const session of this.#sessions) session.close();
    await until(() => open.every((socket) => socket.destroyed), 'the connections have ended');
  }

  /** Dies: nothing listens and every connection is reset. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.sockets) resetConnection(socket);
    await closed;
  }
}

/** Gives an answer that is written in HTTP/1.1. */
function respond(stream: ServerHttp2Stream, text: string): void {
  const headEnd = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const rest = text.slice(headEnd + 4);
  const status = Number(statusLine.split(' ')[1]);
  const fields = lines.map((line) => line.split(/: */, 2) as [string, string]);
  const isChunked = fields.some(([name]) => /^transfer-encoding$/i.test(name));
  const headers = Object.fromEntries(fields.filter(([name]) => !/^(transfer-encoding|connection)$/i.test(name)));
  if (status < 200) {
    stream.additionalHeaders({ ':status': status, ...headers });
    respond(stream, rest);
    return;
  }
  const body = isChunked ? unchunked(rest) : rest;
  stream.respond({ ':status': status, ...headers }, { endStream: body === '' });
  if (body !== '') stream.end(Buffer.from(body, 'latin1'));
}

function unchunked(text: string): string {
  const size = Number.parseInt(text, 16);
  const start = text.indexOf('\r\n') + 2;
  return size === 0 ? '' : text.slice(start, start + size) + unchunked(text.slice(start + size + 2));
}

/** What the tests of all engines need of a server, whichever protocol it speaks. */
export type ScriptedServer = RawServer | ScriptedHttp2Server;

/** A server that speaks what the engine speaks. */
export function startServerFor(engine: EngineName, options: RawServerOptions): Promise<ScriptedServer> {
  return engine === 'http2' ? ScriptedHttp2Server.start(options) : RawServer.start(options);
}

/** The same for the time of `use`. */
export async function withServerFor<T>(
  engine: EngineName,
  options: RawServerOptions,
  use: (server: ScriptedServer) => Promise<T>,
): Promise<T> {
  const server = await startServerFor(engine, options);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}
