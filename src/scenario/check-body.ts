import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../model/json.js';
import type { AnswerCheck, Expectation } from '../model/scenario.js';
import { bodyExcerpt, decode, excerpt } from './excerpt.js';
import { valueAt } from './json-path.js';
import type { Mismatch } from './mismatch.js';

/** The body as a whole and in its parts; its length is not looked at here. */
export function checkBody({ body: whole, checks = [] }: Expectation, body: Uint8Array): Mismatch | null {
  if (whole?.kind === 'text' && decode(body) !== whole.equals) {
    const message = `expected body ${excerpt(whole.equals)}, got ${bodyExcerpt(body)}`;
    return { check: 'body', message };
  }
  if (whole?.kind === 'json') {
    const mismatch = checkMembers(whole.contains, body);
    if (mismatch !== null) return mismatch;
  }
  return checkTexts(checks, body) ?? checkValues(checks, body);
}

function checkTexts(checks: readonly AnswerCheck[], body: Uint8Array): Mismatch | null {
  for (const check of checks) {
    if (check.kind !== 'contains' || decode(body).includes(check.text)) continue;
    const text = excerpt(JSON.stringify(check.text));
    return { check: `contains ${text}`, message: `expected a body with ${text}, got ${bodyExcerpt(body)}` };
  }
  return null;
}

function checkValues(checks: readonly AnswerCheck[], body: Uint8Array): Mismatch | null {
  const expected = checks.filter((check) => check.kind === 'json');
  if (expected.length === 0) return null;
  const document = parseJson(body);
  for (const { path, steps, equals } of expected) {
    const value = document === NO_JSON ? undefined : valueAt(document, steps);
    if (value !== undefined && isDeepStrictEqual(value, equals)) continue;
    const got =
      document === NO_JSON
        ? `no JSON: ${bodyExcerpt(body)}`
        : value === undefined
          ? `none in ${bodyExcerpt(body)}`
          : excerpt(JSON.stringify(value));
    return { check: `json ${path}`, message: `expected JSON ${path}=${excerpt(JSON.stringify(equals))}, got ${got}` };
  }
  return null;
}

function checkMembers(expected: Json, body: Uint8Array): Mismatch | null {
  const received = parseJson(body);
  if (received === NO_JSON) return { check: 'json', message: `expected JSON, got ${bodyExcerpt(body)}` };
  if (containsJson(received, expected)) return null;
  const message = `expected JSON with ${excerpt(JSON.stringify(expected))}, got ${bodyExcerpt(body)}`;
  return { check: 'json', message };
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

const NO_JSON = Symbol('no JSON');

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decode(body));
  } catch {
    return NO_JSON;
  }
}
