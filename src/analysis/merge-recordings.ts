import { mergeErrorSamples, sumCounts, sumErrors } from '../model/recorded-errors.js';
import { answeredInWindow, type ErrorCounts, type ErrorSample, type Recording } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { sum } from '../stats/moments.js';
import type { Portion } from '../stats/totals.js';

/** Counts of all classes of requests, summed over recordings. */
export interface RecordingCounts {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly inFlightAtEnd: number;
  readonly errors: ErrorCounts;
  readonly statuses: Readonly<Record<string, number>>;
  readonly topErrors: readonly ErrorSample[];
  /** Answers that were looked into. */
  readonly sampled: number;
  readonly sampledWrong: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly opened: number;
  readonly reopened: number;
  readonly reopenedInWindow: number;
  readonly generatorCpuNs: number;
  /** Mean over recordings, weighted by their length. */
  readonly generatorBusy: number;
}

/** What was sent within the windows, merged: the sample behind throughput and latency. */
export interface MergedWindows {
  readonly latency: LatencyHistogram;
  /** Null in a closed loop. */
  readonly serviceTime: LatencyHistogram | null;
  readonly latencySumNs: number;
  readonly latencyMinNs: number | null;
  readonly latencyMaxNs: number | null;
  readonly laneSpanNs: number;
  readonly pauseSumNs: number;
  readonly ok: number;
  readonly bodyBytes: number;
  readonly loadedSeconds: number;
}

/** What throughput is made of. */
export function throughputPortion(recording: Recording): Portion {
  const { ok, seconds } = answeredInWindow(recording);
  return { amount: ok, time: seconds };
}

/** All classes of requests: what was sent and became of it. */
export function mergeCounts(recordings: readonly Recording[]): RecordingCounts {
  const total = (pick: (recording: Recording) => number): number => sum(recordings.map(pick));
  const elapsedMs = total((recording) => recording.elapsedMs);
  const busyMs = total((recording) => recording.generator.busy * recording.elapsedMs);
  return {
    sent: total((recording) => recording.requests.sent),
    ok: total((recording) => recording.requests.ok),
    failed: total((recording) => recording.requests.failed),
    inFlightAtEnd: total((recording) => recording.requests.inFlightAtEnd),
    errors: sumErrors(recordings.map((recording) => recording.errors)),
    statuses: sumCounts(recordings.map((recording) => recording.statuses)),
    topErrors: mergeErrorSamples(recordings.map((recording) => recording.topErrors)),
    sampled: total((recording) => recording.sampled?.answers ?? 0),
    sampledWrong: total((recording) => recording.sampled?.wrong ?? 0),
    bytesRead: total((recording) => recording.bytes.read),
    bytesWritten: total((recording) => recording.bytes.written),
    opened: Math.max(0, ...recordings.map((recording) => recording.connections.opened)),
    reopened: total((recording) => recording.connections.reopened),
    reopenedInWindow: total((recording) => recording.connections.reopenedInWindow),
    generatorCpuNs: total((recording) => recording.generator.cpuNs),
    generatorBusy: elapsedMs > 0 ? busyMs / elapsedMs : 0,
  };
}

/** Requests of the windows only: what throughput and latency are made of. */
export function mergeWindows(recordings: readonly Recording[]): MergedWindows {
  const latency = new LatencyHistogram();
  const serviceTime = recordings.some((recording) => recording.window.serviceTime !== null)
    ? new LatencyHistogram()
    : null;
  for (const { window } of recordings) {
    latency.addSparse(window.latency);
    serviceTime?.addSparse(window.serviceTime ?? window.latency);
  }
  const windows = recordings.map((recording) => recording.window);
  return {
    latency,
    serviceTime,
    latencySumNs: sum(windows.map((window) => window.latencySumNs)),
    latencyMinNs: smallest(windows.map((window) => window.latencyMinNs)),
    latencyMaxNs: largest(windows.map((window) => window.latencyMaxNs)),
    laneSpanNs: sum(windows.map((window) => window.laneSpanNs)),
    pauseSumNs: sum(windows.map((window) => window.pauseSumNs ?? 0)),
    ok: sum(windows.map((window) => window.ok)),
    bodyBytes: sum(windows.map((window) => window.bodyBytes)),
    loadedSeconds: sum(recordings.map((recording) => throughputPortion(recording).time)),
  };
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce((least, value) => (least === null || (value !== null && value < least) ? value : least), null);
}

function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || (value !== null && value > most) ? value : most), null);
}
