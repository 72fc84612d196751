import { resolve } from 'node:path';
import { ConfigError, PerfcmpError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import { interruptedBeforeStart, interruptedEarly } from '../session/interrupted.js';
import type { SessionIo, SessionResult } from '../session/io.js';
import { EventFeed } from './event-feed.js';

/** What a caller may want to hear and to stop. */
export interface ExperimentOptions {
  /**
   * Ends the measurement early: servers are stopped, and what was measured is still reported, with exit code 130. Where
   * nothing was measured yet it rejects with a `PerfcmpError` whose code is `interrupted`.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with every event, at once and in order. It must return quickly, as it runs between the slices that are measured.
   * An error that it throws ends the measurement, which then rejects with it.
   */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Where commands run and reports are stored; absent: the present folder of the process. */
  readonly cwd?: string | undefined;
}

/** What came of a measurement. */
export type ExperimentResult = SessionResult;

/**
 * A measurement under way. Await it for its result; iterate over it for what happens until then:
 *
 * ```ts
 * const experiment = runExperiment(config);
 * for await (const event of experiment) console.error(event.kind);
 * const { report } = await experiment;
 * ```
 *
 * A loop hears what happens from its beginning on: all of it where it begins at once. Nothing is left out and nothing waits
 * for it: what a slow loop has not read yet is kept for it. Leaving the loop ends nothing but the loop; the `signal` of the
 * options ends the measurement. Where the measurement fails, both the loop and `await` throw its error.
 */
export type Experiment<Result = ExperimentResult> = Promise<Result> & AsyncIterable<RunEvent>;

/** Starts a measurement for a caller of the API: it prints nothing, exits nothing, and handles no signals. */
export function begin<Result>(
  work: (io: SessionIo) => Promise<Result>,
  options: ExperimentOptions,
): Experiment<Result> {
  const feed = new EventFeed();
  const outcome = measure(work, feed, options);
  return Object.assign(outcome, {
    [Symbol.asyncIterator]() {
      // Whoever iterates is told of a failure by the loop.
      outcome.catch(() => undefined);
      return feed.read();
    },
  });
}

async function measure<Result>(
  work: (io: SessionIo) => Promise<Result>,
  feed: EventFeed,
  options: ExperimentOptions,
): Promise<Result> {
  try {
    const result = await measureHeard(work, feed, options);
    feed.end();
    return result;
  } catch (error) {
    // Whatever it was, options that are none included: a loop waits until it is told.
    feed.fail(error);
    throw error;
  }
}

async function measureHeard<Result>(
  work: (io: SessionIo) => Promise<Result>,
  feed: EventFeed,
  options: ExperimentOptions,
): Promise<Result> {
  const listener = listenerOf(feed, options);
  const { io, release } = sessionIo(options, listener);
  try {
    const result = await work(io);
    listener.check();
    return result;
  } catch (error) {
    throw listener.failure === null ? interruptedOr(error, io.signal) : listener.failure.error;
  } finally {
    release();
  }
}

interface Listener {
  readonly onEvent: (event: RunEvent) => void;
  /** Throws what the caller's own `onEvent` threw. */
  readonly check: () => void;
  readonly failure: { readonly error: unknown } | null;
  readonly abort: AbortController;
}

function listenerOf(feed: EventFeed, { onEvent }: ExperimentOptions): Listener {
  const abort = new AbortController();
  let failure: Listener['failure'] = null;
  return {
    abort,
    get failure() {
      return failure;
    },
    check() {
      if (failure !== null) throw failure.error;
    },
    onEvent(event) {
      feed.push(event);
      if (failure !== null) return;
      try {
        onEvent?.(event);
      } catch (error) {
        failure = { error };
        abort.abort();
      }
    },
  };
}

/** The signal is one of our own, so that nothing of a measurement goes on listening to the caller's. */
function sessionIo(
  { signal, cwd }: ExperimentOptions,
  { onEvent, abort }: Listener,
): { readonly io: SessionIo; readonly release: () => void } {
  const folder = resolve(cwd ?? process.cwd());
  const forward = (): void => abort.abort(signal?.reason);
  if (signal?.aborted) forward();
  else signal?.addEventListener('abort', forward, { once: true });
  return {
    io: { argv: [], cwd: folder, signal: abort.signal, onEvent },
    release: () => signal?.removeEventListener('abort', forward),
  };
}

/** What an abort broke is told as the abort; a wrong configuration stays one. */
function interruptedOr(error: unknown, signal: AbortSignal): unknown {
  if (!signal.aborted || error instanceof ConfigError) return error;
  if (error instanceof PerfcmpError && error.code === 'interrupted') return error;
  return interruptedEarly(signal, error);
}

/** Throws where a caller has given up before anything began. */
export function refuseIfAborted({ signal }: SessionIo): void {
  if (signal.aborted) throw interruptedBeforeStart(signal);
}
