import { mergeErrorSamples, sumCounts, sumErrors } from '../model/recorded-errors.js';
import type { Recording } from '../model/recording.js';
import { LatencyHistogram } from '../stats/histogram.js';

/** The recordings of one slice by several threads as one: counts and spans add up, rates are never averaged. */
export function mergeThreads(recordings: readonly Recording[], startSkewNs: number): Recording {
  if (recordings.length === 0) throw new Error('mergeThreads needs at least one recording');
  const sum = (of: (recording: Recording) => number): number => total(recordings, of);
  const max = (of: (recording: Recording) => number): number => Math.max(...recordings.map(of));
  return {
    windowMs: max((r) => r.windowMs),
    lanes: sum((r) => r.lanes),
    requests: {
      sent: sum((r) => r.requests.sent),
      ok: sum((r) => r.requests.ok),
      failed: sum((r) => r.requests.failed),
      inFlightAtEnd: sum((r) => r.requests.inFlightAtEnd),
    },
    window: mergeWindows(recordings.map((r) => r.window)),
    arrivals: mergeArrivals(recordings.flatMap((r) => (r.arrivals === null ? [] : [r.arrivals]))),
    errors: sumErrors(recordings.map((r) => r.errors)),
    statuses: sumCounts(recordings.map((r) => r.statuses)),
    ...mergeSampled(recordings.flatMap((r) => r.sampled ?? [])),
    ...mergeBodies(recordings.flatMap((r) => r.bodies ?? [])),
    topErrors: mergeErrorSamples(recordings.map((r) => r.topErrors)),
    bytes: { read: sum((r) => r.bytes.read), written: sum((r) => r.bytes.written) },
    connections: mergeConnections(recordings.map((r) => r.connections)),
    generator: { cpuNs: sum((r) => r.generator.cpuNs), busy: max((r) => r.generator.busy), startSkewNs },
    reqPerSecSamples: recordings.flatMap((r) => r.reqPerSecSamples),
    perSecond: mergeSeconds(recordings),
    elapsedMs: max((r) => r.elapsedMs),
    settleStallMs: max((r) => r.settleStallMs),
  };
}

function total<Part>(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((sum, part) => sum + of(part), 0);
}

function mergeWindows(windows: readonly Recording['window'][]): Recording['window'] {
  const sum = (of: (window: Recording['window']) => number): number => total(windows, of);
  const mins = windows.flatMap(({ latencyMinNs }) => latencyMinNs ?? []);
  const maxes = windows.flatMap(({ latencyMaxNs }) => latencyMaxNs ?? []);
  return {
    sent: sum((w) => w.sent),
    ok: sum((w) => w.ok),
    failed: sum((w) => w.failed),
    inFlightAtEnd: sum((w) => w.inFlightAtEnd),
    laneSpanNs: sum((w) => w.laneSpanNs),
    ...(windows.some((w) => w.pauseSumNs !== undefined) ? { pauseSumNs: sum((w) => w.pauseSumNs ?? 0) } : {}),
    latencySumNs: sum((w) => w.latencySumNs),
    latencyMinNs: mins.length === 0 ? null : Math.min(...mins),
    latencyMaxNs: maxes.length === 0 ? null : Math.max(...maxes),
    bodyBytes: sum((w) => w.bodyBytes),
    latency: mergeSparse(windows.map((w) => w.latency)),
    serviceTime: windows.some((w) => w.serviceTime !== null)
      ? mergeSparse(windows.map((w) => w.serviceTime ?? []))
      : null,
  };
}

function mergeConnections(parts: readonly Recording['connections'][]): Recording['connections'] {
  const sum = (of: (part: Recording['connections']) => number): number => total(parts, of);
  return {
    requested: sum((part) => part.requested),
    opened: sum((part) => part.opened),
    reopened: sum((part) => part.reopened),
    reopenedInWindow: sum((part) => part.reopenedInWindow),
    fewestAnswers: Math.min(...parts.map((part) => part.fewestAnswers)),
    mostAnswers: Math.max(...parts.map((part) => part.mostAnswers)),
    ...mergeStreamLimits(parts.flatMap(({ streamLimit }) => streamLimit ?? [])),
  };
}

function mergeSampled(parts: readonly NonNullable<Recording['sampled']>[]): Pick<Recording, 'sampled'> {
  if (parts.length === 0) return {};
  return { sampled: { answers: total(parts, ({ answers }) => answers), wrong: total(parts, ({ wrong }) => wrong) } };
}

function mergeBodies(parts: readonly NonNullable<Recording['bodies']>[]): Pick<Recording, 'bodies'> {
  if (parts.length === 0) return {};
  const counts = sumCounts(parts.map((part) => part.counts));
  return { bodies: { counts, others: total(parts, ({ others }) => others) } };
}

function mergeStreamLimits(limits: readonly number[]): { streamLimit?: number } {
  return limits.length === 0 ? {} : { streamLimit: Math.min(...limits) };
}

function mergeArrivals(parts: readonly NonNullable<Recording['arrivals']>[]): Recording['arrivals'] {
  if (parts.length === 0) return null;
  const sum = (of: (part: NonNullable<Recording['arrivals']>) => number): number => total(parts, of);
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
      ok: total(parts, ({ ok }) => ok),
      failed: total(parts, ({ failed }) => failed),
      ...(bytes.length > 0 && { bytesRead: total(bytes, (some) => some) }),
    };
  });
}
