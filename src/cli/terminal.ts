/** The outside world as commands see it: handed in, so that no command reaches for `process`. */
export interface Terminal {
  /** As typed after the program's name. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Results and nothing else. */
  readonly stdout: TerminalStream;
  /** Everything that is not a result. */
  readonly stderr: TerminalStream;
  /** What is piped in, opened when it is asked for; absent: nothing can be. */
  readonly stdin?: () => AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean | undefined };
}

/** What commands need of an output stream. */
export interface TerminalStream {
  write(text: string, done?: (error?: Error | null) => void): boolean;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** A terminal tells when its size has changed. */
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** Width of output that goes to no terminal. */
export const DEFAULT_WIDTH = 100;

const DEFAULT_HEIGHT = 24;

/** Columns of a stream; a terminal that does not know its size says 0. */
export function widthOf(stream: TerminalStream): number {
  return stream.columns || DEFAULT_WIDTH;
}

/** Rows of a terminal; one that does not know its size says 0. */
export function heightOf(stream: TerminalStream): number {
  return stream.rows || DEFAULT_HEIGHT;
}

/** Colour on terminals, unless NO_COLOR says no. */
export function mayColor(stream: TerminalStream, env: NodeJS.ProcessEnv): boolean {
  if ((env.NO_COLOR ?? '') !== '') return false;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

/** Whether what is written is read as UTF-8 with block characters: locales say so, the consoles of Linux cannot draw them. */
export function mayUseUnicode(env: NodeJS.ProcessEnv): boolean {
  // The first that is set and not empty decides, as in POSIX.
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) && env.TERM !== 'dumb' && env.TERM !== 'linux';
}
