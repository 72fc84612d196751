import { initialState, nextState, type ProgressState } from '../../src/cli/progress/state.js';
import type { RunEvent } from '../../src/model/events.js';
import { InterimTeller } from '../../src/session/interim-teller.js';
import { type SyntheticRunOptions, syntheticEvents } from '../helpers/events.js';

/** A run as far as it was watched. */
export interface WatchedRun {
  readonly state: ProgressState;
  readonly nowMs: number;
}

const TOOK_MS: Partial<Record<RunEvent['kind'], number>> = { 'target-started': 300, warmup: 250, slice: 140 };

/** A synthetic run as the progress sees it, with what the session tells in between, up to an event. */
export function watchUntil(options: SyntheticRunOptions, isEnough: (event: RunEvent) => boolean): WatchedRun {
  const seen: RunEvent[] = [];
  let state = initialState(null);
  let nowMs = 0;
  const take = (event: RunEvent): void => {
    state = nextState(state, event, nowMs);
  };
  const teller = new InterimTeller({ onEvent: take, signal: new AbortController().signal });
  for (const event of syntheticEvents(options)) {
    nowMs += TOOK_MS[event.kind] ?? 0;
    take(event);
    seen.push(event);
    teller.see(event, seen);
    if (isEnough(event)) return { state, nowMs };
  }
  throw new Error('the run ended before');
}

/** The n-th slice of a launch. */
export function sliceOf(launch: number, count: number): (event: RunEvent) => boolean {
  let left = count;
  return (event) => {
    if (event.kind === 'slice' && event.launch === launch) left -= 1;
    return left === 0;
  };
}
