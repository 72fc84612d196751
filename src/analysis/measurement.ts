import type { Estimate } from '../model/comparison.js';
import type { SliceEvent } from '../model/events.js';
import type { BlockMark, CountedMeasurement, LaunchSummary, SeriesPoint } from '../model/measurement.js';
import { type Cell, cellKey } from '../model/plan.js';
import { encodeHdrV2 } from '../stats/hdr-encoding.js';
import { LatencyHistogram } from '../stats/histogram.js';
import { logTotalRate, totalRate } from '../stats/totals.js';
import { summariseArrivals } from './arrival-summary.js';
import { type BlockMarks, blockKey } from './block-marks.js';
import { measureClimb } from './climb.js';
import { intervalOf } from './comparison.js';
import { percentileUs, summariseLatency, summariseSamples, toUs } from './latency-summary.js';
import { groupByLaunch } from './launch-pairs.js';
import { type MergedWindows, mergeCounts, mergeWindows, throughputPortion } from './merge-recordings.js';
import { ownValues } from './own-values.js';
import type { CellSlices, RunFacts } from './run-facts.js';
import { cpuPerRequestUs, firstWarmup, summariseColdStart, summariseServer } from './server-summary.js';

/** Everything the report says about one cell by itself. */
export function measureCell(facts: RunFacts, slices: CellSlices, marks: BlockMarks): CountedMeasurement {
  const { cell, all, kept } = slices;
  const profile = facts.plan.profiles.find((candidate) => candidate.name === cell.profile);
  const threads = profile?.threads ?? 1;
  const counts = mergeCounts(all.map((slice) => slice.recording));
  const windows = mergeWindows(kept.map((slice) => slice.recording));
  return {
    ...cell,
    throughput: { ...estimateThroughput(facts, kept), unit: 'req/s' },
    ...summariseWindows(windows),
    requests: {
      sent: counts.sent,
      measured: windows.latency.count,
      ok: counts.ok,
      failed: counts.failed,
      inFlightAtEnd: counts.inFlightAtEnd,
    },
    errors: counts.errors,
    statuses: counts.statuses,
    topErrors: counts.topErrors,
    bytes: {
      read: counts.bytesRead,
      written: counts.bytesWritten,
      bodyPerResponse: windows.ok > 0 ? windows.bodyBytes / windows.ok : null,
    },
    connections: { requested: profile?.connections ?? 0, opened: counts.opened, reopened: counts.reopened },
    ...summariseArrivals(kept.map((slice) => slice.recording)),
    generator: {
      engine: profile?.engine ?? 'socket',
      threads,
      cpuSeconds: counts.generatorCpuNs / 1e9,
      busy: counts.generatorBusy,
    },
    server: summariseServer(facts, slices),
    cold: summariseColdStart(facts, cell),
    warmup: firstWarmup(facts, cell),
    estimates: ownValues(facts, slices),
    // Of an open loop throughput is what was sent.
    climb: profile?.kind === 'open' ? null : measureClimb(facts.plan, kept),
    series: all.map((slice) => seriesPoint(slice, kept, marks.get(blockKey(slice)) ?? [])),
    launches: summariseLaunches(facts, slices),
    reqPerSecSamples: summariseSamples(kept.flatMap((slice) => sliceRate(slice) ?? []).map((rate) => rate / threads)),
  };
}

/** What follows from the merged windows alone, the same for `run` and `load`. */
export function summariseWindows(
  windows: MergedWindows,
): Pick<CountedMeasurement, 'latencyUs' | 'serviceTimeUs' | 'loadedSeconds' | 'littlesLaw' | 'histograms'> {
  const isOpen = windows.serviceTime !== null;
  const latencyUs = summariseLatency(windows.latency, {
    sumNs: windows.latencySumNs,
    minNs: windows.latencyMinNs,
    maxNs: windows.latencyMaxNs,
  });
  return {
    latencyUs,
    serviceTimeUs: windows.serviceTime === null ? latencyUs : summariseLatency(windows.serviceTime, null),
    loadedSeconds: windows.loadedSeconds,
    // Requests in flight and pauses that were asked for, over the time of the lanes: METHOD's rho.
    littlesLaw:
      isOpen || windows.laneSpanNs === 0 ? null : (windows.latencySumNs + windows.pauseSumNs) / windows.laneSpanNs,
    histograms: {
      latency: encodeHdrV2(windows.latency),
      serviceTime: windows.serviceTime === null ? null : encodeHdrV2(windows.serviceTime),
    },
  };
}

/** Totals over all launches, with the launches' relative interval around them. */
function estimateThroughput(facts: RunFacts, kept: readonly SliceEvent[]): Estimate {
  const value = totalRate(kept.map((slice) => throughputPortion(slice.recording)));
  if (value === null) return { value: kept.length === 0 ? null : 0, lower: null, upper: null };
  const launches = [...groupByLaunch(kept).values()].flatMap(
    (slices) => logTotalRate(slices.map((slice) => throughputPortion(slice.recording))) ?? [],
  );
  const halfWidth = intervalOf(facts.plan, launches)?.halfWidth ?? null;
  if (halfWidth === null) return { value, lower: null, upper: null };
  return { value, lower: value * Math.exp(-halfWidth), upper: value * Math.exp(halfWidth) };
}

function sliceRate(slice: SliceEvent): number | null {
  const { amount, time } = throughputPortion(slice.recording);
  return time > 0 ? amount / time : null;
}

function seriesPoint(slice: SliceEvent, kept: readonly SliceEvent[], marks: readonly BlockMark[]): SeriesPoint {
  const { window, requests } = slice.recording;
  const latency = LatencyHistogram.fromSparse(window.latency);
  return {
    launch: slice.launch,
    block: slice.block,
    throughputPerSec: sliceRate(slice),
    meanLatencyUs: latency.count > 0 ? window.latencySumNs / latency.count / 1000 : null,
    failed: requests.failed,
    excluded: !kept.includes(slice),
    ...(marks.length > 0 && { marks }),
    ok: requests.ok,
    p50Us: percentileUs(latency, 50),
    p99Us: percentileUs(latency, 99),
    maxUs: toUs(window.latencyMaxNs),
  };
}

function summariseLaunches(facts: RunFacts, slices: CellSlices): LaunchSummary[] {
  return [...groupByLaunch(slices.kept)].map(([launch, own]) => {
    const { latency } = mergeWindows(own.map((slice) => slice.recording));
    return {
      launch,
      throughput: totalRate(own.map((slice) => throughputPortion(slice.recording))),
      p50Us: percentileUs(latency, 50),
      p99Us: percentileUs(latency, 99),
      cpuPerRequestUs: cpuPerRequestUs(own),
      steady: wasSteady(facts, launch, slices.cell),
    };
  });
}

function wasSteady(facts: RunFacts, launch: number, cell: Cell): boolean {
  const warmups = facts.warmupSummaries.filter(
    (event) => event.launch === launch && event.summary.cells.some((warmed) => cellKey(warmed.cell) === cellKey(cell)),
  );
  return warmups.every(({ summary }) => summary.steady);
}
