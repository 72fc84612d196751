// Hot path: `batchOf` runs once a write.
import type { PendingRequests } from './pending-requests.js';
import type { MadeRequests } from './prepared-requests.js';
import type { WireRequests } from './request-table.js';
import { SendBuffer } from './send-buffer.js';

/** Requests that are made in the moment they are sent, side by side, so that a batch is one write. */
export class WrittenRequests implements WireRequests {
  readonly #requests: MadeRequests;
  readonly #out = new SendBuffer();

  constructor(requests: MadeRequests) {
    this.#requests = requests;
  }

  isHead(requestIndex: number): boolean {
    return this.#requests.isHead(requestIndex);
  }

  batchOf(pending: PendingRequests, count: number): Buffer {
    if (count === 1) {
      const prebuilt = this.#requests.prebuilt?.(pending.requestIndexAt(pending.count - 1)) ?? null;
      if (prebuilt !== null) return prebuilt;
    }
    for (let i = pending.count - count; i < pending.count; i += 1) {
      this.#requests.write(pending.requestIndexAt(i), this.#out);
    }
    return this.#out.take();
  }
}
