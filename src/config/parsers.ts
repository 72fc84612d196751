import { ANY_STATUS, type StatusRange } from '../model/scenario.js';
import type { WorkerCount } from '../model/target.js';
import { parseDurationMs } from '../units/duration.js';
import { suggestion } from '../units/nearest.js';
import { parseShare } from '../units/percent.js';
import { parseCount } from '../units/rate.js';

/** What a piece of text means, or in words why it means nothing. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint?: string | undefined };

/** Reads one option's text. */
export type Parser<T> = (text: string) => Parsed<T>;

/** The text was understood. */
export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** The text was not understood, and what to write instead. */
export function reject(message: string, hint?: string): Parsed<never> {
  return { ok: false, message, hint };
}

/** A whole number within bounds; `10k` is 10000. */
export function wholeNumber(min: number, max: number): Parser<number> {
  return (text) => {
    const value = parseCount(text);
    if (value !== null && Number.isInteger(value) && value >= min && value <= max) return accept(value);
    const example = Math.min(max, Math.max(min, 10));
    return reject(
      `must be a whole number from ${min} to ${max}, got "${text}"`,
      `write it like ${example}${max >= 10_000 ? ' or 10k' : ''}`,
    );
  };
}

/** How many workers a server runs, or `native` for as many as it likes. */
export const workerCount: Parser<WorkerCount> = (text) => {
  if (text === 'native') return accept(text);
  const count = wholeNumber(1, 4096)(text);
  return count.ok ? count : reject(count.message.replace(', got', ', or native, got'), 'write it like 2, or native');
};

/** A span longer than nothing. */
export const duration: Parser<number> = (text) => {
  const durationMs = parseDurationMs(text);
  if (durationMs !== null && durationMs > 0) return accept(durationMs);
  return reject(`must be a time above 0, got "${text}"`, 'write it like 500ms, 30s or 2m; a bare number is seconds');
};

/** A span that may be nothing, as a warm-up may. */
export const durationOrZero: Parser<number> = (text) => {
  const durationMs = parseDurationMs(text);
  if (durationMs !== null) return accept(durationMs);
  return reject(`must be a time, got "${text}"`, 'write it like 500ms, 30s or 2m; a bare number is seconds');
};

/** One of a few words. */
export function choice<T extends string>(words: readonly T[]): Parser<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return accept(word);
    return reject(`must be one of ${words.join(', ')}, got "${text}"`, nearHint(text, words));
  };
}

/** An equivalence margin: `5%` or `0.05`. */
export const margin: Parser<number> = (text) => {
  const share = parseShare(text);
  if (share !== null && share > 0 && share < 1) return accept(share);
  const wholePercent = share !== null && share >= 1 && share < 100 ? `${share}% or ${share / 100}` : '5% or 0.05';
  return reject(`must be a share above 0 and below 100 %, got "${text}"`, `write it like ${wholePercent}`);
};

/** A path with its query, fit for a request line. */
export const requestPath: Parser<string> = (text) => {
  if (!text.startsWith('/')) return reject(`must begin with /, got "${text}"`, `try /${text}`);
  if (/^[\x21-\x7e]+$/.test(text)) return accept(text);
  return reject(`must be printable ASCII without spaces, got "${text}"`, `try ${encodeURI(text)}`);
};

/** What `--method` takes. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A request method, in either case. */
export const method: Parser<string> = (text) => choice(METHODS)(text.toUpperCase());

/** `200`, `2xx`, `200-204`, several of them with commas, or `any`. */
export const statusRanges: Parser<readonly StatusRange[]> = (text) => {
  if (text === 'any') return accept(ANY_STATUS);
  const ranges = text.split(',').map((part) => statusRange(part.trim()));
  if (ranges.every((range) => range !== null)) return accept(ranges);
  return reject(
    `must be status codes from 100 to 599, got "${text}"`,
    'write it like 200, 2xx, 200-204, 200,404 or any',
  );
};

/** `Name: value` as it is sent. */
export const header: Parser<readonly [name: string, value: string]> = (text) => {
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(text);
  // Each character is a byte on the wire; others would leave one of theirs, which may be a line break.
  if (match !== null && /[^\0-\xff]/.test(match[2]!)) {
    return reject(`must be in Latin-1, got "${text}"`, 'percent-encode what headers cannot hold');
  }
  if (match !== null) return accept([match[1]!, match[2]!]);
  const equals = /^([\w-]+)=(.*)$/.exec(text);
  const hint = equals === null ? '"Accept: application/json"' : `"${equals[1]}: ${equals[2]}"`;
  return reject(`must be "Name: value", got "${text}"`, `write it like -H ${hint}`);
};

/** A switch given as text, as in an environment variable. */
export const yesOrNo: Parser<boolean> = (text) => {
  if (/^(1|true|yes|on)$/i.test(text)) return accept(true);
  if (/^(0|false|no|off|)$/i.test(text)) return accept(false);
  return reject(`must be 1 or 0, got "${text}"`);
};

/** Any text that is not empty. */
export const anyText: Parser<string> = (text) => (text === '' ? reject('must not be empty') : accept(text));

function statusRange(text: string): StatusRange | null {
  if (/^[1-5]xx$/i.test(text)) return { from: Number(text[0]) * 100, to: Number(text[0]) * 100 + 99 };
  const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text);
  if (match === null) return null;
  const range = { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
  return range.from <= range.to ? range : null;
}

function nearHint(text: string, words: readonly string[]): string | undefined {
  return suggestion(text, words, '') || undefined;
}
