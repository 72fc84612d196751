// Hot path: `partWanted` runs once a response; see bench/README.md.
import type { CheckedPart } from '../scenario/check.js';
import type { PoolState } from './connection-pool.js';

/** Which answers of a connection are looked at: the first, and from then on one in so many. */
export class AnswerSampler {
  readonly #pool: PoolState;
  #untilNext = 0;

  constructor(pool: PoolState) {
    this.#pool = pool;
  }

  /** The next answer counts as the first. */
  restart(): void {
    this.#untilNext = 0;
  }

  /** What is to be kept of the answer whose turn it is; called once for each. */
  partWanted(): CheckedPart {
    const { sink, options } = this.#pool;
    if (sink.partChecked === 'none') return 'none';
    this.#untilNext -= 1;
    if (this.#untilNext > 0) return 'none';
    this.#untilNext = options.bodySampleEvery;
    return sink.partChecked;
  }
}
