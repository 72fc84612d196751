import { accept, header, method, type Parsed, reject } from '../parsers.js';
import { addHeader } from './header-list.js';
import { parseObject } from './ndjson.js';
import { readBytes } from './user-files.js';
import { type BodyPiece, bodyOf } from './written-request.js';

/** A request of a targets file. */
export interface TargetEntry {
  readonly line: number;
  readonly method: string;
  /** A whole URL, or a path alone. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: readonly BodyPiece[] | null;
}

const START = /^([A-Za-z]+)[ \t]+((?:https?:\/\/|\/)\S*)$/i;
const URL_OR_PATH = /^(?:https?:\/\/|\/)\S*$/i;

/**
 * Reads vegeta's two formats. http: `METHOD URL`, then header lines, then `@file` for the body, then an empty line.
 * json: an object a line. https://github.com/tsenart/vegeta#http-format
 */
export function parseTargets(text: string): Parsed<readonly TargetEntry[]> {
  const lines = text.split(/\r?\n/);
  const entries = text.trimStart().startsWith('{') ? parseJsonTargets(lines) : parseHttpTargets(lines);
  if (!entries.ok || entries.value.length > 0) return entries;
  return reject('has no requests', 'write each as METHOD URL, header lines below it, and an empty line between');
}

function parseHttpTargets(lines: readonly string[]): Parsed<readonly TargetEntry[]> {
  const entries: TargetEntry[] = [];
  /** The last entry still takes headers and a body. */
  let isOpen = false;
  for (const [index, text] of lines.entries()) {
    const line = text.trim();
    const number = index + 1;
    if (line === '') isOpen = false;
    if (line === '' || line.startsWith('#')) continue;
    const begun = START.exec(line);
    if (begun !== null) {
      const verb = method(begun[1]!);
      if (!verb.ok) return at(number, verb);
      entries.push({ line: number, method: verb.value, url: begun[2]!, headers: {}, body: null });
      isOpen = true;
      continue;
    }
    const last = entries[entries.length - 1];
    if (!isOpen || last === undefined) return reject(`line ${number}: must be METHOD URL, got "${line}"`);
    const continued = withLine(last, line);
    if (!continued.ok) return at(number, continued);
    entries[entries.length - 1] = continued.value;
  }
  return accept(entries);
}

function withLine(entry: TargetEntry, line: string): Parsed<TargetEntry> {
  if (line.startsWith('@')) {
    const bytes = readBytes(line.slice(1), 'the body is read from this file, relative to the present folder');
    return bytes.ok ? accept({ ...entry, body: bodyOf(bytes.value) }) : bytes;
  }
  const pair = header(line);
  if (!pair.ok) return reject(`must be "Name: value", @file or METHOD URL, got "${line}"`);
  return accept({ ...entry, headers: addHeader(entry.headers, ...pair.value) });
}

function parseJsonTargets(lines: readonly string[]): Parsed<readonly TargetEntry[]> {
  const entries: TargetEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const entry = jsonTarget(line, index + 1);
    if (!entry.ok) return at(index + 1, entry);
    entries.push(entry.value);
  }
  return accept(entries);
}

function jsonTarget(text: string, line: number): Parsed<TargetEntry> {
  const target = parseObject(text);
  if (target === null) return reject('is not a JSON object');
  const verb = method(String(target.method));
  if (!verb.ok) return verb;
  if (typeof target.url !== 'string') return reject('has no url');
  if (!URL_OR_PATH.test(target.url)) return reject(`url must be http://, https:// or a path, got "${target.url}"`);
  let headers: Readonly<Record<string, string>> = {};
  for (const [name, values] of Object.entries(target.header ?? {})) {
    for (const value of Array.isArray(values) ? values : [values]) {
      const pair = header(`${name}: ${String(value)}`);
      if (!pair.ok) return pair;
      headers = addHeader(headers, ...pair.value);
    }
  }
  const body = typeof target.body === 'string' && target.body !== '' ? Buffer.from(target.body, 'base64') : null;
  return accept({ line, method: verb.value, url: target.url, headers, body: body === null ? null : bodyOf(body) });
}

function at(line: number, { message, hint }: Extract<Parsed<never>, { ok: false }>): Parsed<never> {
  return reject(`line ${line}: ${message}`, hint);
}
