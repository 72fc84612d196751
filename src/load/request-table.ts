import type { Endpoint } from '../model/load-profile.js';
import type { FixedRequests } from './fixed-requests.js';
import type { PendingRequests } from './pending-requests.js';
import { requestBytes } from './request-bytes.js';

/** Requests as the bytes of HTTP/1.1. */
export interface WireRequests {
  isHead(requestIndex: number): boolean;
  /** The newest `count` of a connection's requests, side by side. */
  batchOf(pending: PendingRequests, count: number): Buffer;
}

/** All requests of a pool as bytes, made once; successive ones lie side by side, so that a batch is one write. */
export class RequestTable implements WireRequests {
  readonly size: number;
  readonly #bytes: Buffer;
  /** Where each request of two rounds through the table begins, and the end of the last. */
  readonly #offsets: number[] = [];
  readonly #isHead: boolean[];
  readonly #slices = new Map<number, Buffer>();
  readonly #rounds: number;
  readonly #requests: FixedRequests;

  constructor(requests: FixedRequests, endpoint: Endpoint, longestBatch: number) {
    // A round has the same request many times if their weights are far apart.
    const distinct = new Map([...new Set(requests.fixed)].map((one) => [one, requestBytes(one, endpoint)] as const));
    const encoded = requests.fixed.map((request) => distinct.get(request)!);
    this.#requests = requests;
    this.size = encoded.length;
    this.#rounds = 1 + Math.ceil(longestBatch / this.size);
    const parts: Buffer[] = [];
    let offset = 0;
    for (let i = 0; i < this.size * this.#rounds; i += 1) {
      const part = encoded[i % this.size]!;
      parts.push(part);
      this.#offsets.push(offset);
      offset += part.length;
    }
    this.#offsets.push(offset);
    this.#bytes = Buffer.concat(parts);
    this.#isHead = requests.fixed.map((request) => request.method === 'HEAD');
  }

  isHead(requestIndex: number): boolean {
    return this.#isHead[requestIndex]!;
  }

  batchOf(pending: PendingRequests, count: number): Buffer {
    const begin = pending.count - count;
    const first = pending.requestIndexAt(begin);
    if (this.#requests.isInOrder) return this.batch(first, count);
    const indices = Array.from({ length: count }, (_, i) => pending.requestIndexAt(begin + i));
    if (indices.every((index, i) => index === (first + i) % this.size)) return this.batch(first, count);
    return Buffer.concat(indices.map((index) => this.batch(index, 1)));
  }

  /** The bytes of `count` requests from `first` on, wrapping around the table. Made once for each pair. */
  batch(first: number, count: number): Buffer {
    const key = first * 65_536 + count;
    let slice = this.#slices.get(key);
    if (slice === undefined) {
      slice = this.#bytes.subarray(this.#offsets[first]!, this.#offsets[first + count]!);
      this.#slices.set(key, slice);
    }
    return slice;
  }
}
