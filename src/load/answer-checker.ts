// Hot path: `accepts` and `fits` run once a response; see bench/README.md.
import { acceptsStatus, type Expectation, type SizeCheck, type StatusRange } from '../model/scenario.js';
import {
  type CheckedPart,
  checkHead,
  checkSize,
  partChecked,
  type ReceivedHeaders,
  sizesOf,
} from '../scenario/check.js';
import { checkBody } from '../scenario/check-body.js';
import type { Mismatch } from '../scenario/mismatch.js';
import { MAX_SAMPLE_BYTES } from './response-parser.js';

const TOO_LONG: Mismatch = {
  check: 'body',
  message: `expected a body to look into, got more than the ${MAX_SAMPLE_BYTES} bytes that are kept`,
};

/**
 * Holds answers against what a scenario expects. Servers say the same again and again: heads and bodies that are equal
 * to the last good ones are good, which costs a comparison of bytes and nothing else.
 */
export class AnswerChecker {
  readonly partChecked: CheckedPart;
  /** What was wrong with the answer that was refused last. */
  mismatch: Mismatch = TOO_LONG;
  readonly #expectation: Expectation;
  readonly #accepts: Uint8Array;
  readonly #sizes: readonly SizeCheck[];
  readonly #leastBytes: number;
  readonly #mostBytes: number;
  #goodHeaders: ReceivedHeaders | null = null;
  #goodBody: Buffer | null = null;

  constructor(expectation: Expectation) {
    this.#expectation = expectation;
    this.partChecked = partChecked(expectation);
    this.#sizes = sizesOf(expectation);
    this.#leastBytes = Math.max(0, ...this.#sizes.map(({ leastBytes }) => leastBytes));
    this.#mostBytes = Math.min(...this.#sizes.map(({ mostBytes }) => mostBytes ?? Number.POSITIVE_INFINITY));
    this.#accepts = statusTable(expectation);
  }

  accepts(status: number): boolean {
    return this.#accepts[status] === 1;
  }

  /** Whether the body has a length that is expected. */
  fits(bodyBytes: number): boolean {
    if (bodyBytes >= this.#leastBytes && bodyBytes <= this.#mostBytes) return true;
    this.mismatch = checkSize(this.#sizes, bodyBytes) ?? this.mismatch;
    return false;
  }

  /** Whether head and body are what is expected; a status that is not accepted needs no second reason. */
  checkSample(status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    if (!this.accepts(status)) return true;
    const mismatch = this.#checkHead(headers) ?? (this.partChecked === 'whole' ? this.#checkBody(body) : null);
    if (mismatch === null) return true;
    this.mismatch = mismatch;
    return false;
  }

  /** The same for what depends on the request that was sent. */
  checkFilled(filled: Expectation, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    if (!this.accepts(status)) return true;
    const isWhole = this.partChecked === 'whole';
    const mismatchWith = (expectation: Expectation): Mismatch | null =>
      checkHead(expectation, headers) ?? (isWhole ? (body === null ? TOO_LONG : checkBody(expectation, body)) : null);
    const mismatch = mismatchWith(filled);
    if (mismatch === null) return true;
    if (filled.otherwise !== undefined && mismatchWith(filled.otherwise) === null) return true;
    this.mismatch = mismatch;
    return false;
  }

  #checkHead(headers: ReceivedHeaders): Mismatch | null {
    if (headers === this.#goodHeaders) return null;
    const mismatch = checkHead(this.#expectation, headers);
    if (mismatch === null) this.#goodHeaders = headers;
    return mismatch;
  }

  #checkBody(body: Uint8Array | null): Mismatch | null {
    if (body === null) return TOO_LONG;
    if (this.#goodBody?.equals(body)) return null;
    const mismatch = checkBody(this.#expectation, body);
    // A copy: what was received is overwritten by what comes next.
    if (mismatch === null) this.#goodBody = Buffer.from(body);
    return mismatch;
  }
}

/** Requests of a scenario have most often the same statuses in common, and there may be many of them. */
const STATUS_TABLES = new WeakMap<readonly StatusRange[], Uint8Array>();

function statusTable(expectation: Expectation): Uint8Array {
  const known = STATUS_TABLES.get(expectation.status);
  if (known !== undefined) return known;
  const table = Uint8Array.from({ length: 1000 }, (_, status) =>
    status >= 100 && acceptsStatus(expectation, status) ? 1 : 0,
  );
  STATUS_TABLES.set(expectation.status, table);
  return table;
}
