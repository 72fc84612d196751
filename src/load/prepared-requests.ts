import type { Endpoint } from '../model/load-profile.js';
import type { MadeSource, RequestSource } from '../model/request-source.js';
import type { RequestSpec } from '../model/scenario.js';
import type { ReceivedHeaders } from '../scenario/check.js';
import { closingTemplate } from './compiled-template.js';
import { FixedRequests } from './fixed-requests.js';
import type { HookProblem } from './hook-module.js';
import type { OwnChecks } from './own-checks.js';
import { closing } from './request-bytes.js';
import { RequestNumbers } from './request-numbers.js';
import type { SendBuffer } from './send-buffer.js';
import { TemplateRequests } from './template-requests.js';

/** What the loop needs of the requests: whose turn it is. */
export interface RequestTurns {
  /** The number of the next request to send; those that were given back go first. */
  take(): number;
  /** A request that was taken never left, because its connection was lost: somebody else sends it. */
  giveBack(request: number): void;
  /** A slice begins in which other threads send so many requests before this one's first. */
  begin(requestsBefore: number): void;
  /** Of requests that differ in what must come back; null: none does. */
  readonly checks: OwnChecks | null;
  /** Wants to see whole answers; absent: they need not be kept for it. */
  readonly onAnswer?: (request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null) => void;
}

/**
 * Requests that are made anew each time they are sent. Engines call either `write` (HTTP/1.1 as bytes) or `parts`, once
 * for each request that they take on.
 */
export interface MadeRequests extends RequestTurns {
  readonly fixed: null;
  isHead(request: number): boolean;
  /** The request for engines that are given method, path, headers and body. */
  parts(request: number): RequestSpec;
  /** Appends the request as HTTP/1.1. */
  write(request: number, out: SendBuffer): void;
  /** Its bytes where they are kept because it is sent again and again; null or absent: `write` makes them. */
  readonly prebuilt?: (request: number) => Buffer | null;
}

/**
 * The requests of one pool in one thread, named by numbers. `fixed`: a table that the numbers are places in, from which
 * an engine makes what it sends once and for all; null: made anew each time.
 */
export type PreparedRequests = FixedRequests | MadeRequests;

/** What requests are prepared for. */
export interface RequestSetting {
  readonly endpoint: Endpoint;
  /** Connections last for one answer: requests of HTTP/1.1 say so, lest the server wait for another. */
  readonly closes: boolean;
  /** The counter of the pool, one for all its threads. */
  readonly counter: SharedArrayBuffer;
}

/** What requests that call functions of the user need beside. */
export interface OpenSetting extends RequestSetting {
  readonly thread: number;
  /** Called once, when a hook did something that ends the load. */
  readonly onBroken: (problem: HookProblem) => void;
}

/** Turns what crossed to this thread into requests that can be sent; hooks are loaded, and may be found wrong. */
export async function openRequests(source: RequestSource, setting: OpenSetting): Promise<PreparedRequests> {
  if (source.kind === 'fixed') return fixedRequests(source.requests, setting);
  const templates = templateRequests(source, setting);
  if (source.hook === null) return templates;
  // Most loads have no hook.
  const [{ loadHook }, { HookRequests }] = await Promise.all([
    import('./hook-module.js'),
    import('./hook-requests.js'),
  ]);
  const { seed, hook } = source;
  return new HookRequests(templates, await loadHook(hook), { ...setting, seed, source: hook });
}

/** Requests that are the same every time. */
export function fixedRequests(requests: readonly RequestSpec[], { closes }: RequestSetting): FixedRequests {
  return new FixedRequests(closes ? requests.map(closing) : requests);
}

/** Requests with places that are filled each time. */
export function templateRequests(source: MadeSource, { endpoint, closes, counter }: RequestSetting): TemplateRequests {
  const requests = closes ? source.requests.map(closingTemplate) : source.requests;
  return new TemplateRequests({ ...source, requests }, endpoint, new RequestNumbers(counter));
}
