import type { Expectation, RequestSpec } from './scenario.js';

/** Where requests come from, as data: this is what crosses to the generator's threads. */
export type RequestSource =
  | {
      /** The same bytes every time. */
      readonly kind: 'fixed';
      /** At least one; each has its share by its weight. */
      readonly requests: readonly RequestSpec[];
    }
  | MadeSource;

/** Requests that are made anew each time they are sent. */
export interface MadeSource {
  readonly kind: 'made';
  /** At least one; each has its share by its weight. */
  readonly requests: readonly RequestTemplate[];
  /** What placeholders take from data rows; each has as many values as there are rows. */
  readonly columns: readonly DataColumn[];
  /** How many data rows there are; 0: no data. */
  readonly rows: number;
  /** Of random placeholders and of what a distribution draws. */
  readonly seed: number;
  /** Which data row comes next, or without data which request; absent: one after the other. */
  readonly distribution?: Distribution;
  /** Has the last word on every request; null: none. */
  readonly hook: HookSource | null;
}

/** The first is the most frequent: its k-th comes as often as 1 / k^exponent says. */
export interface Distribution {
  readonly kind: 'zipf';
  readonly exponent: number;
}

/** A request with places that are filled each time it is sent. */
export interface RequestTemplate {
  readonly method: string;
  readonly path: readonly (string | Placeholder)[];
  readonly headers: readonly (readonly [name: string, value: readonly (string | Placeholder)[]])[];
  /** Null: no body and no Content-Length. */
  readonly body: readonly (Uint8Array | Placeholder)[] | null;
  /** Its share among the requests, a whole number. */
  readonly weight: number;
  /** Absent: what is expected of all. */
  readonly expect?: TemplateExpectation;
}

/** What must come back where it depends on the request. */
export interface TemplateExpectation {
  /** With placeholders as they were written: says which statuses and lengths are right and what is looked at. */
  readonly written: Expectation;
  /** The same as JSON, with places that hold what the request was sent with; null: there are none. */
  readonly filled: readonly (string | Placeholder)[] | null;
}

/** What fills a place. `text` is how it was written, for people. */
export type Placeholder = { readonly text: string } & (
  | { readonly kind: 'seq' }
  | { readonly kind: 'uuid' }
  /** A whole number from `from` to `to`, both included. */
  | { readonly kind: 'integer'; readonly from: number; readonly to: number }
  | { readonly kind: 'choice'; readonly choices: readonly Uint8Array[] }
  /** The row's value in `MadeSource.columns[column]`. */
  | { readonly kind: 'column'; readonly column: number }
);

/** All values of one column, encoded for one kind of place: value i stands from `offsets[i]` to `offsets[i + 1]`. Shared by threads. */
export interface DataColumn {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** A module whose functions are called in every thread. */
export interface HookSource {
  readonly url: string;
  /** As the user named it. */
  readonly name: string;
  /** Where tsx's API is, for a module in TypeScript that node cannot read by itself; null: node can. */
  readonly tsxUrl: string | null;
  /** Data rows as the hook is given them; empty without data. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/** A source that sends these in turn. */
export function fixedSource(requests: readonly RequestSpec[]): RequestSource {
  return { kind: 'fixed', requests };
}

/** A path as it was written, with the placeholders in it. */
export function pathText({ path }: Pick<RequestTemplate, 'path'>): string {
  return path.map((part) => (typeof part === 'string' ? part : part.text)).join('');
}

/** All places of a template that are filled. */
export function placeholdersOf({ path, headers, body }: RequestTemplate): readonly Placeholder[] {
  const parts = [...path, ...headers.flatMap(([, value]) => value), ...(body ?? [])];
  return parts.flatMap((part) => (typeof part === 'object' && 'kind' in part ? [part] : []));
}

/** Method and path of each request, as they were written. */
export function requestLines(source: RequestSource): readonly { readonly method: string; readonly path: string }[] {
  if (source.kind === 'fixed') return source.requests.map(({ method, path }) => ({ method, path }));
  return source.requests.map((template) => ({ method: template.method, path: pathText(template) }));
}

/** A source as it was written, for people: without headers, bodies and data. */
export function writtenSource(source: RequestSource): RequestSource {
  if (source.kind === 'fixed') {
    return fixedSource(source.requests.map((request) => ({ ...outlineOf(request), path: request.path })));
  }
  const requests = source.requests.map(
    (template): RequestTemplate => ({
      ...outlineOf(template),
      path: [pathText(template)],
      headers: [],
      weight: template.weight,
    }),
  );
  return { ...source, requests, columns: [], hook: null };
}

function outlineOf({ method, weight = 1 }: { readonly method: string; readonly weight?: number }) {
  return { method, headers: {}, body: null, weight };
}

const DRAWN: readonly Placeholder['kind'][] = ['uuid', 'integer', 'choice'];

/** The seed where requests have something random in them, or may have in a hook; null where they do not. */
export function seedOfRequests(source: RequestSource): number | null {
  if (source.kind === 'fixed') return null;
  const isDrawn = source.requests.some((template) => placeholdersOf(template).some(({ kind }) => DRAWN.includes(kind)));
  return isDrawn || source.hook !== null || source.distribution !== undefined ? source.seed : null;
}
