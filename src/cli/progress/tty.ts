import { type TerminalStream, widthOf } from '../terminal.js';
import { isForecast, milestonesOf, viewLines } from './lines.js';
import type { Progress } from './progress.js';
import { nextState, type ProgressState } from './state.js';

const REDRAW_MS = 250;
const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
const CLEAR_TO_END_OF_LINE = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;

/** What decides how the view is drawn. */
export interface TtyLook {
  readonly now: () => number;
  readonly unicode: boolean;
}

/** For terminals: a line or a few that are drawn in place again and again, with what happened above them. */
export function ttyProgress(stream: TerminalStream, initial: ProgressState, { now, unicode }: TtyLook): Progress {
  let state = initial;
  let isEnding = false;
  let drawn: readonly string[] = [];
  let drawnMs = Number.NEGATIVE_INFINITY;
  const clear = (): void => {
    if (drawn.length > 0) stream.write(`${toTop(drawn)}${CLEAR_BELOW}${SHOW_CURSOR}`);
    drawn = [];
  };
  const draw = (): void => {
    // A line as wide as the terminal would wrap, and the next redraw would leave its head behind.
    const width = widthOf(stream) - 1;
    const lines = (isEnding ? [] : viewLines(state, now(), unicode)).map((line) => line.slice(0, width));
    drawnMs = now();
    if (lines.join('\n') === drawn.join('\n')) return;
    if (lines.length === 0) {
      clear();
      return;
    }
    // Written at once and over the old view, so that no terminal shows it half empty.
    const text = lines.map((line) => `${line}${CLEAR_TO_END_OF_LINE}`).join('\n');
    stream.write(`${drawn.length === 0 ? HIDE_CURSOR : toTop(drawn)}${text}${CLEAR_BELOW}`);
    drawn = lines;
  };
  const note = (line: string): void => {
    clear();
    stream.write(`${line}\n`);
    draw();
  };
  return {
    onEvent(event) {
      state = nextState(state, event, now());
      if (!isEnding || !isForecast(event)) for (const line of milestonesOf(event, state)) note(line);
      if (now() - drawnMs >= REDRAW_MS) draw();
    },
    note,
    end(line) {
      isEnding = true;
      note(line);
    },
    stop: clear,
  };
}

/** From behind the last line of a view to before its first. */
function toTop(lines: readonly string[]): string {
  return lines.length > 1 ? `\r${ESC}${lines.length - 1}A` : '\r';
}
