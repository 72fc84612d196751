// Hot path: one of these for each connection, reused for ever, so that a request costs no allocation.

/** The requests of one connection in the order they were sent: a ring whose slots are the connection's lanes. */
export class PendingRequests {
  readonly #capacity: number;
  readonly #requestIndex: Int32Array | Float64Array;
  readonly #intendedNs: Float64Array;
  readonly #sentNs: Float64Array;
  #head = 0;
  #count = 0;

  /** `hasLargeNumbers`: a long load makes more requests than 32 bits count; places in a table cost less without. */
  constructor(capacity: number, hasLargeNumbers: boolean) {
    this.#capacity = capacity;
    this.#requestIndex = hasLargeNumbers ? new Float64Array(capacity) : new Int32Array(capacity);
    this.#intendedNs = new Float64Array(capacity);
    this.#sentNs = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Lane of the oldest request. */
  get lane(): number {
    return this.#head;
  }

  get requestIndex(): number {
    return this.#requestIndex[this.#head]!;
  }

  get intendedNs(): number {
    return this.#intendedNs[this.#head]!;
  }

  get sentNs(): number {
    return this.#sentNs[this.#head]!;
  }

  push(requestIndex: number, intendedNs: number): void {
    let slot = this.#head + this.#count;
    if (slot >= this.#capacity) slot -= this.#capacity;
    this.#requestIndex[slot] = requestIndex;
    this.#intendedNs[slot] = intendedNs;
    this.#count += 1;
  }

  /** Stamps the newest `count` requests. */
  markSent(count: number, sentNs: number): void {
    for (let i = this.#count - count; i < this.#count; i += 1) {
      this.#sentNs[(this.#head + i) % this.#capacity] = sentNs;
    }
  }

  requestIndexAt(position: number): number {
    return this.#requestIndex[(this.#head + position) % this.#capacity]!;
  }

  intendedNsAt(position: number): number {
    return this.#intendedNs[(this.#head + position) % this.#capacity]!;
  }

  shift(): void {
    this.#head += 1;
    if (this.#head === this.#capacity) this.#head = 0;
    this.#count -= 1;
  }

  /** Forgets the newest `count`, which never left. */
  dropNewest(count: number): void {
    this.#count -= count;
  }

  /** How many of the oldest `sent` requests were sent from `fromNs` to before `toNs`. */
  countSentWithin(sent: number, fromNs: number, toNs: number): number {
    let within = 0;
    for (let i = 0; i < sent; i += 1) {
      const sentNs = this.#sentNs[(this.#head + i) % this.#capacity]!;
      if (sentNs >= fromNs && sentNs < toNs) within += 1;
    }
    return within;
  }
}
