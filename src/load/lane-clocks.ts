// Hot path: one `advance` a response; see bench/README.md.

/** What the lanes of a slice come to. */
export interface LaneTotals {
  readonly lanes: number;
  /** Sum over the lanes of the time they had for their window requests. */
  readonly laneSpanNs: number;
  /** Sum of the pauses within those spans; 0 where requests ran out, and nobody knows which pause was the last. */
  readonly pauseSumNs: number;
}

/** The measured window, by the clock. */
export interface WindowSpan {
  readonly startNs: number;
  readonly endNs: number;
}

/** What the lanes had left to do at the end. */
export interface LanesEnd {
  /** There were no requests left before the time was over. */
  readonly ranOut: boolean;
  hasConnection(lane: number): boolean;
}

/** One clock for each lane: from its first window request to its last outcome, and the pause that follows it. */
export class LaneClocks {
  readonly #count: number;
  readonly #firstNs: Float64Array;
  readonly #lastNs: Float64Array;
  /** Pause behind the last outcome of each lane; null as long as nobody pauses. */
  #lastPauseNs: Float64Array | null = null;
  #pauseSumNs = 0;
  #lastOfAllNs = 0;

  constructor(count: number) {
    this.#count = count;
    this.#firstNs = new Float64Array(count).fill(Number.NaN);
    this.#lastNs = new Float64Array(count);
  }

  /** A window request of this lane, free for it since `readyNs`, has its outcome. */
  advance(lane: number, readyNs: number, outcomeNs: number): void {
    if (Number.isNaN(this.#firstNs[lane]!)) this.#firstNs[lane] = readyNs;
    this.#lastNs[lane] = outcomeNs;
    this.#lastOfAllNs = outcomeNs;
    if (this.#lastPauseNs !== null) this.#lastPauseNs[lane] = 0;
  }

  /** The outcome of a window request is followed by a pause, or its pause is so much longer. */
  pause(lane: number, pauseNs: number): void {
    this.#lastPauseNs ??= new Float64Array(this.#count);
    this.#lastPauseNs[lane]! += pauseNs;
    this.#pauseSumNs += pauseNs;
  }

  /** Arrivals decide what an open loop does in its window: lanes without any are no lanes that waited. */
  totalOfOpenLoop({ startNs, endNs }: WindowSpan): LaneTotals {
    return { lanes: this.#count, laneSpanNs: this.#count * (endNs - startNs), pauseSumNs: 0 };
  }

  /**
   * A lane is loaded to the end of the window unless the requests ran out before: one whose last outcome is older than
   * that waited for a connection, or for an answer that never came; and one that was never used was stuck or had none.
   * Whether requests run out or not, a lane without a connection waits for one.
   */
  total({ startNs, endNs }: WindowSpan, end: LanesEnd): LaneTotals {
    let lanes = 0;
    let laneSpanNs = 0;
    for (let lane = 0; lane < this.#count; lane += 1) {
      const isThrough = end.ranOut && end.hasConnection(lane);
      const firstNs = this.#firstNs[lane]!;
      if (!Number.isNaN(firstNs)) {
        lanes += 1;
        laneSpanNs += (isThrough ? this.#endOfRequestsNs(lane) : this.#endNs(lane, endNs)) - firstNs;
      } else if (!isThrough) {
        lanes += 1;
        laneSpanNs += endNs - startNs;
      }
    }
    return { lanes, laneSpanNs, pauseSumNs: end.ranOut ? 0 : this.#pauseSumNs };
  }

  /** Whole turns of request and pause, so that their rate does not depend on where the window cuts them. */
  #endNs(lane: number, windowEndNs: number): number {
    return Math.max(this.#lastNs[lane]! + (this.#lastPauseNs?.[lane] ?? 0), windowEndNs);
  }

  /** Which lane has the next request is open while several pause: then they end together. */
  #endOfRequestsNs(lane: number): number {
    return this.#lastPauseNs === null ? this.#lastNs[lane]! : this.#lastOfAllNs;
  }
}
