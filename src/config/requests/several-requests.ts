import type { RequestSpec } from '../../model/scenario.js';
import type { OptionReader } from '../option-reader.js';
import type { Parsed } from '../parsers.js';
import { type HarRecording, parseHar } from './har.js';
import { overrideHeaders } from './header-list.js';
import { parseRequestLine } from './request-line.js';
import { parseTargets, type TargetEntry } from './targets-file.js';
import { inFile, readText } from './user-files.js';
import { bodyOf, type WrittenRequest } from './written-request.js';

type Headers = Readonly<Record<string, string>>;

/** The requests of `--request`. */
export function readRequestLines(reader: OptionReader, headers: Headers): readonly WrittenRequest[] {
  return reader.readList('request', parseRequestLine).map((line) => ({
    ...line,
    where: (part) => `--request "${line.method} ${line.path}", ${part}`,
    headers,
    body: null,
    isRecorded: false,
  }));
}

/** The requests of a scenario, `where` they are listed. Headers of their own are stronger than those for all, those typed than both. */
export function scenarioRequests(
  where: string,
  requests: readonly RequestSpec[],
  { shared, typed }: { readonly shared: Headers; readonly typed: Headers },
  isList = true,
): readonly WrittenRequest[] {
  return requests.map((request, index) => ({
    where: (part) => `${where}${isList ? `[${index}]` : ''}, ${part}`,
    method: request.method,
    path: request.path,
    headers: overrideHeaders(overrideHeaders(shared, request.headers), typed),
    body: request.body === null ? null : bodyOf(request.body),
    weight: request.weight ?? 1,
    ...(request.expect === undefined ? {} : { expect: request.expect }),
    isRecorded: false,
  }));
}

/** A file of requests, and its name. */
export interface RequestFile<T> {
  readonly name: string;
  readonly content: T;
}

/** Reads `--targets-file`; null where there is something wrong with it. */
export function readTargetsFile(reader: OptionReader): RequestFile<readonly TargetEntry[]> | null {
  return readRequestFile(reader, 'targetsFile', 'name a file of requests in the format of vegeta', parseTargets);
}

/** Its requests, all of which must be for the origin of the URL. */
export function targetRequests(
  reader: OptionReader,
  { name, content }: RequestFile<readonly TargetEntry[]>,
  url: string | null,
  headers: Headers,
): readonly WrittenRequest[] {
  const origin = url === null ? null : originOf(url);
  const foreign = content.find((entry) => !entry.url.startsWith('/') && originOf(entry.url) !== origin);
  if (foreign !== undefined && url !== null) {
    reader.refuse(
      `${name}, line ${foreign.line}`,
      `is for ${originOf(foreign.url)}, and the load goes to ${origin ?? url}`,
      'one load has one origin: name it in the URL, or write paths alone; --connect-to goes elsewhere',
    );
  }
  return content.map((entry) => ({
    where: (part) => `${name}, line ${entry.line}, ${part}`,
    method: entry.method,
    path: pathOfTarget(entry.url),
    headers: overrideHeaders(entry.headers, headers),
    body: entry.body,
    weight: 1,
    isRecorded: false,
  }));
}

/** Reads `--har`; null where there is something wrong with it. */
export function readHarFile(reader: OptionReader): RequestFile<HarRecording> | null {
  return readRequestFile(reader, 'har', 'name a recording that a browser exported as HAR', parseHar);
}

/** Its requests for the origin of the URL, and what is to be said of the others. */
export function harRequests(
  reader: OptionReader,
  { name, content }: RequestFile<HarRecording>,
  url: string | null,
  headers: Headers,
): { readonly requests: readonly WrittenRequest[]; readonly notes: readonly string[] } {
  const origin = url === null ? null : originOf(url);
  const mine = content.entries.filter((entry) => entry.url.origin === origin);
  if (mine.length === 0 && url !== null) {
    const found = originsOf(content);
    reader.refuse(
      name,
      `has no request for ${origin ?? url}${found === '' ? '' : `, but for ${found}`}`,
      'name the recorded origin in the URL; --connect-to goes elsewhere',
    );
  }
  const requests = mine.map((entry) => ({
    where: (part: string) => `${name}, ${entry.method} ${entry.url.pathname}, ${part}`,
    method: entry.method,
    path: `${entry.url.pathname}${entry.url.search}`,
    headers: overrideHeaders(entry.headers, headers),
    body: entry.body === null ? null : bodyOf(entry.body),
    weight: 1,
    isRecorded: true,
  }));
  const skipped = content.entries.length - mine.length + content.unusable;
  const notes = skipped === 0 ? [] : [`${name}: ${mine.length} requests are for ${origin}, ${skipped} skipped`];
  return { requests, notes };
}

/** The origins of a recording with how often each occurs, the most frequent first. */
export function originsOf({ entries }: HarRecording): string {
  const counts = new Map<string, number>();
  for (const { url } of entries) counts.set(url.origin, (counts.get(url.origin) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  return sorted.map(([origin, count]) => `${origin} (${count})`).join(', ');
}

function readRequestFile<T>(
  reader: OptionReader,
  option: string,
  hint: string,
  parse: (text: string) => Parsed<T>,
): RequestFile<T> | null {
  const given = reader.given(option);
  if (given === null) return null;
  const text = reader.check(given.where, readText(given.text, hint), null);
  if (text === null) return null;
  const content = parse(text);
  if (content.ok) return { name: given.text, content: content.value };
  reader.refuse(given.where, inFile(given.text, content.message), content.hint);
  return null;
}

/** Null: a unix socket, or no URL at all. */
function originOf(url: string): string | null {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : null;
}

// Not by way of URL, which would encode placeholders.
function pathOfTarget(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  return path.startsWith('/') ? path : `/${path}`;
}
