import { z } from 'zod';
import { isMediaType } from '../scenario/check.js';
import { bodyExcerpt } from '../scenario/excerpt.js';
import type { Exchange } from './client.js';
import type { Deviation } from './rule.js';

/** RFC 3339 in UTC with milliseconds. */
export const timestamp = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'expected 2026-01-31T00:00:00.000Z');

/** A count: whole, not negative, exact in every language. */
export const count = z.int().min(0);

/** A measured number: finite and not negative, and never null. */
export const measured = z.number().min(0);

/** What an error answer carries. */
export interface ContractError {
  readonly status: number;
  readonly error: string;
}

export const INVALID_KEY: ContractError = { status: 400, error: 'Invalid key' };
export const INVALID_JSON: ContractError = { status: 400, error: 'Invalid JSON' };
export const MISSING_FILES: ContractError = { status: 400, error: "Missing 'files' array" };
export const INVALID_ENTRY: ContractError = { status: 400, error: "Invalid 'files' entry" };
export const TOO_MANY_FILES: ContractError = { status: 400, error: 'Too many files' };
export const INVALID_PATH: ContractError = { status: 400, error: 'Invalid file path' };
export const NOT_FOUND: ContractError = { status: 404, error: 'Not Found' };
export const METHOD_NOT_ALLOWED: ContractError = { status: 405, error: 'Method Not Allowed' };
export const PAYLOAD_TOO_LARGE: ContractError = { status: 413, error: 'Payload Too Large' };

/** One deviation as a list, the form in which rules gather them. */
export function deviation(exchange: Exchange, expected: string, got: string): readonly Deviation[] {
  return [{ sent: exchange.sent, expected, got }];
}

/** A deviation where something does not hold. */
export function expectThat(exchange: Exchange, holds: boolean, expected: string, got: string): readonly Deviation[] {
  return holds ? [] : deviation(exchange, expected, got);
}

export function expectStatus(exchange: Exchange, status: number): readonly Deviation[] {
  if (exchange.status === status) return [];
  return deviation(exchange, `status ${status}`, `${exchange.status} ${bodyExcerpt(exchange.body)}`);
}

export function expectMediaType(exchange: Exchange, mediaType: string): readonly Deviation[] {
  if (isMediaType(exchange.mediaType, mediaType)) return [];
  return deviation(exchange, `Content-Type ${mediaType}`, exchange.mediaType ?? 'none');
}

/** The value when status, media type and every member are right; else what is wrong with them. */
export type JsonAnswer<T> =
  | { readonly value: T; readonly deviations: readonly [] }
  | { readonly value: null; readonly deviations: readonly Deviation[] };

/** Reads an answer of exactly these members: strict objects refuse extra ones. */
export function readJson<T>(exchange: Exchange, schema: z.ZodType<T>, status = 200): JsonAnswer<T> {
  const wrongStatus = expectStatus(exchange, status);
  if (wrongStatus.length > 0) return { value: null, deviations: wrongStatus };
  const wrongType = expectMediaType(exchange, 'application/json');
  let json: unknown;
  try {
    json = JSON.parse(exchange.body.toString('utf8'));
  } catch {
    return { value: null, deviations: [...wrongType, ...deviation(exchange, 'JSON', bodyExcerpt(exchange.body))] };
  }
  const parsed = schema.safeParse(json);
  const wrongMembers = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(exchange, issue));
  if (!parsed.success || wrongType.length > 0) return { value: null, deviations: [...wrongType, ...wrongMembers] };
  return { value: parsed.data, deviations: [] };
}

/** Reads one answer and goes on with its value only if that is right. */
export function inspectJson<T>(
  exchange: Exchange,
  schema: z.ZodType<T>,
  inspect: (value: T) => readonly Deviation[] = () => [],
): readonly Deviation[] {
  const answer = readJson(exchange, schema);
  return answer.value === null ? answer.deviations : inspect(answer.value);
}

/** `{"error": string, "status": int}` and nothing else. */
export function expectError(exchange: Exchange, error: ContractError): readonly Deviation[] {
  const schema = z.strictObject({ error: z.literal(error.error), status: z.literal(error.status) });
  return readJson(exchange, schema, error.status).deviations;
}

function describeIssue(exchange: Exchange, issue: z.core.$ZodIssue): readonly Deviation[] {
  const member = issue.path.length === 0 ? 'the body' : `"${issue.path.join('.')}"`;
  return deviation(exchange, `${member} to fit the contract`, `${issue.message} in ${bodyExcerpt(exchange.body)}`);
}
