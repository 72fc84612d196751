import type { Estimate, Metric } from './comparison.js';
import type { ImportedLoad, ImportTool } from './imported.js';
import type { ErrorCounts, ErrorKind, ErrorSample } from './recording.js';

/** Microseconds; null where the sample is too small to support the figure. */
export interface LatencySummary {
  readonly min: number | null;
  readonly mean: number | null;
  readonly stddev: number | null;
  /** Share of samples within one standard deviation of the mean, 0 to 1. */
  readonly withinStdev: number | null;
  readonly max: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
}

/**
 * One cell: target x scenario x profile. Counts are null only in what was imported, where the other load generator does
 * not tell them; see CountedMeasurement.
 */
export interface Measurement {
  readonly target: string;
  readonly scenario: string;
  readonly profile: string;
  /** `atLeast`: the load generator was the limit, so that the server can do this and maybe more; absent: it is the server's. */
  readonly throughput: Estimate & { readonly unit: 'req/s'; readonly atLeast?: true };
  readonly latencyUs: LatencySummary;
  /** Equal to latencyUs in a closed loop. */
  readonly serviceTimeUs: LatencySummary;
  /** sent = ok + failed + inFlightAtEnd, always; measured: those in latencyUs. */
  readonly requests: {
    readonly sent: number | null;
    readonly measured: number | null;
    readonly ok: number | null;
    readonly failed: number | null;
    readonly inFlightAtEnd: number | null;
  };
  readonly errors: Readonly<Record<ErrorKind, number | null>>;
  /** By code; `2xx` where an imported result tells classes only. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly topErrors: readonly ErrorSample[];
  readonly bytes: {
    readonly read: number | null;
    readonly written: number | null;
    readonly bodyPerResponse: number | null;
  };
  readonly connections: {
    readonly requested: number | null;
    readonly opened: number | null;
    readonly reopened: number | null;
  };
  /** Arrivals that waited for a free connection, the most in any slice; always 0 in a closed loop. */
  readonly backlog: { readonly max: number | null; readonly atEnd: number | null };
  /** Of an open loop; absent in a closed one. */
  readonly arrivals?: ArrivalSummary;
  readonly generator: {
    /** Of perfcmp, or the name of the load generator that a result was imported from. */
    readonly engine: string;
    readonly threads: number | null;
    readonly cpuSeconds: number | null;
    /** Share of the busiest thread's time that was spent working, 0 to 1. */
    readonly busy: number | null;
  };
  /** Null where the server is not ours to look at. */
  readonly server: {
    readonly cpuSeconds: number;
    readonly cpuPerRequestUs: number | null;
    readonly peakRssBytes: number | null;
    /** CPU time over the time under load; absent in reports of 0.1.0. */
    readonly coresUsed?: number | null;
  } | null;
  /** The first launch's beginning; null where it was not seen. */
  readonly cold: { readonly firstResponseMs: number | null; readonly firstSecondPerSec: number | null } | null;
  /** Throughput over the warm-up of the first launch. */
  readonly warmup: readonly { readonly elapsedMs: number; readonly throughputPerSec: number }[];
  /** Slices of a `run`, seconds of a `load`. */
  readonly series: readonly SeriesPoint[];
  readonly launches: readonly LaunchSummary[];
  /** Answers per second and thread in 100 ms intervals (`load`), slices (`run`), or as another load generator samples them. */
  readonly reqPerSecSamples: {
    readonly mean: number | null;
    readonly stdev: number | null;
    readonly max: number | null;
    readonly withinStdev: number | null;
  };
  /** Loaded time behind the numbers: sum over slices of the mean lane span. */
  readonly loadedSeconds: number | null;
  /**
   * Each metric by itself over launches, with its interval: req/s, microseconds, a share, bytes, milliseconds. Those that
   * could not be measured are left out; absent for a single `load`.
   */
  readonly estimates?: Readonly<Partial<Record<Metric, Estimate>>>;
  /** Within launches; null where too little was measured, absent in reports of 0.1.0 and of a single `load`. */
  readonly climb?: Climb | null;
  /**
   * Observed over expected requests in flight, pauses of think time included; 1 when no lane ever waited. Null when
   * nothing was measured, in an open loop, where arrivals decide how many are in flight, and where pauses cannot be told
   * from gaps.
   */
  readonly littlesLaw: number | null;
  /** HdrHistogram V2, base64, in nanoseconds. */
  readonly histograms: { readonly latency: string | null; readonly serviceTime: string | null };
  /** Where it comes from, of a result of another load generator; absent: perfcmp measured it. */
  readonly imported?: ImportedFrom;
}

/** The origin of an imported measurement. */
export interface ImportedFrom {
  readonly tool: ImportTool;
  /** As it was typed; `-` is standard input. */
  readonly file: string;
  /** RFC 3339; null where the file does not tell it. */
  readonly startedAt: string | null;
  readonly load: ImportedLoad;
}

/** None of it unknown. */
type Known<T> = { readonly [Member in keyof T]: NonNullable<T[Member]> };

/** What perfcmp measured itself: all of it was counted. */
export interface CountedMeasurement extends Measurement {
  readonly requests: Known<Measurement['requests']>;
  readonly errors: ErrorCounts;
  readonly bytes: Known<Omit<Measurement['bytes'], 'bodyPerResponse'>> & Pick<Measurement['bytes'], 'bodyPerResponse'>;
  readonly connections: Known<Measurement['connections']>;
  readonly backlog: Known<Measurement['backlog']>;
  readonly generator: Known<Measurement['generator']>;
  readonly loadedSeconds: number;
  readonly histograms: { readonly latency: string; readonly serviceTime: string | null };
}

/** Throughput in the last third of a launch's slices over that in its first, less 1: above 0 where it rose. */
export interface Climb {
  readonly share: number;
  /** Lower end of its one-sided 95 % interval; null where it is unknown. */
  readonly lowerShare: number | null;
}

/** What became of the arrivals of an open loop. */
export interface ArrivalSummary {
  /** So many should have been sent within the measured time. */
  readonly due: number;
  /** Of these never sent: no connection was free until the end. */
  readonly unsent: number;
  /** Send minus due, of arrivals that found a free connection; null where too few did to say so. */
  readonly pacingUs: { readonly p50: number | null; readonly p99: number | null; readonly max: number | null };
}

/** CPU of others, CPU that the hypervisor took, a machine slower than usual: codes of the warnings about them. */
export type BlockMark = 'foreign-cpu' | 'steal' | 'slow-probe';

export interface SeriesPoint {
  readonly launch: number;
  readonly block: number;
  readonly throughputPerSec: number | null;
  readonly meanLatencyUs: number | null;
  readonly failed: number;
  /** Dropped for a cause other than its own value, for example foreign CPU. */
  readonly excluded: boolean;
  /** What was seen of the machine in its block, whether or not that took it away; absent where nothing was. */
  readonly marks?: readonly BlockMark[];
  /** Answered and accepted, whenever they were sent; absent in reports of 0.1.0, as are the latencies. */
  readonly ok?: number;
  /** Null where too few answers support the figure. */
  readonly p50Us?: number | null;
  readonly p99Us?: number | null;
  readonly maxUs?: number | null;
  /** Of a second of a `load`; absent elsewhere, and in reports of 0.1.0. */
  readonly bytesRead?: number;
}

export interface LaunchSummary {
  readonly launch: number;
  readonly throughput: number | null;
  readonly p50Us: number | null;
  readonly p99Us: number | null;
  readonly cpuPerRequestUs: number | null;
  readonly steady: boolean;
}
