import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

// Blocks until our end of its stdin closes. A line "done" first means a normal stop; end of file without it means that
// we are gone, however that came about. Groups are killed at once; who left its group is found by the variable that
// every process of the instance inherited. `--` because dash takes a negative number for an option otherwise.
const SCRIPT = `
IFS= read -r word && exit 0
kill -s KILL -- "-$1" 2>/dev/null
[ -n "$2" ] || exit 0
for file in $(grep -lsaF -e "$2" /proc/[0-9]*/environ 2>/dev/null); do
  pid=\${file#/proc/}
  kill -s KILL -- "\${pid%/environ}" 2>/dev/null
done
`;

/** A process outside our own group that kills `groupId` as soon as we die without having disarmed it. */
export interface Watchdog {
  /** Lets it end without killing anybody: the group is gone, and its number may belong to others soon. */
  disarm(): void;
}

/** Starts a watchdog over a process group and, where given, over all processes with `marker` in their environment. */
export function startWatchdog(groupId: number, marker = ''): Watchdog {
  const shell = spawn('sh', ['-c', SCRIPT, 'perfcmp-watchdog', String(groupId), marker], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  const { stdin } = shell;
  // Without sh there is no watchdog, and nothing else is worse for it.
  shell.on('error', () => {});
  stdin.on('error', () => {});
  shell.unref();
  (stdin as Socket).unref();
  return { disarm: () => stdin.end('done\n') };
}
