import type { Recording } from '../model/recording.js';
import type { ConnectionPool, OpenResult } from './engine.js';

type Opened = Pick<Recording['connections'], 'requested' | 'opened' | 'reopened' | 'reopenedInWindow' | 'streamLimit'>;

/** Which connections a slice began with, and what was opened within it. */
export class SliceConnections {
  /** When each was last opened within this slice; 0: not since it began. */
  readonly openedNs: Float64Array;
  readonly #pool: ConnectionPool;
  readonly #openBefore: number;
  #openedLater = 0;
  #reopened: number;
  #reopenedInWindow = 0;

  constructor(pool: ConnectionPool, { open, reopened }: OpenResult) {
    this.#pool = pool;
    this.openedNs = new Float64Array(pool.connections);
    this.#openBefore = open;
    this.#reopened = reopened;
  }

  opened(connection: number, isReopened: boolean, nowNs: number, isInWindow: boolean): void {
    this.openedNs[connection] = nowNs;
    if (connection >= this.#pool.initialConnections && !isReopened) this.#openedLater += 1;
    if (!isReopened) return;
    this.#reopened += 1;
    if (isInWindow) this.#reopenedInWindow += 1;
  }

  get recorded(): Opened {
    const { initialConnections, streamLimit } = this.#pool;
    return {
      requested: initialConnections,
      opened: this.#openBefore + this.#openedLater,
      reopened: this.#reopened,
      reopenedInWindow: this.#reopenedInWindow,
      ...(streamLimit !== null && { streamLimit }),
    };
  }
}
