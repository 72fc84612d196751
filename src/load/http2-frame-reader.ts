// Hot path: `feed` runs once a read; see bench/README.md.
import { FLAG, FRAME, FRAME_HEAD_BYTES, MOST_FRAME_BYTES } from './http2-frames.js';

/** HEADERS and all its CONTINUATIONs: a block without end is a protocol error, nothing grows without bound. */
const MOST_BLOCK_BYTES = 65_536;

/** What the reader tells; each may say what is wrong, which ends the connection. Bytes are only lent. */
export interface FrameEvents {
  /** A whole header block, of how many frames whatsoever. */
  onHeaders(streamId: number, buffer: Buffer, start: number, end: number, isEnd: boolean): string | null;
  /** A part of a body; `flowBytes`: what it takes of the flow control window, padding included. */
  onData(
    streamId: number,
    buffer: Buffer,
    start: number,
    end: number,
    flowBytes: number,
    isEnd: boolean,
  ): string | null;
  /** Any other frame. */
  onControl(type: number, flags: number, streamId: number, buffer: Buffer, start: number, end: number): string | null;
}

/** Incremental reader of HTTP/2 frames: bodies are handed on as they come, other frames when they are whole. */
export class Http2FrameReader {
  readonly #events: FrameEvents;
  #carry: Buffer | null = null;
  /** Bytes of a DATA frame that are still to come. */
  #dataLeft = 0;
  #dataStream = 0;
  #dataEnds = false;
  /** Header block that goes on in CONTINUATION frames; null: none does. */
  #block: Buffer | null = null;
  #blockStream = 0;
  #blockEnds = false;

  constructor(events: FrameEvents) {
    this.#events = events;
  }

  /** Takes the first `length` bytes of `chunk`; returns what is wrong with them, or null. */
  feed(chunk: Buffer, length: number): string | null {
    let buffer = chunk;
    let end = length;
    if (this.#carry !== null) {
      buffer = Buffer.concat([this.#carry, chunk.subarray(0, length)]);
      end = buffer.length;
      this.#carry = null;
    }
    let pos = 0;
    while (pos < end) {
      let problem: string | null;
      if (this.#dataLeft > 0) {
        const taken = Math.min(this.#dataLeft, end - pos);
        problem = this.#passData(buffer, pos, pos + taken);
        pos += taken;
      } else {
        if (end - pos < FRAME_HEAD_BYTES) break;
        const payload = pos + FRAME_HEAD_BYTES;
        const size = (buffer[pos]! << 16) | (buffer[pos + 1]! << 8) | buffer[pos + 2]!;
        if (size > MOST_FRAME_BYTES) return `a frame of ${size} bytes`;
        const type = buffer[pos + 3]!;
        const flags = buffer[pos + 4]!;
        const streamId = buffer.readUInt32BE(pos + 5) & 0x7fffffff;
        if (this.#block !== null && (type !== FRAME.continuation || streamId !== this.#blockStream)) {
          return 'a header block that is not continued';
        }
        if (type === FRAME.data && (flags & FLAG.padded) === 0) {
          if (streamId === 0) return 'DATA without a stream';
          this.#dataStream = streamId;
          this.#dataEnds = (flags & FLAG.endStream) !== 0;
          this.#dataLeft = size;
          problem = size === 0 ? this.#passData(buffer, payload, payload) : null;
          pos = payload;
        } else {
          if (end - payload < size) break;
          problem = this.#takeFrame(type, flags, streamId, buffer, payload, payload + size);
          pos = payload + size;
        }
      }
      if (problem !== null) return problem;
    }
    if (pos < end) this.#carry = Buffer.from(buffer.subarray(pos, end));
    return null;
  }

  #passData(buffer: Buffer, start: number, end: number): string | null {
    this.#dataLeft -= end - start;
    const isEnd = this.#dataEnds && this.#dataLeft === 0;
    return this.#events.onData(this.#dataStream, buffer, start, end, end - start, isEnd);
  }

  #takeFrame(type: number, flags: number, streamId: number, buffer: Buffer, start: number, end: number): string | null {
    if (type === FRAME.continuation) return this.#continueBlock(flags, buffer.subarray(start, end));
    if (type !== FRAME.headers && type !== FRAME.data) {
      return this.#events.onControl(type, flags, streamId, buffer, start, end);
    }
    if (streamId === 0) return 'HEADERS or DATA without a stream';
    const isEnd = (flags & FLAG.endStream) !== 0;
    let from = start;
    let until = end;
    if ((flags & FLAG.padded) !== 0) {
      if (from === end) return 'padding without its length';
      until -= buffer[from]!;
      from += 1;
    }
    if (type === FRAME.headers && (flags & FLAG.priority) !== 0) from += 5;
    if (from > until) return 'more padding than frame';
    if (type === FRAME.data) return this.#events.onData(streamId, buffer, from, until, end - start, isEnd);
    if ((flags & FLAG.endHeaders) !== 0) return this.#events.onHeaders(streamId, buffer, from, until, isEnd);
    this.#block = Buffer.from(buffer.subarray(from, until));
    this.#blockStream = streamId;
    this.#blockEnds = isEnd;
    return null;
  }

  #continueBlock(flags: number, part: Buffer): string | null {
    if (this.#block === null) return 'CONTINUATION of nothing';
    // Empty frames would go on for ever.
    if (part.length === 0 && (flags & FLAG.endHeaders) === 0) return 'an empty CONTINUATION';
    const block = Buffer.concat([this.#block, part]);
    if (block.length > MOST_BLOCK_BYTES) return `header block longer than ${MOST_BLOCK_BYTES} bytes`;
    if ((flags & FLAG.endHeaders) === 0) {
      this.#block = block;
      return null;
    }
    this.#block = null;
    return this.#events.onHeaders(this.#blockStream, block, 0, block.length, this.#blockEnds);
  }
}
