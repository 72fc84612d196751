import { type ErrorLimit, isLimitReached, type Outcomes } from '../model/error-limit.js';
import type { Segment } from './segment.js';

// Places in the memory that the threads of a slice share.
const SPENT = 0;
const FAILURES = 1;
const FIRST_THREAD = 2;
const PLACES_A_THREAD = 2;

/** Memory for the budget of a slice on so many threads. */
export function sharedErrors(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer((FIRST_THREAD + threads * PLACES_A_THREAD) * BigInt64Array.BYTES_PER_ELEMENT);
}

/** Whether a slice with this memory ended because too much failed. */
export function isSpent(shared: SharedArrayBuffer): boolean {
  return Atomics.load(new BigInt64Array(shared), SPENT) !== 0n;
}

/**
 * Failures of all threads of a slice against the limit at which it ends. A number is counted failure by failure in
 * memory that all share; a share is looked at now and then, over what every thread has written down until then.
 */
export class ErrorBudget {
  readonly #limit: ErrorLimit;
  readonly #shared: BigInt64Array;
  readonly #ownPlace: number;

  constructor(limit: ErrorLimit, shared: SharedArrayBuffer, segment: Segment) {
    this.#limit = limit;
    this.#shared = new BigInt64Array(shared);
    this.#ownPlace = FIRST_THREAD + segment.index * PLACES_A_THREAD;
  }

  /** So many more failures: true when no more are allowed. */
  spend(failures: number): boolean {
    if (this.#limit.kind === 'share') return false;
    const before = Atomics.add(this.#shared, FAILURES, BigInt(failures));
    const counted = Number(before) + failures;
    return isLimitReached(this.#limit, { failures: counted, outcomes: counted }) && this.#end();
  }

  /** True when this thread or another one has found that no more failures are allowed. */
  look({ failures, outcomes }: Outcomes): boolean {
    if (Atomics.load(this.#shared, SPENT) !== 0n) return true;
    if (this.#limit.kind === 'count') return false;
    Atomics.store(this.#shared, this.#ownPlace, BigInt(failures));
    Atomics.store(this.#shared, this.#ownPlace + 1, BigInt(outcomes));
    return isLimitReached(this.#limit, this.#sumOverThreads()) && this.#end();
  }

  #sumOverThreads(): Outcomes {
    let failures = 0;
    let outcomes = 0;
    for (let place = FIRST_THREAD; place < this.#shared.length; place += PLACES_A_THREAD) {
      failures += Number(Atomics.load(this.#shared, place));
      outcomes += Number(Atomics.load(this.#shared, place + 1));
    }
    return { failures, outcomes };
  }

  #end(): true {
    Atomics.store(this.#shared, SPENT, 1n);
    return true;
  }
}
