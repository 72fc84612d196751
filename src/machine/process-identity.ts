import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { readProcFile } from './proc-file.js';
import { type ProcessRow, parseProcessStat } from './process-table.js';

/** A process of another container or machine cannot be looked for: so long after its last sign it is taken to live. */
const UNSEEN_LIVES_MS = 24 * 3_600_000;
const UNKNOWN = '-';

/** This process, told from every other that there was or will be: its number, when it began, and where both count. */
export function ownIdentity(): string {
  return [process.pid, rowOf(process.pid)?.startTicks ?? UNKNOWN, ...ownPlace()].join(' ');
}

/**
 * Whether the process of an identity lives; where nobody can tell when it began, whether there is one of its number. One that
 * cannot be seen from here does unless its last sign is a day old.
 */
export function isAlive(identity: string, lastSignMs = Date.now()): boolean {
  const [pid, ticks, ...place] = identity.split(' ');
  // Earlier versions told no place, and meant their own.
  if (place.length === 0 || place.join(' ') === ownPlace().join(' ')) return isRunning(Number(pid), Number(ticks));
  return !isOfEarlierBoot(place) && Date.now() - lastSignMs < UNSEEN_LIVES_MS;
}

/** Where numbers of processes count; two containers may have one host name, and each its own process 1. */
export function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return UNKNOWN;
  }
}

/** Host, start of its system and PID namespace: where one of them is another, so is a process of the same number. */
function ownPlace(): readonly [host: string, boot: string, namespace: string] {
  const boot = readProcFile('/proc/sys/kernel/random/boot_id')?.trim() || UNKNOWN;
  return [hostname().replace(/\s+/g, '-') || UNKNOWN, boot, pidNamespace()];
}

/** Of this host, which has been started again since: nothing of it lives. */
function isOfEarlierBoot([host, boot]: readonly string[]): boolean {
  const [ownHost, ownBoot] = ownPlace();
  return host === ownHost && boot !== ownBoot && boot !== UNKNOWN && ownBoot !== UNKNOWN;
}

function isRunning(pid: number, ticks: number): boolean {
  if (!Number.isInteger(pid) || pid < 1 || !exists(pid)) return false;
  const row = rowOf(pid);
  // Ended, and its parent has not asked for its code yet.
  if (row?.state === 'Z') return false;
  return Number.isNaN(ticks) || row === null || row.startTicks === ticks;
}

function rowOf(pid: number): ProcessRow | null {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === null ? null : parseProcessStat(text);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
