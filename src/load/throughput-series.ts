import type { Recording } from '../model/recording.js';

const SECOND_NS = 1e9;
export const TICK_MS = SECOND_NS / 1e6;

/** Totals so far. */
export interface Totals {
  readonly ok: number;
  readonly failed: number;
  readonly bytesRead: number;
}

const NONE: Totals = { ok: 0, failed: 0, bytesRead: 0 };

/** How the totals of a slice grew: rates of short intervals as wrk samples them, and counts of seconds that add up to all. */
export class ThroughputSeries {
  readonly samples: number[] = [];
  readonly seconds: ({ readonly second: number } & Totals)[] = [];
  #sampledNs = 0;
  #sampledOk = 0;
  #tickedNs = 0;
  #ticked: Totals = NONE;

  start(startNs: number): void {
    this.#sampledNs = startNs;
    this.#tickedNs = startNs;
  }

  sample(nowNs: number, ok: number): void {
    // wrk leaves empty intervals out and extends the next one.
    if (ok === this.#sampledOk) return;
    this.samples.push(((ok - this.#sampledOk) / (nowNs - this.#sampledNs)) * 1e9);
    this.#sampledOk = ok;
    this.#sampledNs = nowNs;
  }

  /** The rest of an interval says little of the rate; alone it is all there is. */
  sampleLast(nowNs: number, ok: number, sampleMs: number): void {
    const isShort = nowNs - this.#sampledNs < (sampleMs / 2) * 1e6;
    if (!isShort || this.samples.length === 0) this.sample(nowNs, ok);
  }

  tick(nowNs: number, totals: Totals): void {
    this.#addSecond(nowNs, totals, NONE);
  }

  /** The rest of a second is a second of its own or belongs to the one before. */
  tickLast(nowNs: number, totals: Totals): void {
    const isShort = nowNs - this.#tickedNs < SECOND_NS / 2;
    this.#addSecond(nowNs, totals, (isShort && this.seconds.pop()) || NONE);
  }

  #addSecond(nowNs: number, totals: Totals, before: Totals): void {
    this.seconds.push({
      second: this.seconds.length,
      ok: before.ok + totals.ok - this.#ticked.ok,
      failed: before.failed + totals.failed - this.#ticked.failed,
      bytesRead: before.bytesRead + totals.bytesRead - this.#ticked.bytesRead,
    });
    this.#ticked = { ...totals };
    this.#tickedNs = nowNs;
  }

  get recorded(): Pick<Recording, 'reqPerSecSamples' | 'perSecond'> {
    return { reqPerSecSamples: this.samples, perSecond: this.seconds };
  }
}
