import { EXIT, interruptExitCode } from '../errors.js';
import type { InterruptSignal } from '../model/events.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const PARENT_POLL_MS = 500;

/** A running watch for signals that end the program. */
export interface SignalWatch {
  /** Aborted with the signal's name as its reason. */
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Turns the first signal into an abort, so that what was measured is kept, and the second into an exit at once. Ctrl-\ is
 * an exit at once, too: its default action would run nothing that gives back the terminal and removes what is temporary.
 * `npx` does not forward SIGTERM and simply dies: a changed parent is therefore taken as a hang-up.
 */
export function watchSignals(onInterrupt: (signal: InterruptSignal) => void): SignalWatch {
  const abort = new AbortController();
  const interrupt = (signal: InterruptSignal): void => {
    if (abort.signal.aborted) process.exit(interruptExitCode(signal));
    abort.abort(signal);
    onInterrupt(signal);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  process.on('SIGQUIT', quit);
  const stopParentWatch = watchParent(() => {
    if (!abort.signal.aborted) interrupt('SIGHUP');
  });
  return {
    signal: abort.signal,
    stop() {
      stopParentWatch();
      for (const signal of SIGNALS) process.off(signal, interrupt);
      process.off('SIGQUIT', quit);
    },
  };
}

function quit(): never {
  process.exit(EXIT.sigquit);
}

function watchParent(onLost: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onLost();
  }, PARENT_POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
