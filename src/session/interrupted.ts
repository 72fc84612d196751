import { interruptExitCode, PerfcmpError } from '../errors.js';
import { interruptOf } from '../model/events.js';

/** Nothing was measured yet: the signal's own exit code and one line. */
export function interruptedBeforeStart(signal: AbortSignal): PerfcmpError {
  const exitCode = interruptExitCode(interruptOf(signal) ?? 'SIGINT');
  return new PerfcmpError('interrupted', 'interrupted before anything was measured', exitCode);
}

/** Something was measured, but not enough for a result; `cause` is what the abort broke. */
export function interruptedEarly(signal: AbortSignal, cause: unknown): PerfcmpError {
  const exitCode = interruptExitCode(interruptOf(signal) ?? 'SIGINT');
  return new PerfcmpError('interrupted', 'ended before there was a result', exitCode, { cause });
}

/** The work's result, or as soon as the signal is aborted its error; what the work comes to is then nobody's concern. */
export function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const interrupt = (): void => reject(interruptedBeforeStart(signal));
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', interrupt));
  });
}
