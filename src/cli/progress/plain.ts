import type { TerminalStream } from '../terminal.js';
import { isForecast, milestonesOf } from './milestones.js';
import type { Progress } from './progress.js';
import { nextState, type ProgressState } from './state.js';
import { statusLine } from './status-line.js';

const INTERVAL_MS = 5000;

/** For pipes and CI: what happened line by line, and every few seconds where it stands. */
export function plainProgress(stream: TerminalStream, initial: ProgressState, now: () => number): Progress {
  let state = initial;
  let isEnding = false;
  let lastLineMs = now();
  const print = (line: string): void => {
    stream.write(`${line}\n`);
    lastLineMs = now();
  };
  const refresh = (): void => {
    const status = isEnding ? '' : statusLine(state, now());
    if (status !== '' && now() - lastLineMs >= INTERVAL_MS) print(status);
  };
  return {
    onEvent(event) {
      state = nextState(state, event, now());
      if (!isEnding || !isForecast(event)) for (const line of milestonesOf(event, state)) print(line);
      refresh();
    },
    note: print,
    end(line) {
      isEnding = true;
      print(line);
    },
    refresh,
    stop: () => undefined,
  };
}
