import { createServer, type Server, type Socket } from 'node:net';
import { encodeFields } from '../../src/load/hpack-encoder.js';
import { Http2FrameReader } from '../../src/load/http2-frame-reader.js';
import { FLAG, FRAME, frame } from '../../src/load/http2-frames.js';
import type { Endpoint } from '../../src/model/load-profile.js';
import { endpointOf, resetConnection } from './hostile-servers.js';
import { portOf } from './listening.js';

const PREFACE_BYTES = 24;

/** One request, which for this server is the HEADERS of a stream. */
export interface ReceivedHeaders {
  /** How many requests the server had received before. */
  readonly index: number;
  /** How many its connection had received before. */
  readonly indexOnConnection: number;
  /** How many connections the server had accepted before this one. */
  readonly connection: number;
  readonly streamId: number;
  readonly socket: Socket;
  write(...frames: readonly Buffer[]): void;
  /** A whole answer, counted as such. */
  answer(body?: string): void;
}

export interface FrameServerOptions {
  readonly onHeaders?: (request: ReceivedHeaders) => void;
  /** A stream was reset by the client. */
  readonly onReset?: (write: (...frames: readonly Buffer[]) => void, streamId: number) => void;
  /** Instead of empty SETTINGS; an empty buffer says nothing at all. */
  readonly greeting?: Buffer;
}

/** An HTTP/2 server over plain sockets that sends exactly the frames of its script, right or wrong, and counts. */
export class FrameServer {
  requests = 0;
  answers = 0;
  connections = 0;
  /** RST_STREAM frames received. */
  resets = 0;
  pings = 0;
  goaways = 0;
  dataBytes = 0;
  /** Most streams open at once on any connection. */
  mostStreams = 0;
  readonly sockets = new Set<Socket>();
  readonly #server: Server;
  readonly #options: FrameServerOptions;

  private constructor(options: FrameServerOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  static async start(options: FrameServerOptions): Promise<FrameServer> {
    const server = new FrameServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get endpoint(): Endpoint {
    return endpointOf(portOf(this.#server));
  }

  #accept(socket: Socket): void {
    const connection = this.connections;
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('end', () => socket.end());
    socket.write(this.#options.greeting ?? frame(FRAME.settings, 0, 0));
    let indexOnConnection = 0;
    const open = new Set<number>();
    const write = (...frames: readonly Buffer[]): void => void socket.write(Buffer.concat(frames));
    const reader = new Http2FrameReader({
      onHeaders: (streamId) => {
        const index = this.requests;
        this.requests += 1;
        open.add(streamId);
        this.mostStreams = Math.max(this.mostStreams, open.size);
        this.#options.onHeaders?.({
          index,
          indexOnConnection: indexOnConnection++,
          connection,
          streamId,
          socket,
          write,
          answer: (body = 'ok') => {
            this.answers += 1;
            open.delete(streamId);
            write(...answerFrames(streamId, body));
          },
        });
        return null;
      },
      onData: (_streamId, _buffer, _start, _end, flowBytes) => {
        this.dataBytes += flowBytes;
        return null;
      },
      onControl: (type, flags, streamId) => {
        if (type === FRAME.rstStream) {
          this.resets += 1;
          open.delete(streamId);
          this.#options.onReset?.(write, streamId);
        }
        if (type === FRAME.ping && (flags & FLAG.ack) === 0) this.pings += 1;
        if (type === FRAME.goaway) this.goaways += 1;
        return null;
      },
    });
    let left = PREFACE_BYTES;
    socket.on('data', (chunk) => {
      const skipped = Math.min(left, chunk.length);
      left -= skipped;
      reader.feed(chunk.subarray(skipped), chunk.length - skipped);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.sockets) resetConnection(socket);
    await closed;
  }
}

/** HEADERS of an answer; more fields or flags as given. */
export function headFrame(streamId: number, { status = '200', flags = FLAG.endHeaders as number } = {}): Buffer {
  return frame(FRAME.headers, flags, streamId, encodeFields([[':status', status]]));
}

export function dataFrame(streamId: number, body: string, flags = 0): Buffer {
  return frame(FRAME.data, flags, streamId, Buffer.from(body));
}

export function answerFrames(streamId: number, body: string): Buffer[] {
  return [headFrame(streamId), dataFrame(streamId, body, FLAG.endStream)];
}

/** A payload of 32-bit numbers. */
export function uint32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => void bytes.writeUInt32BE(value, 4 * i));
  return bytes;
}

/** SETTINGS with these values. */
export function settingsFrame(...settings: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = settings.map(([id, value]) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt16BE(id, 0);
    bytes.writeUInt32BE(value, 2);
    return bytes;
  });
  return frame(FRAME.settings, 0, 0, Buffer.concat(payload));
}
