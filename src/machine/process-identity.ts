import { readProcFile } from './proc-file.js';
import { parseProcessStat } from './process-table.js';

/** This process, told from every other that there was or will be: its number and when it began. */
export function ownIdentity(): string {
  return `${process.pid} ${startTicksOf(process.pid) ?? ''}`.trimEnd();
}

/** Whether the process of an identity lives; where nobody can tell when it began, whether there is one of its number. */
export function isAlive(identity: string): boolean {
  const [pid, ticks] = identity.split(' ').map(Number);
  if (pid === undefined || !Number.isInteger(pid) || pid < 1 || !exists(pid)) return false;
  const found = startTicksOf(pid);
  return ticks === undefined || found === null || found === ticks;
}

function startTicksOf(pid: number): number | null {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === null ? null : (parseProcessStat(text)?.startTicks ?? null);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
