import { accept, header, method, type Parsed, reject } from '../parsers.js';
import { addHeader } from './header-list.js';
import { headerValue } from './written-request.js';

/** A recorded request. */
export interface HarEntry {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export interface HarRecording {
  readonly entries: readonly HarEntry[];
  /** Entries that are no HTTP requests that can be sent: data: URLs, web sockets, CONNECT. */
  readonly unusable: number;
}

/** What belongs to one connection, or is said anew for each message. */
const NOT_REPLAYED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

interface RawRequest {
  readonly method?: unknown;
  readonly url?: unknown;
  readonly headers?: unknown;
  readonly cookies?: unknown;
  readonly postData?: unknown;
}

/** Reads HAR 1.2, as browsers export it. http://www.softwareishard.com/blog/har-12-spec/ */
export function parseHar(text: string): Parsed<HarRecording> {
  let recording: { readonly log?: { readonly entries?: unknown } } | null;
  try {
    recording = JSON.parse(text);
  } catch (error) {
    return reject(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const entries = recording?.log?.entries;
  if (!Array.isArray(entries)) return reject('is no HAR: it has no log.entries', 'export it as HAR from a browser');
  const usable: HarEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const request = requestOf(entry?.request ?? {});
    if (!request.ok) return reject(`entry ${index}: ${request.message}`, request.hint);
    if (request.value !== null) usable.push(request.value);
  }
  return accept({ entries: usable, unusable: entries.length - usable.length });
}

function requestOf(request: RawRequest): Parsed<HarEntry | null> {
  if (typeof request.url !== 'string' || !/^https?:\/\//i.test(request.url) || !URL.canParse(request.url)) {
    return accept(null);
  }
  const verb = method(String(request.method));
  if (!verb.ok) return accept(null);
  const headers = headersOf(request);
  if (!headers.ok) return headers;
  const body = bodyOfPost(request.postData);
  const mediaType = memberText(request.postData, 'mimeType');
  const typed =
    body !== null && mediaType !== null && headerValue(headers.value, 'content-type') === null
      ? addHeader(headers.value, 'Content-Type', mediaType)
      : headers.value;
  return accept({ method: verb.value, url: new URL(request.url), headers: typed, body });
}

function headersOf(request: RawRequest): Parsed<Readonly<Record<string, string>>> {
  let headers: Readonly<Record<string, string>> = {};
  for (const { name, value } of pairsOf(request.headers)) {
    // HTTP/2 pseudo headers begin with a colon.
    if (name.startsWith(':') || NOT_REPLAYED.has(name.toLowerCase())) continue;
    const pair = header(`${name}: ${value}`);
    if (!pair.ok) return pair;
    headers = addHeader(headers, ...pair.value);
  }
  const cookies = pairsOf(request.cookies).map(({ name, value }) => `${name}=${value}`);
  const isListed = headerValue(headers, 'cookie') !== null;
  if (cookies.length === 0 || isListed) return accept(headers);
  const pair = header(`Cookie: ${cookies.join('; ')}`);
  return pair.ok ? accept(addHeader(headers, ...pair.value)) : pair;
}

function bodyOfPost(postData: unknown): Uint8Array | null {
  const text = memberText(postData, 'text');
  if (text !== null && text !== '') {
    // Not in the specification for requests, but what is not text is written so.
    return Buffer.from(text, memberText(postData, 'encoding') === 'base64' ? 'base64' : 'utf8');
  }
  const params = pairsOf(member(postData, 'params'));
  const isForm = /^application\/x-www-form-urlencoded/i.test(memberText(postData, 'mimeType') ?? '');
  if (!isForm || params.length === 0) return null;
  return Buffer.from(new URLSearchParams(params.map(({ name, value }): [string, string] => [name, value])).toString());
}

function pairsOf(list: unknown): { readonly name: string; readonly value: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const name = memberText(item, 'name');
    return name === null ? [] : [{ name, value: memberText(item, 'value') ?? '' }];
  });
}

function memberText(value: unknown, name: string): string | null {
  const found = member(value, name);
  return typeof found === 'string' ? found : null;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : null;
}
