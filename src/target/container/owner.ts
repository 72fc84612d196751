import { hostname } from 'node:os';
import { isAlive, ownIdentity, pidNamespace } from '../../machine/process-identity.js';

/** What every container of perfcmp carries: the run that it belongs to. */
export const RUN_LABEL = 'perfcmp';
/** The process that started it: host name, process id, when that process began, and where that number counts. */
export const OWNER_LABEL = 'perfcmp.owner';

/** The labels of a container that this process starts. */
export function ownLabels(runId: string): Readonly<Record<string, string>> {
  const [pid, start] = ownIdentity().split(' ');
  const owner = [hostname(), pid, start, pidNamespace()].join('/');
  return { [RUN_LABEL]: runId, [OWNER_LABEL]: owner };
}

/** Whether the process that an owner label names is gone; one of another machine or PID namespace may well live. */
export function isOwnerGone(owner: string | undefined): boolean {
  const [host, pidText, start, namespace] = owner?.split('/') ?? [];
  const pid = Number(pidText);
  if (host !== hostname() || namespace !== pidNamespace()) return false;
  if (!Number.isInteger(pid) || pid < 1) return false;
  return !isAlive(`${pid} ${start}`);
}
