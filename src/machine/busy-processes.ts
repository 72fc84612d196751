import { cpus } from 'node:os';
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
  const endedTicks = ticksOfTheEnded(before.table, after.table);
  const elapsedNs = (after.atMs - before.atMs) * 1e6;
  const newestTicks = Math.max(...[...before.table.values()].map(({ startTicks }) => startTicks));
  const machineCores = cpus().length;
  return [...after.table.values()]
    .filter(({ pid, parentPid }) => !known.has(pid) && !roots.includes(pid) && !roots.includes(parentPid))
    .map((row): BusyProcess => {
      const earlier = before.table.get(row.pid);
      const isSame = earlier?.startTicks === row.startTicks;
      // Older than the first look, and missed by it: what it has used since then nobody knows.
      const wasMissed = !isSame && row.startTicks < newestTicks;
      const earlierTicks = isSame ? ticksOf(earlier) + (endedTicks.get(row.pid) ?? 0) : 0;
      const ticks = wasMissed ? 0 : Math.max(0, ticksOf(row) - earlierTicks);
      return { name: row.name, pid: row.pid, cores: Math.min(machineCores, (ticks * clockTickNs()) / elapsedNs) };
    })
    .filter(({ cores }) => cores >= leastCores)
    .sort((one, other) => other.cores - one.cores)
    .slice(0, most);
}

/**
 * What those that ended meanwhile had used before, by the nearest ancestor that is left: it gets, with what they used
 * meanwhile, all they ever used.
 */
function ticksOfTheEnded(before: ProcessSnapshot['table'], after: ProcessSnapshot['table']): Map<number, number> {
  const isLeft = (row: ProcessRow): boolean => after.get(row.pid)?.startTicks === row.startTicks;
  const endedTicks = new Map<number, number>();
  for (const row of before.values()) {
    if (isLeft(row)) continue;
    let heir = before.get(row.parentPid);
    while (heir !== undefined && !isLeft(heir)) heir = before.get(heir.parentPid);
    if (heir !== undefined) endedTicks.set(heir.pid, (endedTicks.get(heir.pid) ?? 0) + ticksOf(row));
  }
  return endedTicks;
}

function ticksOf({ cpuTicks, reapedCpuTicks }: ProcessRow): number {
  return cpuTicks + reapedCpuTicks;
}
