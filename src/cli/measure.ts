import { interruptExitCode, PerfcmpError } from '../errors.js';
import type { OutputConfig, StopRule } from '../model/config.js';
import { interruptOf } from '../model/events.js';
import type { SessionIo, SessionResult } from '../session/io.js';
import { shownWords } from '../units/secret-texts.js';
import { tellCi } from './ci.js';
import { deliverReport } from './output.js';
import { startProgress } from './progress/choose.js';
import { watchSignals } from './signals.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** What a command that measures shows while it runs. */
export interface MeasureOptions {
  readonly quiet: boolean;
  /** When `load` ends, to tell how far it is; null for other commands. */
  readonly stop: StopRule | null;
}

/** Runs a use case with progress on stderr and signals as aborts; an interrupted one that still has a result returns it. */
export async function withSession<T>(
  terminal: Terminal,
  options: MeasureOptions,
  useCase: (io: SessionIo) => Promise<T>,
): Promise<{ readonly result: T; readonly interruptCode: number | null }> {
  const progress = startProgress(terminal, options);
  const watch = watchSignals((signal) => {
    progress.end(`${signal}: finishing with what was measured so far; once more to quit at once`);
  });
  const interrupted = (): number | null => {
    const signal = interruptOf(watch.signal);
    return signal === null ? null : interruptExitCode(signal);
  };
  try {
    const { argv, cwd } = terminal;
    const onEvent: SessionIo['onEvent'] = (event) => progress.onEvent(event);
    const result = await useCase({ argv: shownWords(argv), cwd, signal: watch.signal, onEvent });
    return { result, interruptCode: interrupted() };
  } catch (error) {
    const code = interrupted();
    if (code === null) throw error;
    const signal = interruptOf(watch.signal);
    throw new PerfcmpError('interrupted', `ended by ${signal} before there was a result`, code, { cause: error });
  } finally {
    progress.stop();
    watch.stop();
  }
}

/** Measures, prints the report, and gives the exit code. */
export async function measureAndReport(
  terminal: Terminal,
  output: OutputConfig,
  options: { readonly stop: StopRule | null; readonly latency: boolean },
  useCase: (io: SessionIo) => Promise<SessionResult>,
): Promise<number> {
  const { result, interruptCode } = await withSession(terminal, { quiet: output.quiet, stop: options.stop }, useCase);
  await deliverReport(terminal, result.report, output, { latency: options.latency, storedAs: result.storedAs });
  const exitCode = interruptCode ?? result.exitCode;
  await tellCi(terminal, { report: result.report, output, exitCode, storedAs: result.storedAs });
  if (result.resumeAs !== undefined && !output.quiet) {
    await print(terminal.stderr, `perfcmp run --resume ${result.resumeAs} measures the rest`);
  }
  return exitCode;
}
