// Hot path of the open loop: one `take` and one `add` a request.

/** Connections with lanes to spare, each in turn: a ring in which a connection stands at most once. */
export class FreeConnections {
  readonly #lanes: number;
  readonly #free: Int32Array;
  readonly #isInRing: Uint8Array;
  readonly #ring: Int32Array;
  #head = 0;
  #count = 0;

  constructor(connections: number, lanes: number) {
    this.#lanes = lanes;
    this.#free = new Int32Array(connections);
    this.#isInRing = new Uint8Array(connections);
    this.#ring = new Int32Array(connections);
  }

  /** One lane of the connection whose turn it is; -1: all are taken. */
  take(): number {
    while (this.#count > 0) {
      const connection = this.#ring[this.#head]!;
      this.#head += 1;
      if (this.#head === this.#ring.length) this.#head = 0;
      this.#count -= 1;
      this.#isInRing[connection] = 0;
      if (this.#free[connection] === 0) continue;
      this.#free[connection]! -= 1;
      if (this.#free[connection]! > 0) this.#append(connection);
      return connection;
    }
    return -1;
  }

  /** One of its lanes has its outcome. */
  add(connection: number): void {
    this.#free[connection] = Math.min(this.#lanes, this.#free[connection]! + 1);
    if (this.#isInRing[connection] === 0) this.#append(connection);
  }

  /** It is open, and nothing is in flight on it. */
  addAll(connection: number): void {
    this.#free[connection] = this.#lanes;
    if (this.#isInRing[connection] === 0) this.#append(connection);
  }

  /** It is closed. */
  removeAll(connection: number): void {
    this.#free[connection] = 0;
  }

  #append(connection: number): void {
    let slot = this.#head + this.#count;
    if (slot >= this.#ring.length) slot -= this.#ring.length;
    this.#ring[slot] = connection;
    this.#isInRing[connection] = 1;
    this.#count += 1;
  }
}
