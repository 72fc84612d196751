import type { ReceivedHeaders } from '../scenario/check.js';

/** How the end of a body is known. */
export type BodyFraming = 'length' | 'chunked' | 'close';

/** What the head of a response says about the rest of it. */
export interface ResponseHead {
  readonly status: number;
  readonly framing: BodyFraming;
  /** Body bytes to come where framing is `length`, otherwise 0. */
  readonly contentLength: number;
  /** Whether the connection may be used again, unless the body itself ends with it. */
  readonly keepAlive: boolean;
  /** From the status line to before the empty line. */
  readonly text: string;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |$)/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// Only TAB, what can be seen and what is beyond ASCII. CR, LF and NUL within a line are what smuggling is made of.
const CONTROL = /[^\t -~\x80-\xff]/;
const OPTIONAL_SPACE = /^[\t ]+|[\t ]+$/g;

/**
 * Reads a response head, from its status line to before the empty line; a string is what is wrong with it.
 * Framing after RFC 9112 section 6.3, with what it leaves to the recipient decided strictly: a head that claims two
 * lengths, or a length and chunks, is an error.
 */
export function parseHead(text: string): ResponseHead | string {
  const lines = text.split('\r\n');
  const firstLine = lines[0]!;
  const statusLine = STATUS_LINE.exec(firstLine);
  if (statusLine === null) return `invalid status line: ${quoted(firstLine)}`;
  if (CONTROL.test(firstLine)) return `control character in status line: ${quoted(firstLine)}`;
  const isHttp10 = statusLine[1] === '0';
  let connection = '';
  let contentLength: number | null = null;
  let transferEncoding: string | null = null;
  for (let i = 1; i < lines.length; i += 1) {
    const line = lines[i]!;
    const problem = headerLineProblem(line);
    if (problem !== null) return problem;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (name === 'content-length') {
      const value = headerValue(line, colon);
      if (!/^\d{1,15}$/.test(value)) return `invalid Content-Length: ${quoted(value)}`;
      if (contentLength !== null) return 'more than one Content-Length';
      contentLength = Number(value);
    } else if (name === 'transfer-encoding') {
      const value = headerValue(line, colon).toLowerCase();
      transferEncoding = transferEncoding === null ? value : `${transferEncoding},${value}`;
    } else if (name === 'connection') {
      connection = `${connection},${headerValue(line, colon).toLowerCase()}`;
    }
  }
  const status = Number(statusLine[2]);
  const keepAlive = keepsAlive(connection, isHttp10);
  if (transferEncoding !== null) {
    if (contentLength !== null) return 'both Content-Length and Transfer-Encoding';
    if (isHttp10) return 'Transfer-Encoding in an HTTP/1.0 answer';
    const codings = listOf(transferEncoding);
    if (codings.indexOf('chunked') !== codings.lastIndexOf('chunked')) return 'Transfer-Encoding is chunked twice';
    const framing = codings.at(-1) === 'chunked' ? 'chunked' : 'close';
    return { status, framing, contentLength: 0, keepAlive, text };
  }
  if (contentLength !== null) return { status, framing: 'length', contentLength, keepAlive, text };
  return { status, framing: 'close', contentLength: 0, keepAlive, text };
}

/** What is wrong with a line of a header or trailer section, or null. */
export function headerLineProblem(line: string): string | null {
  if (CONTROL.test(line)) return `control character in header line: ${quoted(line)}`;
  const colon = line.indexOf(':');
  if (colon < 1 || !TOKEN.test(line.slice(0, colon))) return `invalid header line: ${quoted(line)}`;
  return null;
}

// Whatever else it says, `close` ends the connection; HTTP/1.0 ends it unless it says `keep-alive`.
function keepsAlive(connection: string, isHttp10: boolean): boolean {
  if (connection === '') return !isHttp10;
  const options = listOf(connection);
  if (options.includes('close')) return false;
  return !isHttp10 || options.includes('keep-alive');
}

function listOf(value: string): string[] {
  return value.split(',').map((element) => element.replace(OPTIONAL_SPACE, ''));
}

// Not trim(), which also takes characters that HTTP does not call space.
function headerValue(line: string, colon: number): string {
  return line.slice(colon + 1).replace(OPTIONAL_SPACE, '');
}

function quoted(line: string): string {
  return JSON.stringify(line.slice(0, 60));
}

/** All headers of a head that was parsed, as node gives them: names in lower case, a list where one came more than once. */
export function headersOf({ text }: ResponseHead): ReceivedHeaders {
  const headers: Record<string, string | readonly string[]> = Object.create(null);
  for (const line of text.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = headerValue(line, colon);
    const before = headers[name];
    headers[name] = before === undefined ? value : typeof before === 'string' ? [before, value] : [...before, value];
  }
  return headers;
}
