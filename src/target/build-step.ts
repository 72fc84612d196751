import { randomUUID } from 'node:crypto';
import { formatDurationMs } from '../units/duration.js';
import { OF_ONE_REPOSITORY } from './git.js';
import { type OutputSink, type ProcessExit, type ProcessGroup, startProcessGroup } from './process-group.js';

const GRACE_MS = 1000;
/** Not PERFCMP_BUILD, which is the variable of `--build`. */
const MARKER = 'PERFCMP_BUILD_STEP';

/** One program of a build and who listens to it. */
export interface BuildStepRun extends EndLimits {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Beside our own variables, which win. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly output: OutputSink;
}

// What was downloaded once is not asked for again, so that a build goes on without a network wherever that is possible.
const ENVIRONMENT = {
  NO_COLOR: '1',
  npm_config_prefer_offline: 'true',
  // Without a network npm would wait for a minute and more before it says so.
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
};

/** Runs one step to its end, and ends whatever it left behind; null when it succeeded, else why not: `failed with code 1`. */
export async function runBuildStep(run: BuildStepRun): Promise<string | null> {
  const [file = '', ...args] = run.command;
  const mark = randomUUID();
  let group: ProcessGroup;
  try {
    group = await startProcessGroup({
      command: [file, ...args],
      cwd: run.cwd,
      env: { ...ENVIRONMENT, ...run.env, ...process.env, ...OF_ONE_REPOSITORY, [MARKER]: mark },
      marker: `${MARKER}=${mark}`,
      log: run.output,
      stdin: 'ignore',
      graceMs: GRACE_MS,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return `could not be started: ${file} is not ${file.includes('/') ? 'there' : 'on PATH'}`;
    return `could not be started: ${code ?? String(error)}`;
  }
  const stopped = await stoppedBeforeEnd(group, run);
  await group.stop();
  return stopped ?? failureOf(group.exit);
}

/** How a program ended in words: `failed with code 1`; null: as it should. */
export function failureOf(exit: ProcessExit | null): string | null {
  const { code = null, signal = null } = exit ?? {};
  if (code === 0) return null;
  return signal === null ? `failed with code ${code}` : `was ended by ${signal}`;
}

/** What ends a program before it does so itself. */
export interface EndLimits {
  readonly timeoutMs: number;
  /** Whose word the timeout is, for the message: `its buildTimeoutMs`. */
  readonly timeoutName: string;
  /** Null: it is not interrupted. */
  readonly signal: AbortSignal | null;
}

/** Waits until a program ends of itself, or says why it has to be ended. */
export function stoppedBeforeEnd(
  group: ProcessGroup,
  { timeoutMs, timeoutName, signal }: EndLimits,
): Promise<string | null> {
  return new Promise((resolve) => {
    const interrupt = (): void => resolve('was interrupted');
    const giveUp = (): void => resolve(`was stopped after ${formatDurationMs(timeoutMs)}, ${timeoutName}`);
    const timer = setTimeout(giveUp, timeoutMs);
    signal?.addEventListener('abort', interrupt, { once: true });
    if (signal?.aborted) interrupt();
    void group.exited.then(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
      resolve(null);
    });
  });
}
