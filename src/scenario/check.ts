import type { Json } from '../model/json.js';
import { acceptsStatus, type BodyExpectation, describeStatuses, type Expectation } from '../model/scenario.js';

/** What a check looks at of an answer. */
export interface ReceivedResponse {
  readonly status: number;
  /** The Content-Type as received, parameters and all; null when there was none. */
  readonly mediaType: string | null;
  readonly body: Uint8Array;
}

const EXCERPT_CHARACTERS = 80;

/** Null when the answer is what the scenario expects, else one line of what was expected and what came. */
export function checkResponse(expectation: Expectation, response: ReceivedResponse): string | null {
  if (!acceptsStatus(expectation, response.status)) {
    return `expected status ${describeStatuses(expectation.status)}, got ${response.status} ${bodyExcerpt(response.body)}`;
  }
  if (expectation.mediaType !== null && !isMediaType(response.mediaType, expectation.mediaType)) {
    return `expected media type ${expectation.mediaType}, got ${response.mediaType ?? 'none'}`;
  }
  return expectation.body === null ? null : checkBody(expectation.body, response.body);
}

/** Compares without parameters and case: `Application/JSON; charset=utf-8` is `application/json`. */
export function isMediaType(contentType: string | null, expected: string): boolean {
  return contentType !== null && contentType.split(';', 1)[0]!.trim().toLowerCase() === expected.toLowerCase();
}

/** The beginning of a body on one line, in words that fit into an error message. */
export function bodyExcerpt(body: Uint8Array): string {
  if (body.length === 0) return '(empty body)';
  const line = decode(body.subarray(0, EXCERPT_CHARACTERS * 4)).replace(/[\s\p{Cc}]+/gu, ' ');
  // By code point, so that no character is cut in half.
  const characters = [...line];
  return characters.length <= EXCERPT_CHARACTERS ? line : `${characters.slice(0, EXCERPT_CHARACTERS - 3).join('')}...`;
}

function checkBody(expected: BodyExpectation, body: Uint8Array): string | null {
  switch (expected.kind) {
    case 'text':
      return decode(body) === expected.equals
        ? null
        : `expected body ${bodyExcerpt(Buffer.from(expected.equals))}, got ${bodyExcerpt(body)}`;
    case 'bytes':
      return body.length === expected.count
        ? null
        : `expected a body of ${expected.count} bytes, got ${body.length}: ${bodyExcerpt(body)}`;
    case 'json':
      return checkJson(expected.contains, body);
  }
}

function checkJson(expected: Json, body: Uint8Array): string | null {
  let received: unknown;
  try {
    received = JSON.parse(decode(body));
  } catch {
    return `expected JSON, got ${bodyExcerpt(body)}`;
  }
  return containsJson(received, expected)
    ? null
    : `expected JSON with ${bodyExcerpt(Buffer.from(JSON.stringify(expected)))}, got ${bodyExcerpt(body)}`;
}

/** Objects may have more members than asked for, at any depth; arrays and plain values must be equal. */
function containsJson(received: unknown, expected: Json): boolean {
  if (expected === null || typeof expected !== 'object') return received === expected;
  if (received === null || typeof received !== 'object') return false;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(received) &&
      received.length === expected.length &&
      expected.every((element, index) => containsJson(received[index], element))
    );
  }
  if (Array.isArray(received)) return false;
  return Object.entries(expected).every(
    ([name, value]) =>
      Object.hasOwn(received, name) && containsJson((received as Record<string, unknown>)[name], value),
  );
}

function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
