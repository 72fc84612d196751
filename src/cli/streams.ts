import { EXIT, PerfcmpError } from '../errors.js';
import type { TerminalStream } from './terminal.js';

/** Writes text that ends with exactly the line end it needs, and waits until it is out. */
export function print(stream: TerminalStream, text: string): Promise<void> {
  return new Promise((done, failed) => {
    stream.write(withNewline(text), (error) => (error && !isBrokenPipe(error) ? failed(writeError(error)) : done()));
  });
}

/** Keeps a stream's error event from ending the program: `print` tells it, unless a reader such as `head` just left. */
export function leaveErrorsToPrint(stream: NodeJS.WriteStream): void {
  stream.on('error', () => undefined);
}

/** The text with the line end it needs. */
export function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function writeError(cause: Error): PerfcmpError {
  return new PerfcmpError('output', `cannot write the result: ${cause.message}`, EXIT.usage, { cause });
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
