import type { WarmupSummary, WarmupWindow } from '../model/events.js';
import type { Warmup } from '../model/plan.js';
import { type Recording, throughputOf } from '../model/recording.js';
import { median } from '../stats/moments.js';
import { isSteady } from '../stats/steadiness.js';
import { isSameLoad, type LiveCell, type LiveInstance } from './live-cell.js';

/** Load goes on for so long before another cell of the target has its turn: short loads are dear at their ends. */
export const LOAD_MS = 1000;
/** The cells of a target share its windows, so that eight windows of each span two seconds. */
export const WINDOWS_A_LOAD = 4;
/** So many loads of a cell have the eight windows. */
const LOADS_OF_A_STATE = 2;
const SHORTEST_LOAD_MS = 200;
/** More cells than this do not shorten their loads any further: each takes longer to have its turn again. */
const MOST_SHARING = 4;
const LAST_LOADS = 3;
const CPU_SPAN_MS = 2000;
/** Less is no measure: the first half of a warm-up compiles rather than serves, and CPU is counted in ticks. */
const SHORTEST_CPU_SPAN_MS = 500;

interface WarmCell {
  readonly live: LiveCell;
  readonly throughputs: number[];
  readonly windows: WindowFacts[];
}

interface WindowFacts {
  readonly endMs: number;
  readonly cpuNs: number | null;
  readonly requests: number;
  readonly meanLatencyMs: number | null;
  readonly throughputPerSec: number;
}

/**
 * Loads a target until every cell is steady, at least `minMs`, at most `maxMs`. Yields each window; returns whether it
 * became steady and what the last two seconds cost.
 */
export async function* warmUp(
  live: LiveInstance,
  warmup: Warmup,
  signal: AbortSignal,
): AsyncGenerator<WarmupWindow, WarmupSummary> {
  const loaded = live.cells.filter(({ scenario }) => !scenario.isBatch);
  // What is asked the same over the same connections is warm as soon as one of them is.
  const cells = loaded
    .filter((cell, index) => loaded.findIndex((other) => isSameLoad(other, cell)) === index)
    .map((cell): WarmCell => ({ live: cell, throughputs: [], windows: [] }));
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const batches = live.cells.filter(({ scenario }) => scenario.isBatch);
  const isOver = (): boolean => signal.aborted || live.instance.exit !== null;
  do {
    for (const cell of batches) if (!isOver()) await warmBatch(cell);
    // Where nothing else is asked, what the runtime needs beyond one request has to come from these.
  } while (cells.length === 0 && batches.length > 0 && !isOver() && elapsedMs() < warmup.minMs);
  const loadMs = loadLengthMs(warmup, cells.length);
  const isWarm = (): boolean => cells.every((cell) => isSteady(cell.throughputs));
  // A compiler's work is counted in its own time: on a busy machine it gets less of it in the same seconds.
  const hasWorked = (): boolean => (live.instance.cpuNs() ?? Number.POSITIVE_INFINITY) >= (warmup.minCpuMs ?? 0) * 1e6;
  while (cells.length > 0 && !isOver()) {
    if (elapsedMs() >= warmup.maxMs || (elapsedMs() >= warmup.minMs && hasWorked() && isWarm())) break;
    for (const cell of cells) {
      yield await warmOnce(cell, live, loadMs, elapsedMs);
      if (isOver()) break;
    }
  }
  const endedMs = elapsedMs();
  for (const cell of cells) tellTwins(cell, loaded);
  return {
    target: live.planned.target,
    instance: live.planned.id,
    elapsedMs: endedMs,
    steady: isWarm(),
    cells: cells.map((cell) => ({
      cell: cell.live.cell,
      meanLatencyMs: cell.live.meanLatencyMs,
      throughputPerSec: cell.live.capacityPerSec,
      cpuPerRequestUs: cpuPerRequestUs(cell, endedMs),
    })),
  };
}

/** What warm-up found of one is so of all that are asked the same over the same connections. */
function tellTwins({ live, windows }: WarmCell, loaded: readonly LiveCell[]): void {
  for (const twin of loaded.filter((one) => isSameLoad(one, live))) {
    twin.meanLatencyMs = usualOf(windows.map(({ meanLatencyMs }) => meanLatencyMs));
    twin.capacityPerSec = usualOf(windows.map(({ throughputPerSec }) => throughputPerSec));
  }
}

/** One load of a cell, with what it says of how warm that is. */
async function warmOnce(
  { live, throughputs, windows }: WarmCell,
  { instance }: LiveInstance,
  loadMs: number,
  elapsedMs: () => number,
): Promise<WarmupWindow> {
  await live.reopen();
  const cpuBeforeNs = instance.cpuNs();
  const recording = await live.load(0, loadMs, loadMs / WINDOWS_A_LOAD);
  const cpuAfterNs = instance.cpuNs();
  const throughputPerSec = throughputOf(recording);
  const endMs = elapsedMs();
  throughputs.push(...windowThroughputs(recording, live.profile.threads));
  windows.push({
    endMs,
    cpuNs: cpuBeforeNs === null || cpuAfterNs === null ? null : cpuAfterNs - cpuBeforeNs,
    requests: recording.requests.ok + recording.requests.failed,
    meanLatencyMs: live.meanLatencyMs,
    throughputPerSec,
  });
  return { cell: live.cell, elapsedMs: endMs, throughputPerSec };
}

/** The least of a short warm-up, too, has room for the eight windows that tell whether it was long enough. */
function loadLengthMs({ minMs }: Warmup, cells: number): number {
  const ofOneMs = Math.min(LOAD_MS, Math.max(SHORTEST_LOAD_MS, minMs / LOADS_OF_A_STATE));
  return ofOneMs / Math.min(cells, MOST_SHARING);
}

/** One request also says how long another will take. */
async function warmBatch(cell: LiveCell): Promise<void> {
  await cell.reopen();
  await cell.loadOnce();
}

/** Throughput of the windows of one load; where too little was answered to sample, the load as a whole for each. */
export function windowThroughputs(recording: Recording, threads: number): number[] {
  const samples = recording.reqPerSecSamples;
  const ofThread = Math.floor(samples.length / threads);
  return Array.from({ length: WINDOWS_A_LOAD }, (_, window) => {
    if (ofThread < WINDOWS_A_LOAD) return throughputOf(recording);
    let sum = 0;
    for (let thread = 0; thread < threads; thread += 1) sum += samples[thread * ofThread + window] ?? 0;
    return sum;
  });
}

/** Of the last loads together: one alone may have met a pause, and slices are as long as twenty of these. */
function usualOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).slice(-LAST_LOADS);
  return known.length === 0 ? null : median(known);
}

/** Of the last two seconds, as far as they belong to the second half. */
function cpuPerRequestUs(cell: WarmCell, endedMs: number): number | null {
  const spanMs = Math.min(CPU_SPAN_MS, endedMs / 2);
  if (spanMs < SHORTEST_CPU_SPAN_MS) return null;
  const recent = cell.windows.filter((window) => window.endMs >= endedMs - spanMs);
  const requests = recent.reduce((sum, window) => sum + window.requests, 0);
  if (requests === 0 || recent.some((window) => window.cpuNs === null)) return null;
  return recent.reduce((sum, window) => sum + (window.cpuNs ?? 0), 0) / requests / 1000;
}
