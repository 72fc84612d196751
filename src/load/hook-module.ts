import type { Problem } from '../errors.js';
import type { Hook } from '../model/hook.js';
import type { HookSource, RequestSource } from '../model/request-source.js';
import type { RequestSpec } from '../model/scenario.js';

/** What is wrong with a hook, in words for its author. */
export class HookProblem extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'HookProblem';
    this.hint = hint;
  }
}

/** What a user is told about it. */
export function problemOf(source: RequestSource, { message, hint }: HookProblem): Problem {
  const name = source.kind === 'made' ? source.hook?.name : undefined;
  return { where: `--hook ${name ?? ''}`, message, hint };
}

/** A module whose functions have been found; what they return is looked at each time. */
export interface LoadedHook {
  readonly request: (...values: Parameters<Hook['request']>) => unknown;
  readonly response: ((...values: Parameters<NonNullable<Hook['response']>>) => unknown) | null;
}

// Heads are Latin-1 on the wire: of a character beyond it one byte would be left, which may be a line break.
const NOT_IN_A_HEADER = /[\r\n\0]|[^\0-\xff]/;
const MEMBERS = ['method', 'path', 'headers', 'body'];

/** Loads a hook into this thread; throws a HookProblem for a module that is none. */
export async function loadHook({ url, tsxUrl }: HookSource): Promise<LoadedHook> {
  const module = await importModule(url, tsxUrl);
  const { request, response } = module;
  if (!isFunction(request)) {
    const hint = 'export function request(context) { return { path: "/" } }';
    throw new HookProblem('exports no function request', hint);
  }
  if (response !== undefined && !isFunction(response)) throw new HookProblem('exports a response that is no function');
  return { request, response: response ?? null };
}

async function importModule(url: string, tsxUrl: string | null): Promise<Readonly<Record<string, unknown>>> {
  try {
    if (tsxUrl === null) return await import(url);
    const tsx: { readonly tsImport: (url: string, parent: string) => Promise<Record<string, unknown>> } = await import(
      tsxUrl
    );
    return await tsx.tsImport(url, import.meta.url);
  } catch (error) {
    throw new HookProblem(`cannot be loaded: ${String(error).split('\n')[0]}`);
  }
}

function isFunction(value: unknown): value is (...values: unknown[]) => unknown {
  return typeof value === 'function';
}

/** The request with what a hook returned put over it. */
export function withReturned(base: RequestSpec, returned: unknown): RequestSpec {
  if (returned instanceof Promise) {
    throw new HookProblem(
      'returned a promise',
      'it must return the request itself: what takes time belongs before the load',
    );
  }
  if (!isRecord(returned)) {
    throw new HookProblem(`returned ${wordsFor(returned)}`, 'return {} for the request as it is');
  }
  const unknown = Object.keys(returned).find((key) => !MEMBERS.includes(key));
  if (unknown !== undefined) throw new HookProblem(`returned an unknown "${unknown}"`, `known: ${MEMBERS.join(', ')}`);
  const body = bodyOf(returned.body, base.body);
  const gainsBody = body !== null && base.body === null && base.method === 'GET';
  return {
    method: methodOf(returned.method, gainsBody ? 'POST' : base.method),
    path: pathOf(returned.path, base.path),
    headers: headersOf(returned.headers, base.headers),
    body,
  };
}

function methodOf(returned: unknown, fallback: string): string {
  if (returned === undefined) return fallback;
  if (typeof returned === 'string' && /^[A-Za-z]+$/.test(returned)) return returned.toUpperCase();
  throw new HookProblem(`returned the method ${wordsFor(returned)}`, 'write it like POST');
}

function pathOf(returned: unknown, fallback: string): string {
  if (returned === undefined) return fallback;
  if (typeof returned === 'string' && /^\/[\x21-\x7e]*$/.test(returned)) return returned;
  throw new HookProblem(
    `returned the path ${wordsFor(returned)}`,
    'it must begin with / and be printable ASCII without spaces: encodeURIComponent helps',
  );
}

function headersOf(returned: unknown, base: RequestSpec['headers']): RequestSpec['headers'] {
  if (returned === undefined) return base;
  if (!isRecord(returned)) throw new HookProblem(`returned the headers ${wordsFor(returned)}`, 'they are an object');
  const names = new Set(Object.keys(returned).map((name) => name.toLowerCase()));
  const headers = Object.fromEntries(Object.entries(base).filter(([name]) => !names.has(name.toLowerCase())));
  for (const [name, value] of Object.entries(returned)) {
    const isText = typeof value === 'string' || typeof value === 'number';
    if (!isText || NOT_IN_A_HEADER.test(String(value)) || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      throw new HookProblem(
        `returned the header ${name}: ${wordsFor(value)}`,
        'names are words, values are one line of Latin-1',
      );
    }
    headers[name] = String(value);
  }
  return headers;
}

function bodyOf(returned: unknown, fallback: Uint8Array | null): Uint8Array | null {
  if (returned === undefined) return fallback;
  if (returned === null || returned instanceof Uint8Array) return returned;
  if (typeof returned === 'string') return Buffer.from(returned);
  throw new HookProblem(`returned the body ${wordsFor(returned)}`, 'it is text or bytes: JSON.stringify makes text');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordsFor(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
