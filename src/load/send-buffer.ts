// Hot path: bytes of requests that are made while they are sent.

const SLAB_BYTES = 65_536;

/**
 * Where requests are written before they leave. What was taken out belongs to the socket until it is sent, so that the
 * space is not used again: a full slab is left to the collector.
 */
export class SendBuffer {
  /** Where to write, between `at` and what was reserved. */
  bytes = Buffer.allocUnsafeSlow(SLAB_BYTES);
  at = 0;
  #start = 0;

  /** Sees to it that so many bytes can be written from `at` on. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const begun = this.at - this.#start;
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (begun + count)));
    this.bytes.copy(slab, 0, this.#start, this.at);
    this.bytes = slab;
    this.#start = 0;
    this.at = begun;
  }

  append(part: Uint8Array): void {
    this.reserve(part.byteLength);
    this.bytes.set(part, this.at);
    this.at += part.byteLength;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = this.bytes.subarray(this.#start, this.at);
    this.#start = this.at;
    return taken;
  }
}
