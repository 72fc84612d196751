import { mergeErrorSamples, sumErrors, sumStatuses } from '../model/recorded-errors.js';
import type { Recording } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';

/** The recordings of one slice by several threads as one: counts and spans add up, rates are never averaged. */
export function mergeThreads(recordings: readonly Recording[], startSkewNs: number): Recording {
  const [first] = recordings;
  if (first === undefined) throw new Error('mergeThreads needs at least one recording');
  const sum = (of: (recording: Recording) => number): number => recordings.reduce((total, r) => total + of(r), 0);
  const max = (of: (recording: Recording) => number): number => Math.max(...recordings.map(of));
  const known = (of: (recording: Recording) => number | null): number[] =>
    recordings.map(of).filter((value) => value !== null);
  const mins = known((r) => r.window.latencyMinNs);
  const maxes = known((r) => r.window.latencyMaxNs);
  return {
    windowMs: max((r) => r.windowMs),
    lanes: sum((r) => r.lanes),
    requests: {
      sent: sum((r) => r.requests.sent),
      ok: sum((r) => r.requests.ok),
      failed: sum((r) => r.requests.failed),
      inFlightAtEnd: sum((r) => r.requests.inFlightAtEnd),
    },
    window: {
      sent: sum((r) => r.window.sent),
      ok: sum((r) => r.window.ok),
      failed: sum((r) => r.window.failed),
      inFlightAtEnd: sum((r) => r.window.inFlightAtEnd),
      laneSpanNs: sum((r) => r.window.laneSpanNs),
      ...(recordings.some((r) => r.window.pauseSumNs !== undefined)
        ? { pauseSumNs: sum((r) => r.window.pauseSumNs ?? 0) }
        : {}),
      latencySumNs: sum((r) => r.window.latencySumNs),
      latencyMinNs: mins.length === 0 ? null : Math.min(...mins),
      latencyMaxNs: maxes.length === 0 ? null : Math.max(...maxes),
      bodyBytes: sum((r) => r.window.bodyBytes),
      latency: mergeSparse(recordings.map((r) => r.window.latency)),
      serviceTime: recordings.some((r) => r.window.serviceTime !== null)
        ? mergeSparse(recordings.map((r) => r.window.serviceTime ?? []))
        : null,
    },
    arrivals: mergeArrivals(recordings.flatMap((r) => (r.arrivals === null ? [] : [r.arrivals]))),
    errors: sumErrors(recordings.map((r) => r.errors)),
    statuses: sumStatuses(recordings.map((r) => r.statuses)),
    ...(recordings.some((r) => r.sampled !== undefined)
      ? { sampled: { answers: sum((r) => r.sampled?.answers ?? 0), wrong: sum((r) => r.sampled?.wrong ?? 0) } }
      : {}),
    topErrors: mergeErrorSamples(recordings.map((r) => r.topErrors)),
    bytes: { read: sum((r) => r.bytes.read), written: sum((r) => r.bytes.written) },
    connections: {
      requested: sum((r) => r.connections.requested),
      opened: sum((r) => r.connections.opened),
      reopened: sum((r) => r.connections.reopened),
      reopenedInWindow: sum((r) => r.connections.reopenedInWindow),
      fewestAnswers: Math.min(...recordings.map((r) => r.connections.fewestAnswers)),
      mostAnswers: max((r) => r.connections.mostAnswers),
      ...mergeStreamLimits(recordings.flatMap((r) => r.connections.streamLimit ?? [])),
    },
    generator: { cpuNs: sum((r) => r.generator.cpuNs), busy: max((r) => r.generator.busy), startSkewNs },
    reqPerSecSamples: recordings.flatMap((r) => r.reqPerSecSamples),
    perSecond: mergeSeconds(recordings),
    elapsedMs: max((r) => r.elapsedMs),
    settleStallMs: max((r) => r.settleStallMs),
  };
}

function mergeStreamLimits(limits: readonly number[]): { streamLimit?: number } {
  return limits.length === 0 ? {} : { streamLimit: Math.min(...limits) };
}

function mergeArrivals(parts: readonly NonNullable<Recording['arrivals']>[]): Recording['arrivals'] {
  if (parts.length === 0) return null;
  const sum = (of: (part: NonNullable<Recording['arrivals']>) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    due: sum((part) => part.due),
    unsent: sum((part) => part.unsent),
    okInWindow: sum((part) => part.okInWindow),
    endedInWindow: sum((part) => part.endedInWindow ?? part.okInWindow),
    backlogMax: sum((part) => part.backlogMax),
    backlogAtEnd: sum((part) => part.backlogAtEnd),
    pacing: mergeSparse(parts.map((part) => part.pacing)),
  };
}

function mergeSparse(parts: readonly (readonly number[])[]): number[] {
  if (parts.length === 1) return [...(parts[0] ?? [])];
  const merged = new LatencyHistogram();
  for (const part of parts) merged.addSparse(part);
  return merged.toSparse();
}

function mergeSeconds(recordings: readonly Recording[]): Recording['perSecond'] {
  const seconds = Math.max(...recordings.map((r) => r.perSecond.length));
  return Array.from({ length: seconds }, (_, second) => {
    const parts = recordings.flatMap((r) => r.perSecond[second] ?? []);
    const bytes = parts.flatMap(({ bytesRead }) => bytesRead ?? []);
    return {
      second,
      ok: parts.reduce((sum, { ok }) => sum + ok, 0),
      failed: parts.reduce((sum, { failed }) => sum + failed, 0),
      ...(bytes.length > 0 && { bytesRead: bytes.reduce((sum, some) => sum + some, 0) }),
    };
  });
}
