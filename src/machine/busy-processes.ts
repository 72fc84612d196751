import { clockTickNs } from './clock-tick.js';
import { type ProcessRow, readProcessTable, treePids } from './process-table.js';

/** A process that used CPU, by the name the kernel has for it. */
export interface BusyProcess {
  readonly name: string;
  readonly pid: number;
  /** CPU time over the time it was watched, children that ended meanwhile included. */
  readonly cores: number;
}

/** Every process with its CPU time, at one moment. */
export interface ProcessSnapshot {
  readonly table: ReadonlyMap<number, ProcessRow>;
  readonly atMs: number;
}

export function takeSnapshot(): ProcessSnapshot {
  return { table: readProcessTable(), atMs: performance.now() };
}

/** Who used most CPU between two moments, of those that belong to none of the trees of these roots. */
export function busiestBetween(
  before: ProcessSnapshot,
  after: ProcessSnapshot,
  {
    roots,
    most,
    leastCores,
  }: { readonly roots: readonly number[]; readonly most: number; readonly leastCores: number },
): BusyProcess[] {
  const known = new Set(roots.flatMap((root) => [...treePids(after.table, root, new Map())]));
  // Of a child that ended meanwhile its parent gets all it ever used.
  const endedTicks = new Map<number, number>();
  for (const row of before.table.values()) {
    if (after.table.get(row.pid)?.startTicks === row.startTicks) continue;
    endedTicks.set(row.parentPid, (endedTicks.get(row.parentPid) ?? 0) + ticksOf(row));
  }
  const elapsedNs = (after.atMs - before.atMs) * 1e6;
  return [...after.table.values()]
    .filter(({ pid, parentPid }) => !known.has(pid) && !roots.includes(pid) && !roots.includes(parentPid))
    .map((row): BusyProcess => {
      const earlier = before.table.get(row.pid);
      const isSame = earlier?.startTicks === row.startTicks;
      const earlierTicks = isSame ? ticksOf(earlier) + (endedTicks.get(row.pid) ?? 0) : 0;
      const ticks = Math.max(0, ticksOf(row) - earlierTicks);
      return { name: row.name, pid: row.pid, cores: (ticks * clockTickNs()) / elapsedNs };
    })
    .filter(({ cores }) => cores >= leastCores)
    .sort((one, other) => other.cores - one.cores)
    .slice(0, most);
}

function ticksOf({ cpuTicks, reapedCpuTicks }: ProcessRow): number {
  return cpuTicks + reapedCpuTicks;
}
