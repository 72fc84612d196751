import type { Json } from '../model/json.js';
import type { AnswerCheck, Expectation, StatusRange } from '../model/scenario.js';

/** One list for all, so that the load generator looks statuses up in one table. */
export const OK: readonly StatusRange[] = [{ from: 200, to: 200 }];

/** A JSON document with these members, which may have others beside them. */
export function jsonWith(contains: Json, checks: readonly AnswerCheck[] = []): Expectation {
  const expectation: Expectation = { status: OK, mediaType: 'application/json', body: { kind: 'json', contains } };
  return checks.length === 0 ? expectation : { ...expectation, checks };
}

/** A JSON document in which these members are named, whatever their values. */
export function jsonNaming(...members: readonly string[]): Expectation {
  return {
    status: OK,
    mediaType: 'application/json',
    body: null,
    checks: members.map((member) => ({ kind: 'contains', text: `"${member}":` })),
  };
}
