import { basename } from 'node:path';
import type { ProcessUse } from '../model/process-use.js';
import { readProcFile, readProcLink } from './proc-file.js';
import { ProcessCpu } from './process-cpu.js';
import { type ProcessRow, pidsWithVariable, readProcessTable, recentProcessTable, treePids } from './process-table.js';

const MAX_AGE_MS = 1000;
/** What later versions of Node call their main thread, whose name is the process's for the kernel. */
const NODE_MAIN_THREAD = /^(?:node-)?MainThread$/;
const LONGEST_NAME = 15;

/** A process group and everything that descends from it, watched through /proc. */
export class ProcessTree {
  readonly groupId: number;
  readonly #members = new Map<number, ProcessCpu>();
  readonly #startTicks = new Map<number, number>();
  /** As of the last look: a process may become another program. */
  #names: ReadonlyMap<number, string> = new Map();
  #refreshedAtMs = Number.NEGATIVE_INFINITY;
  #endedNs = 0;
  #cpuNs = 0;
  #peakRssBytes = 0;
  #closed = false;

  constructor(groupId: number) {
    this.groupId = groupId;
  }

  /** Processes that live now; looks through all of /proc, some milliseconds on a busy machine. */
  refresh(): ProcessRow[] {
    return this.#closed ? [] : this.#update(readProcessTable());
  }

  /** Takes in every process with this `NAME=value` in its environment: who left group and parent before we looked. */
  adopt(variable: string): void {
    const table = readProcessTable();
    for (const pid of pidsWithVariable(table, variable)) {
      this.#startTicks.set(pid, table.get(pid)?.startTicks ?? -1);
    }
    this.refresh();
  }

  /** CPU time of the whole tree so far, ended threads and processes included; never decreases. */
  cpuNs(): number {
    this.#refreshIfStale();
    let liveNs = 0;
    let reapedNs = 0;
    for (const [pid, cpu] of this.#members) {
      if (cpu.read()) {
        liveNs += cpu.ownNs;
        reapedNs += cpu.reapedNs;
      } else {
        this.#retire(pid);
      }
    }
    // An ended child may be known to us, to the parent that waited for it, or to both: the larger is nearer.
    this.#cpuNs = Math.max(this.#cpuNs, liveNs + Math.max(this.#endedNs, reapedNs));
    return this.#cpuNs;
  }

  /** The same by process; what has ended is one without a name. */
  cpuByProcess(): ProcessUse[] {
    const allNs = this.cpuNs();
    const living = [...this.#members].map(([pid, { ownNs }]) => ({
      name: nameOf(pid, this.#names.get(pid) ?? '?'),
      pid,
      cpuNs: ownNs,
    }));
    const endedNs = living.reduce((rest, { cpuNs }) => rest - cpuNs, allNs);
    return endedNs > 0 ? [...living, { name: null, pid: null, cpuNs: endedNs }] : living;
  }

  /** Largest sum so far of the members' peak resident sizes; pages they share count in each of them. */
  peakRssBytes(): number {
    this.#refreshIfStale();
    let sumBytes = 0;
    for (const pid of this.#members.keys()) sumBytes += readPeakRssBytes(pid);
    this.#peakRssBytes = Math.max(this.#peakRssBytes, sumBytes);
    return this.#peakRssBytes;
  }

  /** Stops watching; the last figures stay. */
  close(): void {
    this.#closed = true;
    for (const pid of [...this.#members.keys()]) this.#retire(pid);
  }

  #update(table: ReadonlyMap<number, ProcessRow>): ProcessRow[] {
    this.#refreshedAtMs = performance.now();
    const pids = treePids(table, this.groupId, this.#startTicks);
    for (const pid of [...this.#members.keys()]) if (!pids.has(pid)) this.#retire(pid);
    for (const pid of pids) {
      const startTicks = table.get(pid)?.startTicks ?? -1;
      if (this.#members.has(pid) && this.#startTicks.get(pid) === startTicks) continue;
      this.#retire(pid);
      this.#members.set(pid, new ProcessCpu(pid));
      this.#startTicks.set(pid, startTicks);
    }
    const rows = [...pids].flatMap((pid) => table.get(pid) ?? []);
    this.#names = new Map(rows.map(({ pid, name }) => [pid, name]));
    return rows;
  }

  #refreshIfStale(): void {
    if (this.#closed || performance.now() - this.#refreshedAtMs <= MAX_AGE_MS) return;
    // The first look must be our own: a shared one may be from before the tree was there.
    this.#update(this.#refreshedAtMs < 0 ? readProcessTable() : recentProcessTable(MAX_AGE_MS));
  }

  #retire(pid: number): void {
    const cpu = this.#members.get(pid);
    if (cpu === undefined) return;
    // A zombie still tells its last figures.
    cpu.read();
    this.#endedNs += cpu.ownNs;
    cpu.close();
    this.#members.delete(pid);
    this.#startTicks.delete(pid);
  }
}

/** The kernel's name of a process, but the program's where that is one of a thread, which says nothing. */
function nameOf(pid: number, kernelName: string): string {
  if (!NODE_MAIN_THREAD.test(kernelName)) return kernelName;
  const program = readProcLink(`/proc/${pid}/exe`)?.replace(/ \(deleted\)$/, '');
  if (program === undefined) return kernelName;
  return basename(program)
    .replace(/[^ -~]/g, '?')
    .slice(0, LONGEST_NAME);
}

/** VmHWM of one process, 0 once it is gone. */
function readPeakRssBytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readProcFile(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024;
}
