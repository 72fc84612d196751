import type { RequestSpec } from './scenario.js';

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
  /** Of random placeholders. */
  readonly seed: number;
  /** Has the last word on every request; null: none. */
  readonly hook: HookSource | null;
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

const DRAWN: readonly Placeholder['kind'][] = ['uuid', 'integer', 'choice'];

/** The seed where requests have something random in them, or may have in a hook; null where they do not. */
export function seedOfRequests(source: RequestSource): number | null {
  if (source.kind === 'fixed') return null;
  const isDrawn = source.requests.some((template) => placeholdersOf(template).some(({ kind }) => DRAWN.includes(kind)));
  return isDrawn || source.hook !== null ? source.seed : null;
}
