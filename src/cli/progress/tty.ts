import { type TerminalStream, widthOf } from '../terminal.js';
import { milestonesOf, statusLine } from './lines.js';
import type { Progress } from './progress.js';
import { nextState, type ProgressState } from './state.js';

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** For terminals: one line that is drawn again and again, with what happened above it. */
export function ttyProgress(stream: TerminalStream, initial: ProgressState, now: () => number): Progress {
  let state = initial;
  let drawn = '';
  let drawnMs = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (drawn !== '') stream.write(CLEAR_LINE);
    drawn = '';
  };
  const draw = (): void => {
    // A line as wide as the terminal would wrap, and the next redraw would leave its head behind.
    const line = statusLine(state, now()).slice(0, widthOf(stream) - 1);
    drawnMs = now();
    if (line === drawn) return;
    stream.write(`${drawn === '' ? '' : CLEAR_LINE}${line}`);
    drawn = line;
  };
  const note = (line: string): void => {
    clear();
    stream.write(`${line}\n`);
    draw();
  };
  return {
    onEvent(event) {
      state = nextState(state, event, now());
      for (const line of milestonesOf(event, state)) note(line);
      if (now() - drawnMs >= REDRAW_MS) draw();
    },
    note,
    stop: clear,
  };
}
