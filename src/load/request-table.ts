import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';
import { requestBytes } from './request-bytes.js';

/** All requests of a pool as bytes, made once; successive ones lie side by side, so that a batch is one write. */
export class RequestTable {
  readonly size: number;
  readonly #bytes: Buffer;
  /** Where each request of two rounds through the table begins, and the end of the last. */
  readonly #offsets: number[] = [];
  readonly #isHead: boolean[];
  readonly #slices = new Map<number, Buffer>();
  readonly #rounds: number;

  constructor(requests: readonly RequestSpec[], endpoint: Endpoint, longestBatch: number) {
    const encoded = requests.map((request) => requestBytes(request, endpoint));
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
    this.#isHead = requests.map((request) => request.method === 'HEAD');
  }

  isHead(requestIndex: number): boolean {
    return this.#isHead[requestIndex]!;
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
