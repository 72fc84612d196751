import type { Json } from './json.js';

/** One request as it is sent: prebuilt into bytes once, never per request. */
export interface RequestSpec {
  readonly method: string;
  /** Path with its query, as it stands on the request line. */
  readonly path: string;
  /** Header names as they are sent; Host, Content-Length and Connection are added where they are missing. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body and no Content-Length. */
  readonly body: Uint8Array | null;
  /** Its share among the scenario's requests, a whole number; absent: 1. */
  readonly weight?: number;
}

/** Inclusive range of status codes, so that one code is `{ from: 200, to: 200 }`. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

/** What a body must be. Checked on a sample of the responses, see `ClosedLoadProfile.bodySampleEvery`. */
export type BodyExpectation =
  | { readonly kind: 'text'; readonly equals: string }
  /** Every member named here must be equal in the answer; more members are allowed. */
  | { readonly kind: 'json'; readonly contains: Json }
  | { readonly kind: 'bytes'; readonly count: number };

/** What makes an answer count as `ok`. */
export interface Expectation {
  /** Checked on every response. */
  readonly status: readonly StatusRange[];
  /** Checked on sampled responses; null: any body. */
  readonly body: BodyExpectation | null;
  /** Media type without parameters, checked on sampled responses; null: any. */
  readonly mediaType: string | null;
}

/** What is asked of a target and what must come back. */
export interface Scenario {
  readonly name: string;
  /** Sent in turn by every connection; at least one. */
  readonly requests: readonly RequestSpec[];
  readonly expect: Expectation;
  /** Variables a target must be started with for this scenario. */
  readonly env: Readonly<Record<string, string>>;
  /** No start-time variable changes its answers, so that it may share an instance with any other scenario. */
  readonly takesAnyEnv?: true;
}

/** 2xx and 3xx: what counts as answered and accepted where a scenario says nothing. */
export const SUCCESS_STATUSES: readonly StatusRange[] = [{ from: 200, to: 399 }];

export function acceptsStatus(expectation: Expectation, status: number): boolean {
  return expectation.status.some((range) => status >= range.from && status <= range.to);
}

const LONGEST_JSON = 40;

/** What must come back, in a few words: `200, 13 bytes` or `2xx or 3xx`; the media type where no body says it. */
export function describeExpectation({ status, body, mediaType }: Expectation): string {
  const words = [describeStatuses(status), body === null ? mediaType : describeBody(body)];
  return words.filter((part) => part !== null).join(', ');
}

/** Accepted statuses as they may be written: `200`, `2xx or 3xx`, `200-204`. */
export function describeStatuses(ranges: readonly StatusRange[]): string {
  return ranges.map(describeRange).join(' or ');
}

function describeRange({ from, to }: StatusRange): string {
  if (from === to) return String(from);
  const isWholeClasses = from % 100 === 0 && to % 100 === 99;
  if (!isWholeClasses) return `${from}-${to}`;
  const classes: string[] = [];
  for (let status = from; status < to; status += 100) classes.push(`${status / 100}xx`);
  return classes.join(' or ');
}

function describeBody(body: BodyExpectation): string {
  switch (body.kind) {
    case 'text':
      return describeBytes(new TextEncoder().encode(body.equals).length);
    case 'bytes':
      return describeBytes(body.count);
    case 'json':
      return `JSON ${describeJson(body.contains)}`;
  }
}

function describeBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}

function describeJson(contains: Json): string {
  const whole = JSON.stringify(contains);
  if (whole.length <= LONGEST_JSON) return whole;
  if (Array.isArray(contains)) return `list of ${contains.length}`;
  if (typeof contains === 'object' && contains !== null) return `with ${Object.keys(contains).join(', ')}`;
  return `${whole.slice(0, LONGEST_JSON)}...`;
}
