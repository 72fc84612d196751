import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { startWatchdog } from './watchdog.js';

const KILL_AFTER_MS = 2000;

/** One program of a build and who listens to it. */
export interface BuildStepRun {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Runs one step to its end; null when it succeeded, else why not: `failed with code 1`. */
export async function runBuildStep(run: BuildStepRun): Promise<string | null> {
  const [file = '', ...args] = run.command;
  const child = execa(file, args, {
    cwd: run.cwd,
    // Its own group, so that what it starts ends with it; execa's own timeout and clean-up would reach only the leader.
    detached: true,
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    env: { NO_COLOR: '1' },
  });
  const watchdog = child.pid === undefined ? null : startWatchdog(child.pid);
  createInterface({ input: child.all }).on('line', run.onLine);
  let stopped: string | null = null;
  const stop = (reason: string) => {
    stopped ??= reason;
    killGroup(child.pid, 'SIGTERM');
    setTimeout(() => killGroup(child.pid, 'SIGKILL'), KILL_AFTER_MS).unref();
  };
  const interrupt = () => stop('was interrupted');
  const timer = setTimeout(() => stop(`was stopped after ${Math.round(run.timeoutMs / 1000)} s`), run.timeoutMs);
  run.signal.addEventListener('abort', interrupt, { once: true });
  if (run.signal.aborted) interrupt();
  const result = await child;
  run.signal.removeEventListener('abort', interrupt);
  clearTimeout(timer);
  killGroup(child.pid, 'SIGKILL');
  watchdog?.disarm();
  if (stopped !== null) return stopped;
  if (!result.failed) return null;
  if (result.exitCode !== undefined) return `failed with code ${result.exitCode}`;
  return result.signal === undefined ? `could not be started: ${result.code}` : `was ended by ${result.signal}`;
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
