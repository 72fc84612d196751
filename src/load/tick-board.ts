import type { LoadTick, RecordedSecond, SecondLatency, SparseHistogram } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { logBins } from '../stats/log-bins.js';
import { supportedPercentileNs } from '../stats/supported-percentile.js';
import type { SliceTick } from './slice.js';

/** Lines of a distribution that is looked at while it grows. */
const MOST_BINS = 10;
const UNKNOWN: SecondLatency = { p50Ns: null, p99Ns: null, maxNs: null, meanNs: null };

/** Joins the ticks of a slice's threads: totals so far, and the latencies of each second over all threads. */
export class TickBoard {
  readonly #latest: SliceTick[] = [];
  /** Ticks that each thread has sent; infinite once it sends no more. */
  readonly #received: number[];
  /** Of the seconds to which a thread may still add. */
  readonly #parts = new Map<number, SparseHistogram[]>();
  readonly #seconds: SecondLatency[] = [];
  readonly #all = new LatencyHistogram();
  #told = 0;

  constructor(threads: number) {
    this.#received = Array.from({ length: threads }, () => 0);
  }

  /** Takes a thread's tick; gives the tick of all threads once each has sent as many, until then null. */
  add(thread: number, tick: SliceTick): LoadTick | null {
    this.#latest[thread] = tick;
    this.#received[thread]! += 1;
    this.#addLatency(tick);
    const complete = Math.min(...this.#received);
    if (complete === this.#told) return null;
    this.#told = complete;
    return this.#sum(tick);
  }

  /** This thread's slice is over: nobody waits for its ticks any more. */
  end(thread: number): void {
    this.#received[thread] = Number.POSITIVE_INFINITY;
  }

  /** The counted seconds with the latencies of each. */
  withLatency(seconds: readonly RecordedSecond[]): RecordedSecond[] {
    return seconds.map((second) => ({ ...second, latency: this.#seconds[second.second] ?? UNKNOWN }));
  }

  #addLatency({ second, latency }: SliceTick): void {
    this.#all.addSparse(latency);
    const parts = this.#parts.get(second) ?? [];
    parts.push(latency);
    this.#parts.set(second, parts);
    const merged = new LatencyHistogram();
    for (const part of parts) merged.addSparse(part);
    this.#seconds[second] = summarise(merged);
    // The short rest after a thread's last whole second still belongs to that second.
    const settled = Math.min(...this.#received) - 1;
    for (const past of this.#parts.keys()) if (past < settled) this.#parts.delete(past);
  }

  #sum({ elapsedMs, second }: SliceTick): LoadTick {
    const sum = (of: (tick: SliceTick) => number): number => this.#latest.reduce((total, tick) => total + of(tick), 0);
    return {
      elapsedMs,
      ok: sum((tick) => tick.ok),
      failed: sum((tick) => tick.failed),
      inFlight: sum((tick) => tick.inFlight),
      backlog: sum((tick) => tick.backlog),
      latency: this.#seconds[second] ?? UNKNOWN,
      distribution: logBins(this.#all, MOST_BINS),
    };
  }
}

function summarise(histogram: LatencyHistogram): SecondLatency {
  if (histogram.count === 0) return UNKNOWN;
  return {
    p50Ns: supportedPercentileNs(histogram, 50),
    p99Ns: supportedPercentileNs(histogram, 99),
    maxNs: histogram.maxNs,
    meanNs: histogram.meanNs,
  };
}
