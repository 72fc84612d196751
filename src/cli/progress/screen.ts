import { stripVTControlCharacters } from 'node:util';
import { type TerminalStream, widthOf } from '../terminal.js';

const ESC = '\u001b[';
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** A line that is a column too long is cut by the terminal, and does not become two. */
const WRAP_OFF = `${ESC}?7l`;
const WRAP_ON = `${ESC}?7h`;
/** Terminals that know it show all of a frame at once; others ignore it. https://github.com/contour-terminal/vt-extensions */
const BEGIN_FRAME = `${ESC}?2026h`;
const END_FRAME = `${ESC}?2026l`;
const CLEAR_TO_END_OF_LINE = `${ESC}K`;
const CLEAR_BELOW = `${ESC}J`;

/**
 * The lowest lines of a terminal, drawn in place again and again. The cursor waits hidden on the line below them: what the
 * terminal echoes, `^C`, harms nothing there, and a terminal that wraps lines anew when it becomes narrower keeps it below.
 *
 * Every frame is one write that begins and ends with line wrap on, so that whatever ends the program leaves it on.
 */
export class Screen {
  readonly #stream: TerminalStream;
  #drawn: readonly string[] = [];
  #columns = 0;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  /** Draws lines over those before, below `above`, which stays. */
  draw(lines: readonly string[], above: readonly string[] = []): void {
    const isSameSize = lines.length === 0 || this.#columns === widthOf(this.#stream);
    if (above.length === 0 && isSameSize && lines.join('\n') === this.#drawn.join('\n')) return;
    const said = above.map((line) => `${line}\n`).join('');
    const wasDrawn = this.#drawn.length > 0;
    const back = wasDrawn ? this.#toTop() : '';
    this.#columns = widthOf(this.#stream);
    this.#drawn = lines;
    if (lines.length === 0) {
      this.#stream.write(wasDrawn ? `${back}${CLEAR_BELOW}${said}${SHOW_CURSOR}` : said);
      return;
    }
    // Without anything above, new lines are written over the old ones: nothing is blank in between, so nothing flickers.
    const cleared = wasDrawn && above.length > 0 ? CLEAR_BELOW : '';
    const frame = lines.map((line) => `${line}${CLEAR_TO_END_OF_LINE}\n`).join('');
    this.#stream.write(
      `${BEGIN_FRAME}${wasDrawn ? back : HIDE_CURSOR}${cleared}${said}${WRAP_OFF}${frame}${CLEAR_BELOW}${WRAP_ON}${END_FRAME}`,
    );
  }

  /** Takes the lines away and gives the cursor back; safe to call twice. */
  clear(): void {
    this.draw([]);
  }

  /** To the first of the drawn lines: of those that are wider than the terminal has become, each takes several rows. */
  #toTop(): string {
    const columns = widthOf(this.#stream);
    const rowsOf = (line: string): number =>
      columns < this.#columns ? Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)) : 1;
    const rows = this.#drawn.reduce((sum, line) => sum + rowsOf(line), 0);
    return `\r${ESC}${rows}A`;
  }
}
