import { join } from 'node:path';
import { readProcFile } from '../../machine/proc-file.js';
import { ProcessTree } from '../../machine/process-tree.js';
import type { ProcessUse } from '../../model/process-use.js';
import type { ContainerFacts } from './inspect.js';

const CGROUPS = '/sys/fs/cgroup';

/** CPU and memory of containers, read from the kernel of this machine. */
export interface ContainerUse {
  /** Of the first container's first process. */
  readonly pid: number | null;
  /** Why nothing can be read; null: all can. */
  readonly unseen: string | null;
  /** Folders in /sys/fs/cgroup, of the containers that have one there. */
  readonly cgroups: readonly string[];
  /** Of all their processes that live now. */
  pids(): number[];
  cpuNs(): number | null;
  peakRssBytes(): number | null;
  /** Empty where not all of them can be read. */
  cpuByProcess(): ProcessUse[];
  /** Reads for the last time: the figures stay. */
  close(): void;
}

/** Watches containers that run; `marker` is a `NAME=value` of their environment. */
export function watchContainers(containers: readonly ContainerFacts[], marker: string): ContainerUse {
  const seen = containers.flatMap(({ id, pid }) =>
    pid !== null && isHere(pid, id, marker) ? [watchOne(id, pid)] : [],
  );
  const running = containers.filter(({ isRunning }) => isRunning);
  const isComplete = seen.length > 0 && seen.length === running.length;
  const total = (read: (one: WatchedContainer) => number): number | null =>
    isComplete ? seen.reduce((sum, one) => sum + read(one), 0) || null : null;
  return {
    pid: isComplete ? (seen[0]?.pid ?? null) : null,
    unseen: isComplete ? null : 'its processes are not in the process table here: the engine has a machine of its own',
    cgroups: isComplete ? seen.flatMap(({ cgroup }) => cgroup ?? []) : [],
    pids: () => seen.flatMap(({ tree }) => tree.refresh().map(({ pid }) => pid)),
    cpuNs: () => total((one) => one.cpuNs()),
    peakRssBytes: () => total(({ tree }) => tree.peakRssBytes()),
    cpuByProcess: () => (isComplete ? seen.flatMap(({ tree }) => tree.cpuByProcess()) : []),
    close: () => {
      for (const one of seen) one.close();
    },
  };
}

/** An engine in a virtual machine has process ids of its own, which belong to strangers here. */
function isHere(pid: number, id: string, marker: string): boolean {
  const isNamed = readProcFile(`/proc/${pid}/cgroup`)?.includes(id) ?? false;
  return isNamed || (readProcFile(`/proc/${pid}/environ`)?.split('\0').includes(marker) ?? false);
}

interface WatchedContainer {
  readonly pid: number;
  /** Null where it has none of its own that can be read, as with cgroup v1. */
  readonly cgroup: string | null;
  readonly tree: ProcessTree;
  cpuNs(): number;
  close(): void;
}

function watchOne(id: string, pid: number): WatchedContainer {
  const tree = new ProcessTree(pid);
  const cgroup = cgroupOf(id, pid);
  const file = cgroup === null ? null : join(cgroup, 'cpu.stat');
  let lastNs = 0;
  const cpuNs = () => {
    // What its cgroup has counted is exact and has what ended between two looks at its processes, too.
    lastNs = Math.max(lastNs, (file === null ? tree.cpuNs() : readUsageNs(file)) ?? 0);
    return lastNs;
  };
  return {
    pid,
    cgroup,
    tree,
    cpuNs,
    close: () => {
      cpuNs();
      tree.peakRssBytes();
      tree.close();
    },
  };
}

/** Of cgroup v2, and only where it is the container's own: else it counts whoever is in it as well. */
function cgroupOf(id: string, pid: number): string | null {
  const path = parseCgroupPath(readProcFile(`/proc/${pid}/cgroup`) ?? '');
  if (path === null || !path.includes(id)) return null;
  const folder = join(CGROUPS, path);
  return readUsageNs(join(folder, 'cpu.stat')) === null ? null : folder;
}

/** The path of cgroup v2 out of /proc/<pid>/cgroup; null where there is only v1. */
export function parseCgroupPath(text: string): string | null {
  return /^0::(\/.*)$/m.exec(text)?.[1] ?? null;
}

/** `usage_usec` of a cgroup's cpu.stat in ns; null where there is none. */
function readUsageNs(file: string): number | null {
  return parseUsageNs(readProcFile(file) ?? '');
}

/** The same out of its text. */
export function parseUsageNs(text: string): number | null {
  const usec = /^usage_usec (\d+)$/m.exec(text)?.[1];
  return usec === undefined ? null : Number(usec) * 1000;
}
