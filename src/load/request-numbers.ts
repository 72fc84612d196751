// Hot path: `take` runs once a request.

/** A counter that all threads share, of the requests of one pool or of several; of 32 bits. */
export function createCounter(first = 0): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(Uint32Array.BYTES_PER_ELEMENT);
  new Uint32Array(shared)[0] = first;
  return shared;
}

/**
 * Numbers requests 0, 1, 2 ... over all threads without gap or double: each is taken once, and those that were given back
 * are taken again first. They go on from slice to slice.
 */
export class RequestNumbers {
  readonly #shared: Uint32Array;
  readonly #givenBack: number[] = [];
  #low = 0;
  #high = 0;

  constructor(shared: SharedArrayBuffer) {
    this.#shared = new Uint32Array(shared);
  }

  take(): number {
    if (this.#givenBack.length > 0) return this.#givenBack.shift()!;
    const low = Atomics.add(this.#shared, 0, 1);
    // Atomics on 64 bits make an object each time; a thread sees by itself that 32 bits have run over.
    if (low < this.#low) this.#high += 2 ** 32;
    this.#low = low;
    return this.#high + low;
  }

  giveBack(request: number): void {
    this.#givenBack.push(request);
  }
}
