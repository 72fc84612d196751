// Hot path: see bench/README.md.
import type { RequestErrorKind } from '../model/recording.js';
import type { CheckedPart } from '../scenario/check.js';
import { type FrameEvents, Http2FrameReader } from './http2-frame-reader.js';
import { ERROR_CODE, errorName, FLAG, FRAME, frame, rstStream, windowUpdate } from './http2-frames.js';
import { Http2HeadReader } from './http2-head.js';
import type { Http2Lanes } from './http2-lanes.js';
import type { Http2Request } from './http2-requests.js';
import { readGoaway, readSettings, readUint32 } from './http2-settings.js';
import { Http2Uploads } from './http2-uploads.js';
import type { PendingRequests } from './pending-requests.js';

const SETTINGS_ACK = frame(FRAME.settings, FLAG.ack, 0);
/** Windows are opened again after so much was read, far before they are full. */
const RETURN_AFTER_BYTES = 2 ** 30;
/** A server that asks for replies and does not read them is not waited for. */
const MOST_UNREAD_REPLIES = 10_000;

/** What a session writes to. */
export interface SessionWire {
  /** In one system call where there are several. */
  write(parts: readonly Uint8Array[]): void;
  /** Whether what was written waits for the server to read. */
  readonly isBlocked: boolean;
  /** The server has said its first settings. */
  onSettled(): void;
}

/** What a session tells of its requests. */
export interface SessionEvents {
  /** The head of a final answer is there: what of it is to be kept. */
  partWanted(): CheckedPart;
  /** The answer on a lane is whole; the lane is still taken. */
  onAnswer(lane: number): void;
  /** The request on a lane, which is free again, has failed alone. */
  onStreamFailure(lane: number, kind: RequestErrorKind, message: string): void;
  /** No further request is taken, and none above `lastStreamId` was looked at. */
  onGoaway(lastStreamId: number, code: number): void;
}

/** What a session stands between. */
export interface SessionParts {
  readonly wire: SessionWire;
  readonly events: SessionEvents;
  readonly lanes: Http2Lanes;
  /** The frames of a request; asked for once each time that it is sent. */
  readonly requestOf: (request: number) => Http2Request;
}

/** HTTP/2 on one connection, from the server's first byte to its last: frames in, outcomes of lanes out. */
export class Http2Session implements FrameEvents {
  /** The server has said its settings, without which it is not known to speak HTTP/2. */
  isSettled = false;
  /** Streams that the server lets us have at once. */
  streamLimit = Number.POSITIVE_INFINITY;
  readonly #wire: SessionWire;
  readonly #events: SessionEvents;
  readonly #lanes: Http2Lanes;
  readonly #requestOf: (request: number) => Http2Request;
  readonly #reader = new Http2FrameReader(this);
  readonly #heads = new Http2HeadReader();
  readonly #uploads = new Http2Uploads();
  /** Used again for each batch. */
  readonly #batch: Http2Request[] = [];
  #nextStreamId = 1;
  #unreturnedBytes = 0;
  #unreadReplies = 0;

  constructor({ wire, events, lanes, requestOf }: SessionParts) {
    this.#wire = wire;
    this.#events = events;
    this.#lanes = lanes;
    this.#requestOf = requestOf;
  }

  /** Takes the first `length` bytes of `chunk`; returns what is wrong with them, or null. */
  feed(chunk: Buffer, length: number): string | null {
    return this.#reader.feed(chunk, length);
  }

  /** Sends what the server lets us of the requests that wait, all in one write. */
  sendFrom(queue: PendingRequests, sentNs: number): void {
    const lanes = this.#lanes;
    const count = Math.min(queue.count, this.streamLimit - lanes.active);
    if (count <= 0) return;
    const batch = this.#batch;
    let size = 0;
    for (let place = 0; place < count; place += 1) {
      const request = this.#requestOf(queue.requestIndexAt(place));
      batch[place] = request;
      size += request.head.length;
    }
    // Not one buffer for ever: what a full socket could not take yet must stay as it is.
    const heads = Buffer.allocUnsafe(size);
    let offset = 0;
    for (let place = 0; place < count; place += 1) {
      const { head, streamIdAt, body, isHead } = batch[place]!;
      const streamId = this.#nextStreamId;
      this.#nextStreamId += 2;
      heads.set(head, offset);
      for (const at of streamIdAt) writeStreamId(heads, offset + at, streamId);
      offset += head.length;
      const lane = lanes.take(streamId, queue.requestIndex, queue.intendedNs, sentNs);
      lanes.isHead[lane] = isHead ? 1 : 0;
      if (body !== null) this.#uploads.add(lane, streamId, body);
      queue.shift();
    }
    this.#wire.write(this.#uploads.isEmpty ? [heads] : [heads, ...this.#uploads.take()]);
  }

  onHeaders(streamId: number, buffer: Buffer, start: number, end: number, isEnd: boolean): string | null {
    if (!this.isSettled) return 'HEADERS before SETTINGS';
    // Read even where nobody waits for it: the next blocks build on it.
    const head = this.#heads.read(buffer, start, end);
    if (typeof head === 'string') return head;
    const lanes = this.#lanes;
    const lane = lanes.find(streamId);
    if (lane === -1) return this.#unknownStreamProblem(streamId);
    const isTrailer = lanes.status[lane] !== 0;
    const problem = head.problem ?? (isTrailer ? trailerProblem(head.status, isEnd) : headProblem(head.status, isEnd));
    if (problem !== null) return this.#refuse(lane, problem);
    if (!isTrailer) {
      if (head.status < 200) return null;
      lanes.status[lane] = head.status;
      const hasBody = head.status !== 204 && head.status !== 304 && lanes.isHead[lane] === 0;
      lanes.contentLength[lane] = hasBody ? head.contentLength : -1;
      const part = this.#events.partWanted();
      if (part !== 'none') lanes.startSample(lane, head, part === 'whole');
    }
    return isEnd ? this.#finish(lane) : null;
  }

  onData(
    streamId: number,
    buffer: Buffer,
    start: number,
    end: number,
    flowBytes: number,
    isEnd: boolean,
  ): string | null {
    const lanes = this.#lanes;
    this.#unreturnedBytes += flowBytes;
    if (this.#unreturnedBytes > RETURN_AFTER_BYTES) {
      this.#wire.write([windowUpdate(0, this.#unreturnedBytes)]);
      this.#unreturnedBytes = 0;
    }
    const lane = lanes.find(streamId);
    if (lane === -1) return this.#unknownStreamProblem(streamId);
    if (lanes.status[lane] === 0) return this.#refuse(lane, 'DATA before HEADERS');
    lanes.bodyBytes[lane]! += end - start;
    lanes.keepSample(lane, buffer, start, end);
    if (isEnd) return this.#finish(lane);
    lanes.unreturnedBytes[lane]! += flowBytes;
    if (lanes.unreturnedBytes[lane]! > RETURN_AFTER_BYTES) {
      this.#wire.write([windowUpdate(streamId, lanes.unreturnedBytes[lane]!)]);
      lanes.unreturnedBytes[lane] = 0;
    }
    return null;
  }

  /** A stream that we are done with may still have frames under way; one that we never opened has none. */
  #unknownStreamProblem(streamId: number): string | null {
    const isPast = streamId % 2 === 1 && streamId < this.#nextStreamId;
    return isPast ? null : `a frame on stream ${streamId}, which is not ours`;
  }

  #finish(lane: number): null {
    const bodyBytes = this.#lanes.bodyBytes[lane]!;
    const contentLength = this.#lanes.contentLength[lane]!;
    // Answered before the whole request was sent: the rest of it is wanted by nobody.
    if (!this.#uploads.isEmpty && this.#uploads.drop(lane)) {
      this.#wire.write([rstStream(this.#lanes.streamId[lane]!, ERROR_CODE.none)]);
    }
    if (contentLength === -1 || contentLength === bodyBytes) {
      this.#events.onAnswer(lane);
    } else {
      this.cancel(lane, null);
      this.#events.onStreamFailure(lane, 'protocol', `a body of ${bodyBytes} bytes, announced with ${contentLength}`);
    }
    return null;
  }

  #refuse(lane: number, problem: string): null {
    this.cancel(lane, ERROR_CODE.protocol);
    this.#events.onStreamFailure(lane, 'protocol', problem);
    return null;
  }

  /** Frees a lane without an answer; `code`: what the server is told, null: its side of the stream has ended. */
  cancel(lane: number, code: number | null): void {
    if (code !== null) this.#wire.write([rstStream(this.#lanes.streamId[lane]!, code)]);
    this.#uploads.drop(lane);
    this.#lanes.release(lane);
  }

  onControl(type: number, flags: number, streamId: number, buffer: Buffer, start: number, end: number): string | null {
    const payload = buffer.subarray(start, end);
    if (type === FRAME.settings) return this.#onSettings(flags, streamId, payload);
    if (!this.isSettled) return 'the server did not begin with SETTINGS';
    switch (type) {
      case FRAME.rstStream:
        return this.#onReset(streamId, payload);
      case FRAME.ping:
        if (streamId !== 0 || payload.length !== 8) return 'invalid PING';
        return (flags & FLAG.ack) === 0 ? this.#reply(frame(FRAME.ping, FLAG.ack, 0, payload)) : null;
      case FRAME.goaway: {
        const said = readGoaway(streamId, payload);
        if (said === null) return 'invalid GOAWAY';
        this.#events.onGoaway(said.lastStreamId, said.code);
        return null;
      }
      case FRAME.windowUpdate:
        return this.#onWindowUpdate(streamId, payload);
      case FRAME.pushPromise:
        return 'a pushed answer, which nobody asked for';
      default:
        return null;
    }
  }

  #onSettings(flags: number, streamId: number, payload: Buffer): string | null {
    const settings = readSettings(flags, streamId, payload);
    if (typeof settings === 'string') return settings;
    if (settings === null) return this.isSettled ? null : 'the server did not begin with its SETTINGS';
    if (settings.firstWindow !== null && !this.#uploads.setFirstWindow(settings.firstWindow)) {
      return 'a flow control window too large';
    }
    if (settings.streamLimit !== null) this.streamLimit = settings.streamLimit;
    const problem = this.#reply(SETTINGS_ACK);
    if (problem !== null) return problem;
    const isFirst = !this.isSettled;
    this.isSettled = true;
    if (isFirst) this.#wire.onSettled();
    // All that it has is answered, and nothing more is taken: the connection is of no more use.
    else if (this.streamLimit === 0) this.#events.onGoaway(this.#nextStreamId, ERROR_CODE.none);
    this.#writeBodies();
    return null;
  }

  #onReset(streamId: number, payload: Buffer): string | null {
    const code = readUint32(payload);
    // Stream 0 is what free lanes have.
    if (code === null || streamId === 0) return 'invalid RST_STREAM';
    const lane = this.#lanes.find(streamId);
    if (lane === -1) return this.#unknownStreamProblem(streamId);
    this.cancel(lane, null);
    this.#events.onStreamFailure(lane, 'read', `the server reset the stream: ${errorName(code)}`);
    return null;
  }

  #onWindowUpdate(streamId: number, payload: Buffer): string | null {
    const bytes = (readUint32(payload) ?? 0) & 0x7fffffff;
    if (bytes === 0) return 'invalid WINDOW_UPDATE';
    const lane = streamId === 0 ? -1 : this.#lanes.find(streamId);
    if (streamId !== 0 && lane === -1) return this.#unknownStreamProblem(streamId);
    const fits = streamId === 0 ? this.#uploads.widen(bytes) : this.#uploads.widenStream(lane, bytes);
    if (!fits) return 'a flow control window too large';
    this.#writeBodies();
    return null;
  }

  #writeBodies(): void {
    if (this.#uploads.isEmpty) return;
    const parts = this.#uploads.take();
    if (parts.length > 0) this.#wire.write(parts);
  }

  #reply(bytes: Uint8Array): string | null {
    this.#unreadReplies = this.#wire.isBlocked ? this.#unreadReplies + 1 : 0;
    if (this.#unreadReplies > MOST_UNREAD_REPLIES) return 'the server asks and does not read our replies';
    this.#wire.write([bytes]);
    return null;
  }
}

function headProblem(status: number, isEnd: boolean): string | null {
  if (status === 0) return 'an answer without a status';
  return isEnd && status < 200 ? 'an answer that ends before it begins' : null;
}

function trailerProblem(status: number, isEnd: boolean): string | null {
  if (status !== 0) return 'a second answer on a stream';
  return isEnd ? null : 'trailers that do not end the answer';
}

// A third of the cost of writeUInt32BE, whose checks are for what cannot be here.
function writeStreamId(bytes: Buffer, at: number, streamId: number): void {
  bytes[at] = streamId >>> 24;
  bytes[at + 1] = streamId >>> 16;
  bytes[at + 2] = streamId >>> 8;
  bytes[at + 3] = streamId;
}
