// Hot path: one of these for each connection, reused for ever, so that a request costs no allocation of ours.
import type { Http2Head } from './http2-head.js';
import { MAX_SAMPLE_BYTES, type SampledResponse } from './response-parser.js';

/** The requests in flight on one connection: a lane each, with the stream it is on. */
export class Http2Lanes {
  readonly capacity: number;
  /** Lanes with a request. */
  active = 0;
  /** Stream by lane; 0: the lane is free. */
  readonly streamId: Int32Array;
  readonly requestIndex: Float64Array;
  /** 1: the request was a HEAD, whose answer has no body whatever it says. */
  readonly isHead: Uint8Array;
  readonly intendedNs: Float64Array;
  readonly sentNs: Float64Array;
  /** Of the final answer; 0: its head has not come. */
  readonly status: Int32Array;
  /** -1: the head does not say. */
  readonly contentLength: Float64Array;
  readonly bodyBytes: Float64Array;
  /** Read on this stream since its window was last opened again. */
  readonly unreturnedBytes: Float64Array;
  readonly #samples: (SampleInProgress | null)[];
  readonly #free: Int32Array;
  /** Where the next answer is looked for first: mostly they come in the order of the requests. */
  #guess = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.streamId = new Int32Array(capacity);
    this.requestIndex = new Float64Array(capacity);
    this.isHead = new Uint8Array(capacity);
    this.intendedNs = new Float64Array(capacity);
    this.sentNs = new Float64Array(capacity);
    this.status = new Int32Array(capacity);
    this.contentLength = new Float64Array(capacity);
    this.bodyBytes = new Float64Array(capacity);
    this.unreturnedBytes = new Float64Array(capacity);
    this.#samples = new Array<SampleInProgress | null>(capacity).fill(null);
    this.#free = Int32Array.from({ length: capacity }, (_, place) => capacity - 1 - place);
  }

  /** Puts a request on a free lane, of which there must be one. */
  take(streamId: number, requestIndex: number, intendedNs: number, sentNs: number): number {
    const lane = this.#free[this.capacity - 1 - this.active]!;
    this.active += 1;
    this.streamId[lane] = streamId;
    this.requestIndex[lane] = requestIndex;
    this.intendedNs[lane] = intendedNs;
    this.sentNs[lane] = sentNs;
    this.status[lane] = 0;
    this.contentLength[lane] = -1;
    this.bodyBytes[lane] = 0;
    this.unreturnedBytes[lane] = 0;
    this.#samples[lane] = null;
    return lane;
  }

  release(lane: number): void {
    this.streamId[lane] = 0;
    this.active -= 1;
    this.#free[this.capacity - 1 - this.active] = lane;
  }

  /** The lane of a stream; -1: none has it, any more or at all. */
  find(streamId: number): number {
    const { capacity } = this;
    let lane = this.#guess;
    for (let looked = 0; looked < capacity; looked += 1) {
      if (this.streamId[lane] === streamId) {
        this.#guess = lane;
        return lane;
      }
      lane += 1;
      if (lane === capacity) lane = 0;
    }
    return -1;
  }

  /** The lane whose request is the oldest; -1: none has one. */
  oldest(): number {
    let oldest = -1;
    for (let lane = 0; lane < this.capacity; lane += 1) {
      const streamId = this.streamId[lane]!;
      if (streamId > 0 && (oldest === -1 || streamId < this.streamId[oldest]!)) oldest = lane;
    }
    return oldest;
  }

  countSentWithin(fromNs: number, toNs: number): number {
    let within = 0;
    for (let lane = 0; lane < this.capacity; lane += 1) {
      const sentNs = this.sentNs[lane]!;
      if (this.streamId[lane]! > 0 && sentNs >= fromNs && sentNs < toNs) within += 1;
    }
    return within;
  }

  /** Keeps this answer; with `keepsBody` the body as well. */
  startSample(lane: number, head: Http2Head, keepsBody: boolean): void {
    this.#samples[lane] = { head, keepsBody, parts: [], bytes: 0 };
  }

  /** Keeps a part of the body where that is wanted of this answer. */
  keepSample(lane: number, buffer: Buffer, start: number, end: number): void {
    const sample = this.#samples[lane];
    if (sample === null || sample === undefined || !sample.keepsBody) return;
    sample.bytes += end - start;
    if (sample.bytes <= MAX_SAMPLE_BYTES) sample.parts.push(Buffer.from(buffer.subarray(start, end)));
    else sample.parts.length = 0;
  }

  /** The sampled answer; null: this one is none. */
  takeSample(lane: number): SampledResponse | null {
    const sample = this.#samples[lane];
    if (sample === null || sample === undefined) return null;
    this.#samples[lane] = null;
    const body = sample.bytes > MAX_SAMPLE_BYTES ? null : Buffer.concat(sample.parts);
    return { headers: sample.head.headers, body };
  }
}

interface SampleInProgress {
  readonly head: Http2Head;
  readonly keepsBody: boolean;
  readonly parts: Buffer[];
  bytes: number;
}
