import { TargetError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import { commandText } from '../units/command-text.js';
import { shownText } from '../units/secret-texts.js';
import { BuildOutput } from './build-output.js';
import { runBuildStep } from './build-step.js';
import { interruptedError } from './interrupted.js';

const HEARTBEAT_MS = 1000;

/** Progress of a build. */
export type BuildEvent = Extract<RunEvent, { readonly kind: 'build' }>;

/** One program of a build; `shown` is how people wrote it, where that is something else. */
export interface ShownStep {
  readonly command: readonly string[];
  /** Variables that it has beside our own, which win. */
  readonly env?: Readonly<Record<string, string>>;
  readonly shown?: string;
}

/** The steps of one build, and who follows them. */
export interface StepsRun {
  readonly target: string;
  readonly steps: readonly ShownStep[];
  readonly cwd: string;
  /** Longest time of each step. */
  readonly timeoutMs: number;
  /** Whose word that is: `its buildTimeoutMs`. */
  readonly timeoutName: string;
  readonly logFile: string;
  /** Where the log will be found when all is over. */
  readonly shownLogFile: string;
  readonly onEvent?: ((event: BuildEvent) => void) | undefined;
  readonly signal: AbortSignal;
}

/** Runs the steps of a build one after the other; a TargetError with the end of their output says which one failed. */
export async function runSteps(run: StepsRun): Promise<void> {
  const { target, cwd, timeoutMs, timeoutName, signal, onEvent } = run;
  const startedMs = performance.now();
  const emit = (state: BuildEvent['state'], line: string | null = null) =>
    onEvent?.({ kind: 'build', target, state, line, elapsedMs: performance.now() - startedMs });
  const output = new BuildOutput(run.logFile, (line) => emit('output', line));
  // Some steps say nothing for minutes, and somebody watches.
  const heartbeat = setInterval(() => emit('output', output.lastLine), HEARTBEAT_MS);
  emit('started');
  try {
    for (const { command, env, shown: written = commandText(command) } of run.steps) {
      const shown = shownText(written);
      const limits = { timeoutMs, timeoutName, signal };
      const failure = await runBuildStep({ command, cwd, env, output: output.beginStep(shown), ...limits });
      if (signal.aborted) throw interruptedError(target);
      if (failure === null) continue;
      const message = `target "${target}": ${shown} ${failure}`;
      const hint = `the whole log is in ${run.shownLogFile}`;
      throw new TargetError('build-failed', target, message, { hint, logTail: output.tail() });
    }
    emit('finished');
  } catch (error) {
    emit('failed');
    throw error;
  } finally {
    clearInterval(heartbeat);
    output.close();
  }
}
