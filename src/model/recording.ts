/** Every failed request has exactly one of these kinds; `connect` and `tls` are attempts, not requests. */
export const ERROR_KINDS = ['connect', 'tls', 'read', 'write', 'timeout', 'protocol', 'status', 'mismatch'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];
export type ErrorCounts = Readonly<Record<ErrorKind, number>>;

/** The kinds that are outcomes of a request, so that `failed` is their sum. */
export const REQUEST_ERROR_KINDS = ['read', 'write', 'timeout', 'protocol', 'status', 'mismatch'] as const;
export type RequestErrorKind = (typeof REQUEST_ERROR_KINDS)[number];

export interface ErrorSample {
  readonly kind: ErrorKind;
  /** Of a mismatch the first of its check: what came differs from answer to answer. */
  readonly message: string;
  readonly count: number;
  /** What a mismatch was found in, `header etag` or `json user.id`; absent for other kinds. */
  readonly check?: string;
}

/** Samples with the same key are counted as one. */
export function errorKey({ kind, message, check }: Omit<ErrorSample, 'count'>): string {
  return `${kind} ${check ?? message}`;
}

/** `status 404`, `timeout: no answer within 2000 ms`: the kind is not said twice where the message begins with it. */
export function describeError({ kind, message }: Pick<ErrorSample, 'kind' | 'message'>): string {
  return message.startsWith(`${kind} `) ? message : `${kind}: ${message}`;
}

/** Non-empty buckets of a histogram of nanoseconds as [index, count, index, count, ...]; see stats/histogram.ts. */
export type SparseHistogram = readonly number[];

/**
 * What the generator saw of one slice on one target: counts and histograms, mergeable, plain data.
 *
 * Requests are classed by when they were sent, in an open loop by when they were due: settle (before the window), window,
 * filler (after it). Counts under `requests`, `errors`, `statuses`, `bytes` and `connections` are of all three classes;
 * `window` is of its class only.
 */
export interface Recording {
  /** Nominal window of the slice, the same for all threads. */
  readonly windowMs: number;
  /** Connection x pipeline position: one request in flight each. */
  readonly lanes: number;
  readonly requests: {
    /** Always ok + failed + inFlightAtEnd. */
    readonly sent: number;
    readonly ok: number;
    readonly failed: number;
    readonly inFlightAtEnd: number;
  };
  readonly window: {
    readonly sent: number;
    /** Answered and accepted: the numerator of throughput. */
    readonly ok: number;
    readonly failed: number;
    readonly inFlightAtEnd: number;
    /** Sum over lanes of (last window completion - first window send), pauses and reconnects included. */
    readonly laneSpanNs: number;
    /** Sum of the pauses within those spans; absent where there were none, and where a number of requests ended them. */
    readonly pauseSumNs?: number;
    /** Sum of the latencies in `latency`, for Little's law and the mean. */
    readonly latencySumNs: number;
    /** Smallest and largest latency, exact; null when nothing was answered. */
    readonly latencyMinNs: number | null;
    readonly latencyMaxNs: number | null;
    /** Body bytes of accepted answers. */
    readonly bodyBytes: number;
    /** Every answered request, failed statuses too, and timeouts at no less than the timeout. */
    readonly latency: SparseHistogram;
    /** From the actual send; null in a closed loop, where it equals `latency`. */
    readonly serviceTime: SparseHistogram | null;
  };
  /** Of an open loop; null in a closed one. */
  readonly arrivals: {
    /** Arrivals of the window. */
    readonly due: number;
    /** Of these, never sent, because no connection was free until the end. */
    readonly unsent: number;
    /** Accepted answers that came before the window was over: the numerator of an open loop's throughput. */
    readonly okInWindow: number;
    /** The same with what failed: less than `due` where a backlog grew; absent in recordings of 0.1.0. */
    readonly endedInWindow?: number;
    /** Most arrivals that waited for a connection at once; over threads the sum of theirs. */
    readonly backlogMax: number;
    /** Arrivals that waited for a connection when the window was over. */
    readonly backlogAtEnd: number;
    /** Send minus due, of arrivals that found a free connection. */
    readonly pacing: SparseHistogram;
  } | null;
  readonly errors: ErrorCounts;
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers whose head or body was looked into, and those of them that were wrong; absent where none was. */
  readonly sampled?: { readonly answers: number; readonly wrong: number };
  /** What sampled bodies said, in a run in which nobody declared what they should say; absent elsewhere. */
  readonly bodies?: {
    /** How often each of a few came, by its hash: the first of each request, and three more. */
    readonly counts: Readonly<Record<string, number>>;
    /** How many had other bytes than these, or were too long. */
    readonly others: number;
  };
  /** By frequency, at most ten. */
  readonly topErrors: readonly ErrorSample[];
  readonly bytes: { readonly read: number; readonly written: number };
  readonly connections: {
    readonly requested: number;
    /** Open when the slice began. */
    readonly opened: number;
    /** Opened again because the server had closed them while idle or within the slice. */
    readonly reopened: number;
    /** Opened again inside the window only. */
    readonly reopenedInWindow: number;
    /** Fewest and most window answers of one connection: shows starved connections. */
    readonly fewestAnswers: number;
    readonly mostAnswers: number;
    /** Fewest requests at once that the server took on a connection; absent: as many as were asked for. */
    readonly streamLimit?: number;
  };
  readonly generator: {
    /** CPU time of the generator's threads within the slice. */
    readonly cpuNs: number;
    /** Largest share of one thread's wall time spent on CPU or in its event loop, 0 to 1. */
    readonly busy: number;
    /** Latest start minus earliest start over the threads. */
    readonly startSkewNs: number;
    /** Why threads ended before the slice did, whose part is missing; absent where none did. */
    readonly crashes?: readonly string[];
  };
  /** Answers per second of each thread in successive intervals of about 100 ms, as wrk samples them. */
  readonly reqPerSecSamples: readonly number[];
  /** Outcomes of all threads in successive seconds; for a single `load`. */
  readonly perSecond: readonly RecordedSecond[];
  /** From the start of the slice to the last byte drained. */
  readonly elapsedMs: number;
  /** More failed than was allowed, so it ended early; absent where it did not. */
  readonly endedByErrors?: boolean;
  /** Longest gap before an answer to a request sent in settle: a stall that follows a thaw. */
  readonly settleStallMs: number;
}

/** One second of a slice with ticks. */
export interface RecordedSecond {
  /** From 0. */
  readonly second: number;
  readonly ok: number;
  readonly failed: number;
  /** Absent in recordings of 0.1.0. */
  readonly bytesRead?: number;
  /** Absent in the recording of a single thread: latencies of a second are those of all threads together. */
  readonly latency?: SecondLatency;
}

/** Latencies that ended within one second, in nanoseconds; null where too few did to say so. */
export interface SecondLatency {
  readonly p50Ns: number | null;
  readonly p99Ns: number | null;
  readonly maxNs: number | null;
  /** Absent in recordings of 0.1.0. */
  readonly meanNs?: number | null;
}

/** Latencies from `fromNs` to below `toNs`. */
export interface LatencyBin {
  readonly fromNs: number;
  readonly toNs: number;
  readonly count: number;
}

/** Where a slice with ticks stands: totals so far, and how its last whole second was. */
export interface LoadTick {
  readonly elapsedMs: number;
  readonly ok: number;
  readonly failed: number;
  /** Sent and not yet answered. */
  readonly inFlight: number;
  /** Arrivals that wait for a free connection; 0 in a closed loop. */
  readonly backlog: number;
  readonly latency: SecondLatency;
  /** All latencies until now in a few bins, next to one another; empty before the first answer. */
  readonly distribution: readonly LatencyBin[];
}

/**
 * What the first answers after a thaw waited beyond the longest latency of the window; null where nothing was answered.
 *
 * In a closed loop a gap between answers is a time in which every lane waits, so in its window no server shows a gap
 * beyond its longest latency there. A server that sleeps 33 ms has gaps of 33 ms anywhere, whatever its lanes, and one
 * that pauses pauses in its windows as well.
 */
export function thawStallMs({ window, settleStallMs }: Recording): number | null {
  return window.latencyMaxNs === null ? null : Math.max(0, settleStallMs - window.latencyMaxNs / 1e6);
}

/**
 * Accepted answers over the mean span of the lanes; of an open loop those that came within the window, over the window:
 * its lanes wait for arrivals.
 *
 * A slice in which nothing came to an end has no span, but it did take its window: without that a dead server would look
 * merely absent.
 */
export function answeredInWindow({ arrivals, lanes, window, windowMs }: Recording): {
  readonly ok: number;
  readonly seconds: number;
} {
  if (arrivals !== null) return { ok: arrivals.okInWindow, seconds: windowMs / 1e3 };
  const spanNs = lanes > 0 ? window.laneSpanNs / lanes : 0;
  return { ok: window.ok, seconds: spanNs > 0 ? spanNs / 1e9 : windowMs / 1e3 };
}

/** Accepted answers a second of the lanes' own time; 0 where no lane was loaded. */
export function throughputOf({ lanes, window }: Recording): number {
  return window.laneSpanNs === 0 ? 0 : (window.ok * lanes * 1e9) / window.laneSpanNs;
}
