import { readdirSync } from 'node:fs';
import { readProcFile } from './proc-file.js';

/** What /proc/<pid>/stat says of one process. */
export interface ProcessRow {
  readonly pid: number;
  /** At most 15 characters that a terminal can show; never its arguments, which may hold secrets. */
  readonly name: string;
  readonly parentPid: number;
  readonly groupId: number;
  /** R, S, T, Z, ... as ps shows it. */
  readonly state: string;
  readonly threads: number;
  /** With the pid it names one process for good: pids are used again. */
  readonly startTicks: number;
  /** Of all its threads, the ended ones too. */
  readonly cpuTicks: number;
  /** Of its children that have ended and been waited for. */
  readonly reapedCpuTicks: number;
}

/** Reads one line of /proc/<pid>/stat; null when it is not one. */
export function parseProcessStat(text: string): ProcessRow | null {
  // The name stands in parentheses and may itself contain spaces and parentheses.
  const nameEnd = text.lastIndexOf(')');
  const fields = text.slice(nameEnd + 2).split(' ');
  if (nameEnd < 0 || fields.length < 20) return null;
  const number = (index: number) => Number(fields[index]);
  return {
    pid: Number.parseInt(text, 10),
    // Linux cuts it after 15 characters, be that behind a space.
    name: text
      .slice(text.indexOf('(') + 1, nameEnd)
      .replace(/[^ -~]/g, '?')
      .trimEnd(),
    state: fields[0] ?? '?',
    parentPid: number(1),
    groupId: number(2),
    cpuTicks: number(11) + number(12),
    reapedCpuTicks: number(13) + number(14),
    threads: number(17),
    startTicks: number(19),
  };
}

/** Every process that runs now, by pid, zombies left out; empty where there is no /proc. */
export function readProcessTable(): Map<number, ProcessRow> {
  const table = new Map<number, ProcessRow>();
  for (const name of listFolder('/proc')) {
    const first = name.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const text = readProcFile(`/proc/${name}/stat`);
    const row = text === null ? null : parseProcessStat(text);
    if (row !== null && row.state !== 'Z' && row.state !== 'X') table.set(row.pid, row);
  }
  return table;
}

let recentTable: ReadonlyMap<number, ProcessRow> = new Map();
let recentAtMs = Number.NEGATIVE_INFINITY;

/** The same, at most `maxAgeMs` old: several trees that look once a second share one look through /proc. */
export function recentProcessTable(maxAgeMs: number): ReadonlyMap<number, ProcessRow> {
  if (performance.now() - recentAtMs > maxAgeMs) {
    recentTable = readProcessTable();
    recentAtMs = performance.now();
  }
  return recentTable;
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Pids of a process tree: its group, its root, who was known to belong, and all their descendants.
 * A child that left the group is found by its parent, one that lost its parent by its group, one that lost both by
 * having been seen before.
 */
export function treePids(
  table: ReadonlyMap<number, ProcessRow>,
  groupId: number,
  knownStartTicks: ReadonlyMap<number, number>,
): Set<number> {
  const childrenOf = new Map<number, number[]>();
  const pids = new Set<number>();
  for (const row of table.values()) {
    const siblings = childrenOf.get(row.parentPid);
    if (siblings === undefined) childrenOf.set(row.parentPid, [row.pid]);
    else siblings.push(row.pid);
    // A root in the group of another, as a container's may be.
    if (row.groupId === groupId || row.pid === groupId || knownStartTicks.get(row.pid) === row.startTicks)
      pids.add(row.pid);
  }
  // A Set hands out what is added while it is walked.
  for (const pid of pids) for (const child of childrenOf.get(pid) ?? []) pids.add(child);
  return pids;
}

/** Pids of the processes that were started with `NAME=value` in their environment. */
export function pidsWithVariable(table: ReadonlyMap<number, ProcessRow>, variable: string): number[] {
  return [...table.keys()].filter((pid) => readProcFile(`/proc/${pid}/environ`)?.split('\0').includes(variable));
}
