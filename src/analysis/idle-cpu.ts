import type { SliceEvent } from '../model/events.js';
import { sum } from '../stats/moments.js';

/** CPU of a target in these slices, and between them while others were measured; nothing of slices that could not see it. */
export function idleCpuOf(
  target: string,
  slices: readonly SliceEvent[],
): { readonly idleNs: number; readonly allNs: number } {
  const seen = slices.flatMap(({ cell, server }) => (cell.target === target && server ? [server] : []));
  const idleNs = sum(seen.map(({ idleCpuNs }) => idleCpuNs));
  return { idleNs, allNs: idleNs + sum(seen.map(({ cpuNs }) => cpuNs)) };
}
