/** How many threads still wait for answers to requests of their window; filler goes on until there are none. */
export interface OpenWindows {
  leave(): void;
  readonly count: number;
}

/** Memory in which the threads of a slice, so many, count them. */
export function sharedWindows(threads: number): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  new Int32Array(shared)[0] = threads;
  return shared;
}

/** Those that are counted in this memory. */
export function openWindowsIn(shared: SharedArrayBuffer): OpenWindows {
  const counter = new Int32Array(shared);
  return {
    leave: () => void Atomics.sub(counter, 0, 1),
    get count() {
      return Atomics.load(counter, 0);
    },
  };
}

/** One thread's window after its end: left once, when its last request has its outcome. */
export class OwnWindow {
  readonly #all: OpenWindows;
  /** Requests without an outcome, as far as they have been counted. */
  #left = 0;
  #hasLeft = false;

  constructor(all: OpenWindows) {
    this.#all = all;
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Of this thread or of another one. */
  get isAnyOpen(): boolean {
    return this.#all.count > 0;
  }

  /** So many of its requests have no outcome. */
  expect(requests: number): void {
    this.#left = requests;
    if (requests === 0) this.leave();
  }

  /** One of them has its outcome. */
  settle(): void {
    this.#left -= 1;
    if (this.#left === 0) this.leave();
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#all.leave();
  }
}
