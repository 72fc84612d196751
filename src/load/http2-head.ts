import type { ReceivedHeaders } from '../scenario/check.js';
import { HpackDecoder } from './hpack-decoder.js';
import type { HeaderField } from './hpack-tables.js';

/** What one header block says: the head of an answer, or trailers, which have no status. */
export interface Http2Head {
  /** 0: there is none. */
  readonly status: number;
  /** -1: it is not said. */
  readonly contentLength: number;
  /** As node gives them: a list where one came more than once. */
  readonly headers: ReceivedHeaders;
  /** Why a client must not accept it (RFC 9113 section 8.2 and 8.3); null: it may. */
  readonly problem: string | null;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const OF_CONNECTIONS = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/**
 * Reads the heads of one connection. A server sends the same block again until its Date changes; bytes that are equal
 * mean the same while the dynamic table stays as it is, so most heads cost one comparison.
 */
export class Http2HeadReader {
  readonly #decoder = new HpackDecoder();
  #lastBlock: Buffer = Buffer.alloc(0);
  #lastHead: Http2Head | null = null;
  #changes = 0;

  /** A string: the block is broken, and with it the connection. */
  read(buffer: Buffer, start: number, end: number): Http2Head | string {
    const decoder = this.#decoder;
    const isKnown =
      this.#lastHead !== null &&
      this.#changes === decoder.changes &&
      end - start === this.#lastBlock.length &&
      buffer.compare(this.#lastBlock, 0, this.#lastBlock.length, start, end) === 0;
    if (isKnown) return this.#lastHead!;
    const changesBefore = decoder.changes;
    const fields = decoder.decode(buffer, start, end);
    if (typeof fields === 'string') return fields;
    const head = headOf(fields);
    if (decoder.changes === changesBefore) {
      this.#lastBlock = Buffer.from(buffer.subarray(start, end));
      this.#lastHead = head;
      this.#changes = changesBefore;
    }
    return head;
  }
}

/** What fields come to, and what is wrong with them. */
export function headOf(fields: readonly HeaderField[]): Http2Head {
  let status = 0;
  let contentLength = -1;
  let problem: string | null = null;
  const headers: Record<string, string | readonly string[]> = Object.create(null);
  let isPastPseudo = false;
  for (const [name, value] of fields) {
    if (name === ':status') {
      if (status !== 0 || isPastPseudo || !/^[1-9]\d\d$/.test(value)) problem ??= `invalid status: ${quoted(value)}`;
      else status = Number(value);
      continue;
    }
    isPastPseudo = true;
    if (!TOKEN.test(name) || OF_CONNECTIONS.has(name)) problem ??= `invalid header name: ${quoted(name)}`;
    if (/[\0\r\n]/.test(value)) problem ??= `control character in header: ${quoted(name)}`;
    const before = headers[name];
    headers[name] = before === undefined ? value : typeof before === 'string' ? [before, value] : [...before, value];
    if (name !== 'content-length') continue;
    const isValid = /^\d{1,15}$/.test(value) && (contentLength === -1 || contentLength === Number(value));
    if (isValid) contentLength = Number(value);
    else problem ??= `invalid content-length: ${quoted(value)}`;
  }
  return { status, contentLength, headers, problem };
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
