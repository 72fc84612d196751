import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { findOnPath } from '../machine/toolchain.js';

// Blocks until our end of its stdin closes. A line "done" first means a normal stop; end of file without it means that
// we are gone, however that came about. Groups are killed at once; who left its group is found by the variable that
// every process of the instance inherited. `--` because dash takes a negative number for an option otherwise. What is
// no process of ours, as a container is none, goes by the command that follows. That has the variables of a server, whose
// PATH need not lead to what is needed here.
const SCRIPT = `
IFS= read -r word && exit 0
theirs=$PATH
PATH=$4
[ -z "$1" ] || kill -s KILL -- "-$1" 2>/dev/null
if [ -n "$2" ]; then
  for file in $(grep -lsaF -e "$2" /proc/[0-9]*/environ 2>/dev/null); do
    pid=\${file#/proc/}
    kill -s KILL -- "\${pid%/environ}" 2>/dev/null
  done
fi
PATH=$theirs
cd -- "$3" || exit
shift 4
[ $# -eq 0 ] || exec "$@"
`;

/** A process outside our own group that kills `groupId` as soon as we die without having disarmed it. */
export interface Watchdog {
  /** Lets it end without killing anybody: the group is gone, and its number may belong to others soon. */
  disarm(): void;
}

/** What is run when we are gone, and everybody else is killed. */
export interface Aftermath {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Absent: our own variables. */
  readonly env?: NodeJS.ProcessEnv;
}

/** What a watchdog does beside killing a group. */
export interface WatchdogOptions {
  /** All processes with this `NAME=value` in their environment are killed, too. */
  readonly marker?: string;
  readonly aftermath?: Aftermath | undefined;
}

/** Starts a watchdog over a process group; null: over whoever has the marker alone. */
export function startWatchdog(groupId: number | null, { marker = '', aftermath }: WatchdogOptions = {}): Watchdog {
  const { command = [], cwd = '/', env = process.env } = aftermath ?? {};
  const { PATH = '' } = process.env;
  const [markerName = ''] = marker.split('=');
  const words = [String(groupId ?? ''), marker, cwd, PATH, ...command];
  const shell = spawn(findOnPath('sh') ?? 'sh', ['-c', SCRIPT, 'perfcmp-watchdog', ...words], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    // With the marker it would find itself among those that it kills.
    env: { ...env, [markerName]: undefined },
  });
  const { stdin } = shell;
  // Without sh there is no watchdog, and nothing else is worse for it.
  shell.on('error', () => {});
  stdin.on('error', () => {});
  shell.unref();
  (stdin as Socket).unref();
  return { disarm: () => stdin.end('done\n') };
}
