// Hot path: one `record` a response; see bench/README.md.
import { mostFrequent, noErrors } from '../model/recorded-errors.js';
import { type ErrorCounts, type ErrorKind, type ErrorSample, errorKey } from '../model/recording.js';
import type { Mismatch } from '../scenario/mismatch.js';
import { LatencyHistogram } from '../stats/histogram.js';

const MAX_DISTINCT_MESSAGES = 200;

/** Failures by kind and by what was said of them. */
export class ErrorLog {
  readonly #counts = noErrors();
  readonly #samples = new Map<string, ErrorSample & { count: number }>();

  add(kind: ErrorKind, message: string, count = 1): void {
    this.#add({ kind, message, count });
  }

  /** Every mismatch of a check is counted under the first one's message. */
  addMismatch({ check, message }: Mismatch): void {
    this.#add({ kind: 'mismatch', message, count: 1, check });
  }

  #add(sample: ErrorSample & { count: number }): void {
    this.#counts[sample.kind] += sample.count;
    const key = errorKey(sample);
    const known = this.#samples.get(key);
    if (known !== undefined) known.count += sample.count;
    else if (this.#samples.size < MAX_DISTINCT_MESSAGES) this.#samples.set(key, sample);
  }

  get counts(): ErrorCounts {
    return { ...this.#counts };
  }

  get top(): ErrorSample[] {
    return mostFrequent([...this.#samples.values()]);
  }
}

/** Answers by their status. */
export class StatusCounts {
  readonly #counts = new Float64Array(1000);

  add(status: number): void {
    this.#counts[status]! += 1;
  }

  /** Of the statuses that there were. */
  get counted(): Record<string, number> {
    return Object.fromEntries([...this.#counts.entries()].filter(([, count]) => count > 0));
  }
}

/** What the requests of the window came to. */
export class WindowRecorder {
  readonly histogram = new LatencyHistogram();
  latencySumNs = 0;
  latencyMinNs = Number.POSITIVE_INFINITY;
  latencyMaxNs = 0;
  ok = 0;
  failed = 0;
  bodyBytes = 0;
  /** Accepted answers by connection. */
  readonly answers: Float64Array;

  constructor(connections: number) {
    this.answers = new Float64Array(connections);
  }

  recordLatency(latencyNs: number): void {
    this.histogram.record(latencyNs);
    this.latencySumNs += latencyNs;
    if (latencyNs < this.latencyMinNs) this.latencyMinNs = latencyNs;
    if (latencyNs > this.latencyMaxNs) this.latencyMaxNs = latencyNs;
  }

  /** With the requests of the window that were still under way at its end. */
  totals(inFlightAtEnd: number) {
    const { ok, failed, latencySumNs, bodyBytes, histogram } = this;
    const isEmpty = histogram.count === 0;
    return {
      sent: ok + failed + inFlightAtEnd,
      ok,
      failed,
      inFlightAtEnd,
      latencySumNs,
      latencyMinNs: isEmpty ? null : this.latencyMinNs,
      latencyMaxNs: isEmpty ? null : this.latencyMaxNs,
      bodyBytes,
      latency: histogram.toSparse(),
    };
  }

  /** How evenly the load was spread over connections. */
  answersOfConnections(): { fewestAnswers: number; mostAnswers: number } {
    return {
      fewestAnswers: this.answers.reduce((least, count) => Math.min(least, count), Number.MAX_SAFE_INTEGER),
      mostAnswers: this.answers.reduce((most, count) => Math.max(most, count), 0),
    };
  }
}
