import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { CappedLog } from './capped-log.js';
import type { OutputSink } from './process-group.js';

const LONGEST_LINE = 2000;
const LOG_TAIL_LINES = 20;

/** What the steps of one build print: to its log, whose middle is left out where it is long, and line by line to whoever follows. */
export class BuildOutput {
  readonly #log: CappedLog;
  readonly #onLine: (line: string) => void;
  /** The last line so far. */
  lastLine: string | null = null;

  constructor(logFile: string, onLine: (line: string) => void) {
    this.#log = new CappedLog(logFile);
    this.#onLine = onLine;
  }

  /** Where one step prints: after a line with its command. */
  beginStep(command: string): OutputSink {
    this.#log.write(Buffer.from(`$ ${command}\n`));
    const decoder = new StringDecoder('utf8');
    let line = '';
    return {
      write: (chunk) => {
        this.#log.write(chunk);
        const [first = '', ...others] = decoder.write(chunk).split(/\r\n|\n|\r/);
        line = within(line + first);
        for (const next of others) {
          this.#tell(line);
          line = within(next);
        }
      },
      close: () => this.#tell(line),
    };
  }

  /** The end of it, and what tells of errors before that. */
  tail(): string[] {
    return this.#log.tail(LOG_TAIL_LINES);
  }

  close(): void {
    this.#log.close();
  }

  #tell(text: string): void {
    // Maven writes colour codes even where nothing has a colour.
    const line = stripVTControlCharacters(text);
    if (line.trim() === '') return;
    this.lastLine = line;
    this.#onLine(line);
  }
}

/** A line without an end must not take all memory. */
function within(line: string): string {
  return line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
}
