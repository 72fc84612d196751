import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { readProcFile } from '../../machine/proc-file.js';
import { parseProcessStat } from '../../machine/process-table.js';

/** What every container of perfcmp carries: the run that it belongs to. */
export const RUN_LABEL = 'perfcmp';
/** The process that started it: host name, process id, when that process began, and where that number counts. */
export const OWNER_LABEL = 'perfcmp.owner';

/** The labels of a container that this process starts. */
export function ownLabels(runId: string): Readonly<Record<string, string>> {
  const owner = [hostname(), process.pid, startOf(process.pid) ?? 'unknown', pidNamespace()].join('/');
  return { [RUN_LABEL]: runId, [OWNER_LABEL]: owner };
}

/** Whether the process that an owner label names is gone; one of another machine or PID namespace may well live. */
export function isOwnerGone(owner: string | undefined): boolean {
  const [host, pidText, start, namespace] = owner?.split('/') ?? [];
  const pid = Number(pidText);
  if (host !== hostname() || namespace !== pidNamespace()) return false;
  if (!Number.isInteger(pid) || pid < 1) return false;
  // Process ids are used again.
  if (process.platform === 'linux') return startOf(pid) !== start;
  return !isAlive(pid);
}

/** Two containers may have one host name and one engine, and each its own process 1. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return 'unknown';
  }
}

function startOf(pid: number): string | null {
  const row = parseProcessStat(readProcFile(`/proc/${pid}/stat`) ?? '');
  return row === null || row.state === 'Z' ? null : String(row.startTicks);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
