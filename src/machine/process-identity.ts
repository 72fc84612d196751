import { readProcFile } from './proc-file.js';
import { type ProcessRow, parseProcessStat } from './process-table.js';

/** This process, told from every other that there was or will be: its number and when it began. */
export function ownIdentity(): string {
  return `${process.pid} ${rowOf(process.pid)?.startTicks ?? ''}`.trimEnd();
}

/** Whether the process of an identity lives; where nobody can tell when it began, whether there is one of its number. */
export function isAlive(identity: string): boolean {
  const [pid, ticks] = identity.split(' ').map(Number);
  if (pid === undefined || !Number.isInteger(pid) || pid < 1 || !exists(pid)) return false;
  const row = rowOf(pid);
  // Ended, and its parent has not asked for its code yet.
  if (row?.state === 'Z') return false;
  return ticks === undefined || row === null || row.startTicks === ticks;
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
