import { type ChosenRate, type MeasuringMode, type Plan, profileNamed, type SectionPace } from '../model/plan.js';
import { formatDurationMs } from '../units/duration.js';
import type { LiveCell, LiveInstance } from './live-cell.js';
import { sliceLengthMs } from './mode.js';
import { openPace } from './open-pace.js';
import { batchBlocksOf, blocksOf, DEFAULT_SLICE_MS, SHORTEST_SLICE_MS } from './plan.js';

/** Every scenario with a profile of its own pace, as warm-up has found its slowest target to be. */
export function choosePaces(
  plan: Plan,
  live: readonly LiveInstance[],
  mode: MeasuringMode,
  rates: readonly ChosenRate[] = [],
): SectionPace[] {
  const cells = live.flatMap((one) => one.cells);
  const sections = new Map(cells.map((cell) => [sectionKey(cell.cell), cell]));
  return [...sections.values()].flatMap(({ cell: { scenario, profile }, scenario: { isBatch = false } }) => {
    if (isBatch) return { scenario, profile, sliceMs: null, blocks: batchBlocksOf(plan) };
    const load = profileNamed(plan, profile);
    if (load?.kind === 'open') {
      const rate = rates.find((one) => one.scenario === scenario && one.profile === profile);
      return rate === undefined ? [] : openPace(plan, load, { scenario, rate, mode });
    }
    const own = cells.filter((cell) => cell.cell.scenario === scenario && cell.cell.profile === profile);
    const sliceMs = sliceLengthMs(plan, slowestLatencyMs(own), mode);
    return { scenario, profile, sliceMs, blocks: blocksOf(plan, sliceMs, profile, mode) };
  });
}

/** Why slices of closed loops are longer than they usually are, and how long: for the slowest target, or for the mode. */
export function longerSlices(
  plan: Plan,
  live: readonly LiveInstance[],
  mode: MeasuringMode,
): { readonly sliceMs: number; readonly reason: string } | null {
  const usualMs = plan.sliceMs ?? DEFAULT_SLICE_MS;
  const closed = live
    .flatMap(({ cells }) => cells)
    .filter(({ cell, scenario }) => !scenario.isBatch && profileNamed(plan, cell.profile)?.kind !== 'open');
  const latencyMs = slowestLatencyMs(closed);
  const slowest = closed.find((cell) => cell.meanLatencyMs === latencyMs);
  if (slowest === undefined) return null;
  const sliceMs = sliceLengthMs(plan, latencyMs, mode);
  if (sliceMs <= usualMs) return null;
  if (sliceMs <= SHORTEST_SLICE_MS[mode]) return { sliceMs, reason: `mode ${mode} takes no shorter ones` };
  const { target, scenario } = slowest.cell;
  return { sliceMs, reason: `${target} takes ${formatDurationMs(latencyMs)} to answer ${scenario}` };
}

function slowestLatencyMs(cells: readonly LiveCell[]): number {
  return Math.max(0, ...cells.map((cell) => cell.meanLatencyMs ?? 0));
}

/** Whether a scenario that has fewer slices than there are blocks has one in this block: they are spread evenly. */
export function takesPart(slices: number, block: number, blocks: number): boolean {
  return Math.floor(((block + 1) * slices) / blocks) > Math.floor((block * slices) / blocks);
}

/** The same for all targets of a scenario under a profile. */
export function sectionKey({ scenario, profile }: Pick<SectionPace, 'scenario' | 'profile'>): string {
  return `${scenario}\u0000${profile}`;
}
