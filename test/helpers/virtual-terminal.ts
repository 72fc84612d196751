import xterm from '@xterm/headless';

/** A terminal without a window: takes what a program writes, and tells what somebody would see. */
export class VirtualTerminal {
  readonly #terminal: xterm.Terminal;
  #written = '';

  constructor(columns: number, rows: number) {
    // A pty turns line ends into pairs by itself; where there is none, this does.
    this.#terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 1000,
      allowProposedApi: true,
      convertEol: true,
    });
  }

  write(text: string): void {
    this.#written += text;
    this.#terminal.write(text);
  }

  /** All that was written has been drawn. */
  settled(): Promise<void> {
    return new Promise((done) => this.#terminal.write('', done));
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
  }

  /** The rows that are in sight. */
  screen(): string[] {
    const { baseY } = this.#terminal.buffer.active;
    return this.#lines(baseY, baseY + this.#terminal.rows);
  }

  /** The rows that are in sight, and those that were scrolled away. */
  everything(): string[] {
    return this.#lines(0, this.#terminal.buffer.active.length);
  }

  /** Rows that left the screen at its top. */
  get scrolledRows(): number {
    return this.#terminal.buffer.active.baseY;
  }

  get isWrapping(): boolean {
    return this.#terminal.modes.wraparoundMode;
  }

  /** The last that was said about it. */
  get isCursorShown(): boolean {
    return this.#written.lastIndexOf('\u001b[?25h') >= this.#written.lastIndexOf('\u001b[?25l');
  }

  /** Everything that was written, with its escape sequences. */
  get written(): string {
    return this.#written;
  }

  #lines(from: number, to: number): string[] {
    const { active } = this.#terminal.buffer;
    const lines = Array.from(
      { length: to - from },
      (_, at) => active.getLine(from + at)?.translateToString(true) ?? '',
    );
    return lines.map((line) => line.trimEnd());
  }
}
