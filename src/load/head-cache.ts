// Hot path: see bench/README.md.
import type { ReceivedHeaders } from '../scenario/check.js';
import { headersOf, type ResponseHead } from './response-head.js';

/** A longer head, or trailer section, is a protocol error. */
export const MAX_HEAD_BYTES = 65_536;

/**
 * The last head seen on any connection of a pool. A server sends the same head again until its Date changes, and bytes
 * that are equal parse to an equal result, so most heads cost one comparison instead of a scan and a parse.
 */
export class HeadCache {
  readonly bytes = Buffer.allocUnsafe(MAX_HEAD_BYTES);
  length = 0;
  head: ResponseHead | null = null;
  #headersOf: ResponseHead | null = null;
  #headers: ReceivedHeaders = {};

  store(buffer: Buffer, start: number, end: number, head: ResponseHead): void {
    buffer.copy(this.bytes, 0, start, end);
    this.length = end - start;
    this.head = head;
  }

  /** The headers of a head, taken apart once for as long as it is the last one asked for. */
  headersOf(head: ResponseHead): ReceivedHeaders {
    if (head !== this.#headersOf) {
      this.#headersOf = head;
      this.#headers = headersOf(head);
    }
    return this.#headers;
  }
}
