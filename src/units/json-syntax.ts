/** Where a text stops being JSON, and why; what engines say of it differs from version to version. */
export interface JsonFault {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** A document, or the first thing in it that is no JSON. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: JsonFault };

/** Reads a JSON document, with or without a byte order mark. */
export function parseJson(text: string): ParsedJson {
  const bare = text.replace(/^\uFEFF/, '');
  try {
    return { ok: true, value: JSON.parse(bare) };
  } catch (error) {
    const { at, message, hint } = faultIn(bare) ?? {
      at: 0,
      message: error instanceof Error ? error.message : 'is no JSON',
    };
    const before = bare.slice(0, at).split('\n');
    return { ok: false, fault: { line: before.length, column: (before.at(-1) ?? '').length + 1, message, hint } };
  }
}

interface Fault {
  readonly at: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Where what was read ends, or what is wrong with it. */
type End = number | Fault;

function faultIn(text: string): Fault | null {
  const end = value(text, 0);
  if (typeof end !== 'number') return end;
  const rest = blanksEnd(text, end);
  return rest === text.length ? null : unexpected(text, rest, 'the end of the file');
}

function value(text: string, start: number): End {
  const at = blanksEnd(text, start);
  if (text[at] === '{') return list(text, at, '}', member);
  if (text[at] === '[') return list(text, at, ']', value);
  if (text[at] === '"') return quoted(text, at);
  return matchEnd(SCALAR, text, at) ?? unexpected(text, at, 'a value');
}

function list(text: string, open: number, close: string, entry: (text: string, at: number) => End): End {
  let at = blanksEnd(text, open + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    const end = entry(text, at);
    if (typeof end !== 'number') return end;
    at = blanksEnd(text, end);
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') return unexpected(text, at, `, or ${close}`);
    const comma = at;
    at = blanksEnd(text, comma + 1);
    if (text[at] === close) return { at: comma, message: `has a comma before ${close}`, hint: 'leave it out' };
  }
}

function member(text: string, start: number): End {
  if (text[start] !== '"') return unexpected(text, start, 'a key in double quotes');
  const end = quoted(text, start);
  if (typeof end !== 'number') return end;
  const at = blanksEnd(text, end);
  return text[at] === ':' ? value(text, at + 1) : unexpected(text, at, ':');
}

function quoted(text: string, at: number): End {
  const end = matchEnd(QUOTED, text, at);
  if (end === null) return { at, message: 'has a text without an end', hint: 'close it with " on the same line' };
  try {
    JSON.parse(text.slice(at, end));
    return end;
  } catch {
    return { at, message: `has a text that is no JSON: ${text.slice(at, end)}`, hint: 'write \\\\ for a backslash' };
  }
}

function unexpected(text: string, at: number, wanted: string): Fault {
  if (text.trim() === '') return { at, message: 'is empty', hint: 'write {} where nothing is to be said' };
  if (at === text.length) return { at, message: `ends where ${wanted} is expected`, hint: 'something is not closed' };
  const got = /^(?:[\w$.+-]+|.)/u.exec(text.slice(at))?.[0] ?? '';
  const isNext = got === '"' && wanted.startsWith(', or');
  return { at, message: `${wanted} is expected, got ${got}`, hint: isNext ? 'a comma is missing' : HINTS.get(got) };
}

const MODULE = 'write it as perfcmp.config.mjs, export default { ... }, where that is allowed';
const HINTS = new Map([
  ['/', `JSON has no comments: ${MODULE}`],
  ["'", 'JSON has double quotes only'],
  ['undefined', 'leave the key out'],
]);

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
const QUOTED = /"(?:[^"\\\n]|\\.)*"/y;
const BLANKS = /[ \t\r\n]*/y;

function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function blanksEnd(text: string, at: number): number {
  return matchEnd(BLANKS, text, at) ?? at;
}
