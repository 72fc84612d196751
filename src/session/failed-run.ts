import { EXIT, MeasurementError, PerfcmpError, TargetError } from '../errors.js';
import type { RunEvent } from '../model/events.js';

/** The error of a run in which every target failed before its first slice; null where there is something to show. */
export function nothingMeasured(events: readonly RunEvent[]): TargetError | null {
  if (events.some((event) => event.kind === 'slice')) return null;
  const failures = events.flatMap((event) => (event.kind === 'target-failed' ? [event] : []));
  const [first] = failures;
  if (first === undefined) return null;
  const message =
    failures.length === 1
      ? `target "${first.target}": ${first.message}`
      : `no target could be measured: ${byMessage(failures).join('; ')}`;
  return new TargetError('nothing-measured', first.target, message, {
    hint: first.hint ?? undefined,
    logTail: first.logTail,
  });
}

/** `express, koa: ended with code 1`: each message once, with all that failed so. */
function byMessage(failures: readonly Extract<RunEvent, { kind: 'target-failed' }>[]): string[] {
  const messages = [...new Set(failures.map(({ message }) => message))];
  return messages.map((message) => {
    const alike = failures.filter((failure) => failure.message === message);
    return `${alike.map(({ target }) => target).join(', ')}: ${message}`;
  });
}

/** The error of a stored run that never came to its first slice; null where there is something to show. */
export function nothingStored(id: string, events: readonly RunEvent[]): PerfcmpError | null {
  if (!events.some(({ kind }) => kind === 'run-started') || events.some(({ kind }) => kind === 'slice')) return null;
  const failure = nothingMeasured(events);
  const why = failure === null ? 'it goes on, or was killed before anything was measured' : failure.message;
  return new PerfcmpError('nothing-measured', `run ${id} has nothing to show: ${why}`, EXIT.target, {
    hint: failure?.hint ?? undefined,
  });
}

/** What broke a run, with the id under which all that it had measured can still be read. */
export function namingStored(error: unknown, storedAs: string | null): unknown {
  if (storedAs === null) return error;
  const stored = `what was measured is stored: perfcmp report ${storedAs}`;
  if (error instanceof MeasurementError) {
    const { code, message, exitCode } = error;
    const hint = error.hint === null ? stored : `${error.hint}; ${stored}`;
    return new MeasurementError(code, message, { exitCode, hint, cause: error });
  }
  if (error instanceof PerfcmpError) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new PerfcmpError('internal', `unexpected, and a bug of perfcmp: ${message}`, EXIT.internal, {
    hint: `${stored}; --debug shows the stack`,
    cause: error,
  });
}
