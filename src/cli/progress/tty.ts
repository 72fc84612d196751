import type { Paint } from '../../report/paint.js';
import { wrapText } from '../../report/wrap.js';
import { heightOf, type TerminalStream, widthOf } from '../terminal.js';
import { frameLines } from './frame.js';
import { isForecast, milestonesOf } from './milestones.js';
import type { Progress } from './progress.js';
import { Screen } from './screen.js';
import { nextState, type ProgressState } from './state.js';

/** Five frames a second are more than anybody reads; each costs the terminal, too. */
const REDRAW_MS = 200;
/** Where nothing happens, the time goes on. */
const IDLE_REDRAW_MS = 900;
/** Wider lines would break when the window is made smaller. */
const MOST_COLUMNS = 80;

/** What decides how the view is drawn. */
export interface TtyLook {
  readonly now: () => number;
  readonly unicode: boolean;
  readonly paint: Paint;
}

/** A view that can be drawn again, and taken away for a while. */
export interface TtyProgress extends Progress {
  /** The terminal has another size, or shows something else. */
  redraw(): void;
}

/**
 * For terminals: lines that are drawn in place again and again, with what happened above them. Drawn when something
 * happened, which is between two slices; the clock alone draws only where a slice takes a second and more.
 */
export function ttyProgress(stream: TerminalStream, initial: ProgressState, look: TtyLook): TtyProgress {
  const screen = new Screen(stream);
  let state = initial;
  let isEnding = false;
  let drawnMs = Number.NEGATIVE_INFINITY;
  const draw = (above: readonly string[] = []): void => {
    drawnMs = look.now();
    const lines = isEnding ? [] : frameLines(state, { ...look, ...sizeOf(stream), nowMs: drawnMs });
    screen.draw(
      lines,
      above.flatMap((line) => wrapped(line, widthOf(stream))),
    );
  };
  const isDue = (everyMs: number): boolean => look.now() - drawnMs >= everyMs;
  return {
    onEvent(event) {
      state = nextState(state, event, look.now());
      const said = isEnding && isForecast(event) ? [] : milestonesOf(event, state);
      if (said.length > 0 || isDue(REDRAW_MS)) draw(said);
    },
    note: (line) => draw([line]),
    end(line) {
      isEnding = true;
      draw([line]);
    },
    refresh() {
      if (isDue(IDLE_REDRAW_MS)) draw();
    },
    redraw: () => draw(),
    stop: () => screen.clear(),
  };
}

/** One column and one row of the terminal stay free: the last column wraps on some, and the cursor is on a line of its own. */
function sizeOf(stream: TerminalStream): { readonly columns: number; readonly rows: number } {
  return { columns: Math.min(MOST_COLUMNS, widthOf(stream)) - 1, rows: heightOf(stream) - 1 };
}

/** Broken between words, where the terminal would break it anywhere. */
function wrapped(line: string, width: number): string[] {
  return line.length < width ? [line] : wrapText('', line, width - 1);
}
