// Hot path: breaks the size and allocation rules of the other files on purpose; bench/README.md says what that buys.
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import { type HeadCache, MAX_HEAD_BYTES } from './head-cache.js';
import { headerLineProblem, parseHead, type ResponseHead } from './response-head.js';

/** Longer chunk lines are protocol errors, as longer heads and trailers are: nothing grows without bound. */
const MAX_CHUNK_LINE_BYTES = 4096;
/** A longer body is counted, and not kept. */
export const MAX_SAMPLE_BYTES = 16_777_216;

const NO_BODY = Buffer.alloc(0);
const CR = 13;
const LF = 10;

// What the next byte belongs to.
const HEAD = 0;
const BODY_OF_LENGTH = 1;
const BODY_UNTIL_CLOSE = 2;
const CHUNK_LINE = 3;
const CHUNK_DATA = 4;
const CHUNK_END = 5;
const TRAILER = 6;
/** After an answer that ends the connection. */
const DONE = 7;

/** What the parser asks and tells; implemented by a connection. */
export interface ParserEvents {
  /** True when the request being answered was a HEAD, whose answer has no body whatever it says. */
  isHeadRequest(): boolean;
  /** The head of a final answer is complete: what of it is to be kept for `onResponse`. */
  partWanted(): CheckedPart;
  onResponse(status: number, bodyBytes: number, keepAlive: boolean, sample: SampledResponse | null): void;
}

/** A response that is looked at; valid only while it is told of. */
export interface SampledResponse {
  /** The same object as long as the server sends the same head. */
  readonly headers: ReceivedHeaders;
  /** Empty where only the head was wanted, null where it was too long to be kept. */
  readonly body: Uint8Array | null;
}

/** Incremental HTTP/1.1 response parser: finds where each answer ends and keeps nothing but what it needs for that. */
export class ResponseParser {
  /** Requests whose bytes have left and that are not answered yet; kept by the connection. */
  expected = 0;
  readonly #events: ParserEvents;
  readonly #cache: HeadCache;
  #state: number = HEAD;
  #carry: Buffer | null = null;
  #status = 0;
  #keepAlive = true;
  #remaining = 0;
  #bodyBytes = 0;
  #trailerBytes = 0;
  /** Whose headers are to be told of; null: this answer is not sampled. */
  #sampledHead: ResponseHead | null = null;
  #keepsBody = false;
  readonly #sampleParts: Buffer[] = [];
  #sampledBody: Buffer = NO_BODY;
  #sampleBytes = 0;

  constructor(events: ParserEvents, cache: HeadCache) {
    this.#events = events;
    this.#cache = cache;
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
      switch (this.#state) {
        case HEAD: {
          if (this.expected === 0) return `${end - pos} bytes that no request asked for`;
          const next = this.#readHead(buffer, pos, end);
          if (typeof next === 'string') return next;
          if (next < 0) return this.#keep(buffer, pos, end, MAX_HEAD_BYTES, 'response head');
          pos = next;
          // A bodyless answer was reported by #readHead already.
          break;
        }
        case BODY_OF_LENGTH: {
          const taken = Math.min(this.#remaining, end - pos);
          if (this.#keepsBody) this.#keepSample(buffer, pos, pos + taken, taken === this.#remaining);
          pos += taken;
          this.#bodyBytes += taken;
          this.#remaining -= taken;
          if (this.#remaining === 0) {
            const problem = this.#complete(end - pos);
            if (problem !== null) return problem;
          }
          break;
        }
        case BODY_UNTIL_CLOSE:
          if (this.#keepsBody) this.#keepSample(buffer, pos, end, false);
          this.#bodyBytes += end - pos;
          pos = end;
          break;
        case CHUNK_LINE: {
          const lineEnd = indexOfLine(buffer, pos, end);
          if (lineEnd < 0) return this.#keep(buffer, pos, end, MAX_CHUNK_LINE_BYTES, 'chunk size line');
          const size = parseChunkSize(buffer.toString('latin1', pos, lineEnd));
          if (size < 0)
            return `invalid chunk size: ${JSON.stringify(buffer.toString('latin1', pos, Math.min(lineEnd, pos + 40)))}`;
          pos = lineEnd + 2;
          this.#remaining = size;
          this.#trailerBytes = 0;
          this.#state = size === 0 ? TRAILER : CHUNK_DATA;
          break;
        }
        case CHUNK_DATA: {
          const taken = Math.min(this.#remaining, end - pos);
          if (this.#keepsBody) this.#keepSample(buffer, pos, pos + taken, false);
          pos += taken;
          this.#bodyBytes += taken;
          this.#remaining -= taken;
          if (this.#remaining === 0) this.#state = CHUNK_END;
          break;
        }
        case CHUNK_END:
          if (end - pos < 2) return this.#keep(buffer, pos, end, 2, 'chunk end');
          if (buffer[pos] !== CR || buffer[pos + 1] !== LF) return 'chunk data longer than its size line says';
          pos += 2;
          this.#state = CHUNK_LINE;
          break;
        case TRAILER: {
          const lineEnd = indexOfLine(buffer, pos, end);
          if (lineEnd < 0) return this.#keep(buffer, pos, end, MAX_HEAD_BYTES, 'trailer');
          this.#trailerBytes += lineEnd + 2 - pos;
          if (this.#trailerBytes > MAX_HEAD_BYTES) return `trailers over ${MAX_HEAD_BYTES} bytes`;
          const isLast = lineEnd === pos;
          if (!isLast) {
            const problem = headerLineProblem(buffer.toString('latin1', pos, lineEnd));
            if (problem !== null) return `invalid trailer: ${problem}`;
          }
          pos = lineEnd + 2;
          if (isLast) {
            const problem = this.#complete(end - pos);
            if (problem !== null) return problem;
          }
          break;
        }
        case DONE:
          return null;
      }
    }
    return null;
  }

  /** The connection ended: completes an answer that ends with it. False when an answer was cut short. */
  finish(): boolean {
    if (this.#state === BODY_UNTIL_CLOSE) {
      this.#report();
      return true;
    }
    return this.#state === DONE || (this.#state === HEAD && this.#carry === null);
  }

  /** Returns the position after the head, -1 when it is not complete, or what is wrong with it. */
  #readHead(buffer: Buffer, pos: number, end: number): number | string {
    const cache = this.#cache;
    let headEnd: number;
    let head: ResponseHead;
    if (
      cache.head !== null &&
      end - pos >= cache.length &&
      buffer.compare(cache.bytes, 0, cache.length, pos, pos + cache.length) === 0
    ) {
      headEnd = pos + cache.length;
      head = cache.head;
    } else {
      headEnd = indexOfHeadEnd(buffer, pos, end);
      if (headEnd < 0) return -1;
      if (headEnd - pos > MAX_HEAD_BYTES) return `response head over ${MAX_HEAD_BYTES} bytes`;
      const parsed = parseHead(buffer.toString('latin1', pos, headEnd - 4));
      if (typeof parsed === 'string') return parsed;
      head = parsed;
      cache.store(buffer, pos, headEnd, head);
    }
    if (head.status < 200) return head.status === 101 ? 'unexpected 101 Switching Protocols' : headEnd;
    this.#status = head.status;
    this.#keepAlive = head.keepAlive;
    this.#bodyBytes = 0;
    const part = this.#events.partWanted();
    this.#sampledHead = part === 'none' ? null : head;
    this.#keepsBody = part === 'whole';
    // RFC 9112 section 6.3: these end with their head, whatever it says about a body.
    if (head.status === 204 || head.status === 304 || this.#events.isHeadRequest()) {
      return this.#complete(end - headEnd) ?? headEnd;
    }
    if (head.framing === 'length') {
      if (head.contentLength === 0) return this.#complete(end - headEnd) ?? headEnd;
      this.#remaining = head.contentLength;
      this.#state = BODY_OF_LENGTH;
    } else if (head.framing === 'chunked') {
      this.#state = CHUNK_LINE;
    } else {
      this.#state = BODY_UNTIL_CLOSE;
      this.#keepAlive = false;
    }
    return headEnd;
  }

  #keep(buffer: Buffer, pos: number, end: number, limit: number, what: string): string | null {
    if (end - pos > limit) return `${what} over ${limit} bytes`;
    // The buffer is shared by all connections and overwritten by the next read.
    this.#carry = Buffer.from(buffer.subarray(pos, end));
    return null;
  }

  #keepSample(buffer: Buffer, start: number, end: number, isLast: boolean): void {
    this.#sampleBytes += end - start;
    const part = buffer.subarray(start, end);
    // The last part is told of before the next read overwrites it, so most bodies are never copied.
    if (this.#sampleBytes > MAX_SAMPLE_BYTES) this.#sampleParts.length = 0;
    else if (isLast && this.#sampleParts.length === 0) this.#sampledBody = part;
    else this.#sampleParts.push(isLast ? part : Buffer.from(part));
  }

  #takeSample(head: ResponseHead): SampledResponse {
    let body: Buffer | null = this.#sampledBody;
    if (this.#sampleBytes > MAX_SAMPLE_BYTES) body = null;
    else if (this.#sampleParts.length > 0) body = Buffer.concat(this.#sampleParts);
    this.#sampledBody = NO_BODY;
    this.#sampleParts.length = 0;
    this.#sampleBytes = 0;
    return { headers: this.#cache.headersOf(head), body };
  }

  #complete(bytesLeft: number): string | null {
    // With another request on the wire the rest is its answer's; otherwise this answer is longer than it says.
    if (bytesLeft > 0 && this.expected === 1) return `${bytesLeft} bytes after a complete answer`;
    this.#report();
    return null;
  }

  #report(): void {
    const sample = this.#sampledHead === null ? null : this.#takeSample(this.#sampledHead);
    this.#state = this.#keepAlive ? HEAD : DONE;
    this.expected -= 1;
    this.#events.onResponse(this.#status, this.#bodyBytes, this.#keepAlive, sample);
  }
}

/** Position after CR LF CR LF, or -1. */
function indexOfHeadEnd(buffer: Buffer, start: number, end: number): number {
  let i = start + 3;
  while (i < end) {
    const byte = buffer[i]!;
    if (byte === LF) {
      if (buffer[i - 1] === CR && buffer[i - 2] === LF && buffer[i - 3] === CR) return i + 1;
      i += 2;
    } else {
      // No end can cover a byte that is neither CR nor LF.
      i += byte === CR ? 1 : 4;
    }
  }
  return -1;
}

/** Position of the CR of the next CR LF, or -1. */
function indexOfLine(buffer: Buffer, start: number, end: number): number {
  for (let i = start + 1; i < end; i += 1) {
    if (buffer[i] === LF && buffer[i - 1] === CR) return i - 1;
  }
  return -1;
}

function parseChunkSize(line: string): number {
  const match = /^([0-9a-fA-F]{1,12})[ \t]*(?:;[\t -~\x80-\xff]*)?$/.exec(line);
  return match === null ? -1 : Number.parseInt(match[1]!, 16);
}
