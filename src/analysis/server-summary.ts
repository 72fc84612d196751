import type { SliceEvent } from '../model/events.js';
import type { Measurement } from '../model/measurement.js';
import { type Cell, cellKey } from '../model/plan.js';
import { sum } from '../stats/moments.js';
import type { CellSlices, RunFacts } from './run-facts.js';

/** CPU of the server over accepted answers of all classes, because the CPU time is of all of them; null where unseen. */
export function cpuPerRequestUs(slices: readonly SliceEvent[]): number | null {
  const seen = slices.filter((slice) => slice.server !== null);
  const ok = sum(seen.map((slice) => slice.recording.requests.ok));
  return ok > 0 ? sum(seen.map((slice) => slice.server?.cpuNs ?? 0)) / ok / 1000 : null;
}

/** Null where the server is not ours to look at. */
export function summariseServer(facts: RunFacts, slices: CellSlices): Measurement['server'] {
  const seen = slices.all.filter((slice) => slice.server !== null);
  if (seen.length === 0) return null;
  return {
    cpuSeconds: sum(seen.map((slice) => slice.server?.cpuNs ?? 0)) / 1e9,
    cpuPerRequestUs: cpuPerRequestUs(slices.kept),
    peakRssBytes: peakRssOf(facts, slices.cell.target),
    coresUsed: coresUsed(seen),
  };
}

/** Mean over the slices in which it could be seen, from their first byte to their last. */
function coresUsed(seen: readonly SliceEvent[]): number | null {
  const elapsedMs = sum(seen.map((slice) => slice.recording.elapsedMs));
  return elapsedMs > 0 ? sum(seen.map((slice) => slice.server?.cpuNs ?? 0)) / 1e6 / elapsedMs : null;
}

/** Largest over launches and instances; null where it was never seen. */
export function peakRssOf(facts: RunFacts, target: string): number | null {
  const seen = facts.stopped.flatMap((stop) => (stop.target === target ? (stop.peakRssBytes ?? []) : []));
  return seen.length === 0 ? null : Math.max(...seen);
}

/** Start and first second of the first launch; null where it was not started by us. */
export function summariseColdStart(facts: RunFacts, cell: Cell): Measurement['cold'] {
  const instance = facts.plan.instances.find((candidate) =>
    candidate.cells.some((planned) => cellKey(planned) === cellKey(cell)),
  );
  const start = facts.started.find((event) => event.target === cell.target && event.instance === instance?.id);
  if (start === undefined) return null;
  // What lies within the first second, at least the first load: other cells of the target may have had the beginning.
  const windows = firstWarmup(facts, cell);
  const first = windows.filter((window, index) => index === 0 || window.elapsedMs <= 1100);
  const rate = sum(first.map((window) => window.throughputPerSec)) / first.length;
  return { firstResponseMs: start.firstResponseMs, firstSecondPerSec: first.length === 0 ? null : rate };
}

/** Windows of the first launch that warmed this cell. */
export function firstWarmup(facts: RunFacts, cell: Cell): Measurement['warmup'] {
  const own = facts.warmups.filter((event) => cellKey(event.window.cell) === cellKey(cell));
  return own
    .filter((event) => event.launch === own[0]?.launch)
    .map(({ window }) => ({ elapsedMs: window.elapsedMs, throughputPerSec: window.throughputPerSec }));
}
