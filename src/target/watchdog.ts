import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { findOnPath } from '../machine/toolchain.js';

// Blocks until our end of its stdin closes. A line "done" first means a normal stop; end of file without it means that
// we are gone, however that came about. Groups are killed at once; who left its group is found by the variable that
// every process of the instance inherited, and looked for until none is left: what follows must find nobody at work, and
// SIGKILL takes a moment. `--` because dash takes a negative number for an option otherwise. What is no process of ours,
// as a container is none, goes by the command that follows. That has the variables of a server, whose PATH need not lead
// to what is needed here.
const SCRIPT = `
IFS= read -r word && exit 0
theirs=$PATH
PATH=$4
[ -z "$1" ] || kill -s KILL -- "-$1" 2>/dev/null
tries=0
while [ -n "$2" ] && [ $tries -lt 100 ]; do
  files=$(grep -lsaF -e "$2" /proc/[0-9]*/environ 2>/dev/null)
  [ -n "$files" ] || break
  for file in $files; do
    pid=\${file#/proc/}
    kill -s KILL -- "\${pid%/environ}" 2>/dev/null
  done
  tries=$((tries + 1))
  sleep 0.05
done
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
  /** All processes with such a `NAME=value` in their environment are killed, too. */
  readonly markers?: readonly string[];
  readonly aftermath?: Aftermath | undefined;
}

/** Starts a watchdog over a process group; null: over whoever has a marker alone. */
export function startWatchdog(groupId: number | null, { markers = [], aftermath }: WatchdogOptions = {}): Watchdog {
  const { command = [], cwd = '/', env = process.env } = aftermath ?? {};
  const { PATH = '' } = process.env;
  // A pattern of grep on each line.
  const words = [String(groupId ?? ''), markers.join('\n'), cwd, PATH, ...command];
  const shell = spawn(findOnPath('sh') ?? 'sh', ['-c', SCRIPT, 'perfcmp-watchdog', ...words], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    // With a marker it would find itself among those that it kills.
    env: { ...env, ...Object.fromEntries(markers.map((marker) => [marker.split('=')[0] ?? '', undefined])) },
  });
  const { stdin } = shell;
  // Without sh there is no watchdog, and nothing else is worse for it.
  shell.on('error', () => {});
  stdin.on('error', () => {});
  shell.unref();
  (stdin as Socket).unref();
  return { disarm: () => stdin.end('done\n') };
}
