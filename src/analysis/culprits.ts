import type { EventOf } from './run-facts.js';

const MOST_NAMED = 3;

/** ` (node, pid 123: 0.90 cores in 14 of them; cc1: 0.4 cores in 2)`: who was seen in disturbed blocks; empty: nobody. */
export function culpritsOf(disturbances: readonly EventOf<'disturbance'>[]): string {
  const byName = new Map<string, { readonly pids: Set<number>; cores: number; blocks: number }>();
  for (const { by } of disturbances) {
    const named = new Set<string>();
    for (const { name, pid, cores } of by) {
      const seen = byName.get(name) ?? { pids: new Set(), cores: 0, blocks: 0 };
      seen.pids.add(pid);
      seen.cores += cores;
      if (!named.has(name)) seen.blocks += 1;
      named.add(name);
      byName.set(name, seen);
    }
  }
  const most = [...byName].sort(([, one], [, other]) => other.cores - one.cores).slice(0, MOST_NAMED);
  if (most.length === 0) return '';
  const words = most.map(([name, { pids, cores, blocks }]) => {
    const who = pids.size === 1 ? `${name}, pid ${[...pids][0]}` : `${name}, ${pids.size} processes`;
    return `${who}: ${(cores / blocks).toFixed(2)} cores in ${blocks} of them`;
  });
  return ` (${words.join('; ')})`;
}
