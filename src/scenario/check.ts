import { describeSize, describeStatuses } from '../model/describe-expectation.js';
import { type AnswerCheck, acceptsStatus, type Expectation, type SizeCheck } from '../model/scenario.js';
import { checkBody } from './check-body.js';
import { bodyExcerpt, excerpt } from './excerpt.js';
import type { Mismatch } from './mismatch.js';

/** Headers as node and undici give them: names in lower case, a list where one came more than once. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a check looks at of an answer. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: ReceivedHeaders;
  readonly body: Uint8Array;
}

/** What has to be kept of an answer for its checks. */
export type CheckedPart = 'none' | 'head' | 'whole';

/** Sizes and statuses are known of every answer anyway. */
export function partChecked({ body, mediaType, checks = [] }: Expectation): CheckedPart {
  const hasBodyCheck = checks.some(({ kind }) => kind === 'contains' || kind === 'json');
  if (hasBodyCheck || (body !== null && body.kind !== 'bytes')) return 'whole';
  return mediaType !== null || checks.some(({ kind }) => kind === 'header') ? 'head' : 'none';
}

/** Null when the answer is what the scenario expects. */
export function checkResponse(expectation: Expectation, response: ReceivedResponse): Mismatch | null {
  const mismatch = mismatchWith(expectation, response);
  const isRight = expectation.otherwise !== undefined && mismatchWith(expectation.otherwise, response) === null;
  return isRight ? null : mismatch;
}

function mismatchWith(expectation: Expectation, { status, headers, body }: ReceivedResponse): Mismatch | null {
  if (!acceptsStatus(expectation, status)) {
    const message = `expected status ${describeStatuses(expectation.status)}, got ${status} ${bodyExcerpt(body)}`;
    return { check: 'status', message };
  }
  return (
    checkHead(expectation, headers) ?? checkSize(sizesOf(expectation), body.length) ?? checkBody(expectation, body)
  );
}

/** Media type and headers. */
export function checkHead({ mediaType, checks = [] }: Expectation, headers: ReceivedHeaders): Mismatch | null {
  const contentType = valuesOf(headers, 'content-type')[0] ?? null;
  if (mediaType !== null && !isMediaType(contentType, mediaType)) {
    return { check: 'media type', message: `expected media type ${mediaType}, got ${excerpt(contentType ?? 'none')}` };
  }
  for (const check of checks) {
    const mismatch = check.kind === 'header' ? checkHeader(check, headers) : null;
    if (mismatch !== null) return mismatch;
  }
  return null;
}

/** The bounds of a body's length that an expectation sets. */
export function sizesOf({ body, checks = [] }: Expectation): readonly SizeCheck[] {
  const sizes = checks.filter((check) => check.kind === 'size');
  return body?.kind === 'bytes' ? [{ kind: 'size', leastBytes: body.count, mostBytes: body.count }, ...sizes] : sizes;
}

/** The length of the body. */
export function checkSize(sizes: readonly SizeCheck[], bodyBytes: number): Mismatch | null {
  const broken = sizes.find(
    ({ leastBytes, mostBytes }) => bodyBytes < leastBytes || (mostBytes !== null && bodyBytes > mostBytes),
  );
  if (broken === undefined) return null;
  return { check: 'size', message: `expected a body of ${describeSize(broken)}, got ${bodyBytes}` };
}

/** Compares without parameters and case: `Application/JSON; charset=utf-8` is `application/json`. */
export function isMediaType(contentType: string | null, expected: string): boolean {
  return contentType !== null && contentType.split(';', 1)[0]!.trim().toLowerCase() === expected.toLowerCase();
}

function checkHeader(
  { name, value }: Extract<AnswerCheck, { kind: 'header' }>,
  headers: ReceivedHeaders,
): Mismatch | null {
  const values = valuesOf(headers, name.toLowerCase());
  if (value === null ? values.length > 0 : values.includes(value)) return null;
  const expected = value === null ? name : `${name}: ${value}`;
  const got = values.length === 0 ? 'none' : excerpt(values.join(', '));
  return { check: `header ${name.toLowerCase()}`, message: `expected header ${expected}, got ${got}` };
}

function valuesOf(headers: ReceivedHeaders, name: string): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
