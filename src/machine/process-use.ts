import type { ProcessUse } from '../model/process-use.js';

/** A server with more processes has a crowd of equals, which these stand for. */
const MOST_NAMED = 16;

/** Which processes used how much between two looks at a tree, most first; what ended meanwhile is among the others. */
export function usedBetween(before: readonly ProcessUse[], after: readonly ProcessUse[]): ProcessUse[] {
  const earlierNs = new Map(before.map(({ pid, cpuNs }) => [pid, cpuNs]));
  const named = after
    .filter(({ pid }) => pid !== null)
    .map((use) => ({ ...use, cpuNs: Math.max(0, use.cpuNs - (earlierNs.get(use.pid) ?? 0)) }))
    .filter(({ cpuNs }) => cpuNs > 0)
    .sort((one, other) => other.cpuNs - one.cpuNs)
    .slice(0, MOST_NAMED);
  const othersNs = totalNs(after) - totalNs(before) - totalNs(named);
  return othersNs > 0 ? [...named, { name: null, pid: null, cpuNs: othersNs }] : named;
}

function totalNs(uses: readonly ProcessUse[]): number {
  return uses.reduce((total, { cpuNs }) => total + cpuNs, 0);
}
