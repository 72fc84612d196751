import { readProcFile } from '../../machine/proc-file.js';
import { type ProcessRow, readProcessTable } from '../../machine/process-table.js';
import { ProcessTree } from '../../machine/process-tree.js';
import type { CpuUser } from '../instance.js';
import { holdersOf } from '../listeners.js';

/**
 * The processes that carry what goes through a published port: docker's proxy for each port, or whatever a rootless engine
 * has instead. They work for the server and are no part of it; who counts them as strangers calls every slice disturbed.
 * `own`: the server's own processes.
 */
export function portHelpers(hostPort: number, own: readonly number[]): CpuUser[] {
  const table = [...readProcessTable().values()].filter(({ pid }) => !own.includes(pid));
  const proxies = table.filter((row) => isProxyOf(row, hostPort)).map(({ pid }) => pid);
  const pids = proxies.length > 0 ? proxies : holdersOf(hostPort, table);
  return pids.map(helperOf);
}

/** A process of its own that helps, with whatever it started. */
export function helperOf(pid: number): CpuUser {
  const tree = new ProcessTree(pid);
  return { pid, cpuNs: () => tree.cpuNs() || null };
}

function isProxyOf({ pid, name }: ProcessRow, hostPort: number): boolean {
  if (!name.includes('proxy')) return false;
  return isProxyCommand(readProcFile(`/proc/${pid}/cmdline`) ?? '', hostPort);
}

/** Whether a command line, as /proc has it, is that of the proxy of a port. */
export function isProxyCommand(commandLine: string, hostPort: number): boolean {
  const words = commandLine.split('\0');
  const at = words.indexOf('-host-port');
  return at >= 0 && words[at + 1] === String(hostPort);
}
