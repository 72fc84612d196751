import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { findOnPath } from './toolchain.js';

/** What this machine lets perfcmp do with its cores. */
export interface MachineCores {
  /** That this process may run on, ascending; where that cannot be read, all from 0. */
  readonly allowed: readonly number[];
  /** Cores that share their hardware with a core, itself included; empty where it is not known. */
  readonly siblingsOf: (cpu: number) => readonly number[];
  /** Why no process tree can be kept on some of them, or null when it can. */
  readonly cannotLimit: string | null;
}

/** Looks at the cores as they are now: a container or an outer taskset may leave only some of them. */
export function readCores(): MachineCores {
  const allowed = ownCpus();
  return {
    allowed: allowed ?? Array.from({ length: os.availableParallelism() }, (_, cpu) => cpu),
    siblingsOf: (cpu) => parseCpuList(readText(`/sys/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`)),
    cannotLimit: cannotLimit(allowed),
  };
}

function cannotLimit(allowed: readonly number[] | null): string | null {
  if (process.platform !== 'linux' || allowed === null) return 'this system does not let perfcmp choose cores';
  if (findOnPath('taskset') === null) return 'taskset is not on PATH (it is in the package util-linux)';
  triedTaskset ??= { problem: tryTaskset(allowed) };
  return triedTaskset.problem;
}

let triedTaskset: { readonly problem: string | null } | null = null;

/** Some sandboxes have taskset and forbid what it does: better known before every server fails to start. */
function tryTaskset(allowed: readonly number[]): string | null {
  const { status, stderr } = spawnSync('taskset', ['-c', String(allowed.at(-1)), 'true'], {
    encoding: 'utf8',
    timeout: 5000,
  });
  return status === 0 ? null : `taskset does not work here: ${stderr?.trim() || 'no answer'}`;
}

/** Cores of this very process; null where the system does not tell. */
function ownCpus(): number[] | null {
  return usableCpus(readText('/proc/self/status'), readText('/sys/devices/system/cpu/online'));
}

/** Of those that /proc/self/status allows the ones that are there: virtual machines allow many more than they have. */
export function usableCpus(status: string, online: string): number[] | null {
  const allowed = parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '');
  const there = parseCpuList(online);
  const cpus = there.length === 0 ? allowed : allowed.filter((cpu) => there.includes(cpu));
  return cpus.length === 0 ? null : cpus;
}

/** `0-2,5` as the kernel writes it: 0, 1, 2, 5; empty for what is no such list. */
export function parseCpuList(text: string): number[] {
  const cpus = text
    .trim()
    .split(',')
    .flatMap((part) => {
      const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
      if (first === undefined) return [];
      return Array.from({ length: Math.max(0, Number(last) - Number(first) + 1) }, (_, index) => Number(first) + index);
    });
  return [...new Set(cpus)].sort((left, right) => left - right);
}

/** The same list as taskset takes it and people read it: `0-2,5`. */
export function cpuListText(cpus: readonly number[]): string {
  const sorted = [...new Set(cpus)].sort((left, right) => left - right);
  const ranges: [number, number][] = [];
  for (const cpu of sorted) {
    const open = ranges.at(-1);
    if (open !== undefined && open[1] + 1 === cpu) open[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/**
 * Moves all threads of this process to these cores; gives why it could not, or null. Threads and processes that it
 * starts later begin there, too.
 */
export function moveOwnThreads(cpuList: string): Promise<string | null> {
  const args = ['-a', '-c', '-p', cpuList, String(process.pid)];
  return new Promise((done) => {
    execFile('taskset', args, { timeout: 5000 }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trimEnd().split('\n').at(-1);
      done(error === null ? null : `taskset: ${said || error.message}`);
    });
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
