import type { Json } from './json.js';
import type { RequestSource } from './request-source.js';

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
  /** What must come back where this differs from request to request; absent: what is expected of all. */
  readonly expect?: Expectation;
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

/** One thing that is looked at in an answer, beside its status and its body as a whole. */
export type AnswerCheck =
  /** By its name in any case; null: it has to be there, whatever it says. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string | null }
  | { readonly kind: 'contains'; readonly text: string }
  /** `path` as it was written, for messages. */
  | { readonly kind: 'json'; readonly path: string; readonly steps: JsonPath; readonly equals: Json }
  | SizeCheck;

/** Bounds of a body's length, inclusive, checked on every response; null: there is no upper one. */
export interface SizeCheck {
  readonly kind: 'size';
  readonly leastBytes: number;
  readonly mostBytes: number | null;
}

/** The way to a value in a JSON document: names of members and, from 0, places in lists. */
export type JsonPath = readonly (string | number)[];

/** What makes an answer count as `ok`. */
export interface Expectation {
  /** Checked on every response. */
  readonly status: readonly StatusRange[];
  /** Checked on sampled responses, but for `bytes`, which costs nothing to check on every one; null: any body. */
  readonly body: BodyExpectation | null;
  /** Media type without parameters, checked on sampled responses; null: any. */
  readonly mediaType: string | null;
  /** Checked on sampled responses, but for sizes; absent: none. */
  readonly checks?: readonly AnswerCheck[];
  /** An answer that is as this says is right, too: of a value that may be written as a number or as text. */
  readonly otherwise?: Expectation;
}

/** What is asked of a target and what must come back. */
export interface Scenario {
  readonly name: string;
  readonly source: RequestSource;
  /** Of every request that has no expectation of its own. */
  readonly expect: Expectation;
  /** Variables a target must be started with for this scenario. */
  readonly env: Readonly<Record<string, string>>;
  /** No start-time variable changes its answers, so that it may share an instance with any other scenario. */
  readonly takesAnyEnv?: true;
  /** It changes what other scenarios would find: it may only join those with an environment of their own that prepare nothing. */
  readonly needsOwnInstance?: true;
  /** Contract endpoints that a bundled target must implement, by name; absent: any server can be asked. */
  readonly endpoints?: readonly string[];
  /** Its own number of connections, unless somebody asks for another; absent: the run's. */
  readonly connections?: number;
  /** One request takes a good part of a second and is answered alone: one connection, a slice is one request. */
  readonly isBatch?: true;
  /** About how long an answer takes where the wait is in the work; only for the estimate. */
  readonly likelyLatencyMs?: number;
  /** Written into the server's data folder before it is asked anything. */
  readonly files?: readonly ScenarioFile[];
  /** Sent once to each started server before anything counts, each of these with each of its data rows. */
  readonly prepare?: RequestSource;
  /** Of all of it, where this is no more than its outline, as it is stored. */
  readonly hash?: string;
}

/** A file that a server is to find: this text, or so many bytes that look random. */
export type ScenarioFile = { readonly path: string } & ({ readonly text: string } | { readonly bytes: number });

/** 2xx and 3xx: what counts as answered and accepted where a scenario says nothing. */
export const SUCCESS_STATUSES: readonly StatusRange[] = [{ from: 200, to: 399 }];

/** Every status that an answer can have. */
export const ANY_STATUS: readonly StatusRange[] = [{ from: 100, to: 999 }];

export function acceptsStatus(expectation: Expectation, status: number): boolean {
  return expectation.status.some((range) => status >= range.from && status <= range.to);
}
