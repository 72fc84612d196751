import {
  type AnswerCheck,
  type Expectation,
  type RequestSpec,
  type Scenario,
  SUCCESS_STATUSES,
} from '../model/scenario.js';
import { checksOf } from './check-options.js';
import { bodySize, headerCheck, pathCheck, textCheck } from './check-parsers.js';
import type { OptionReader } from './option-reader.js';
import { accept, method, type Parsed, type Parser, requestPath, statusRanges, wholeNumber } from './parsers.js';
import { checkHeaders, encode } from './request-options.js';
import { MOST_WEIGHT } from './requests/request-line.js';
import { roundProblem } from './requests/round-length.js';
import type { UserRequest, UserScenario, UserWeightedRequest } from './user-config.js';

/** A scenario of the config file whose placeholders are not looked at yet. */
export interface WrittenScenario extends Pick<Scenario, 'name' | 'expect' | 'env'> {
  readonly requests: readonly RequestSpec[];
}

/** Reads a scenario of the config file; `where` is its place in the file. */
export function resolveScenario(reader: OptionReader, where: string, scenario: UserScenario): WrittenScenario {
  const { requests, ...single } = scenario;
  if (requests !== undefined && hasRequest(single)) {
    reader.refuse(where, 'has requests and a request of its own', 'put everything into requests');
  }
  if (requests?.length === 0) reader.refuse(`${where}.requests`, 'must have at least one request');
  const resolved = requests?.map((request, index) =>
    resolveWeighted(reader, `${where}.requests[${index}]`, request),
  ) ?? [resolveRequest(reader, where, single)];
  const problem = roundProblem(resolved.map(({ weight = 1 }) => weight));
  if (problem !== null) reader.refuse(`${where}.requests`, problem);
  // What it holds of a request differs from request to request.
  const expect = resolveExpectation(reader, `${where}.expect`, scenario.expect ?? {});
  return {
    name: scenario.name,
    requests: JSON.stringify(expect).includes('{{') ? resolved.map((request) => ({ expect, ...request })) : resolved,
    expect,
    env: scenario.env ?? {},
  };
}

function hasRequest(request: UserRequest): boolean {
  return [request.path, request.method, request.headers, request.body, request.json].some((part) => part !== undefined);
}

function resolveWeighted(
  reader: OptionReader,
  where: string,
  { weight, expect, ...request }: UserWeightedRequest,
): RequestSpec {
  return {
    ...resolveRequest(reader, where, request),
    ...(weight !== undefined && {
      weight: reader.check(`${where}.weight`, wholeNumber(1, MOST_WEIGHT)(String(weight)), 1),
    }),
    ...(expect !== undefined && { expect: resolveExpectation(reader, `${where}.expect`, expect) }),
  };
}

// What has places to fill is looked at when they are.
const pathOrTemplate: Parser<string> = (text) => (text.includes('{{') ? accept(text) : requestPath(text));

/** One request of the config file. */
export function resolveRequest(reader: OptionReader, where: string, request: UserRequest): RequestSpec {
  if (request.body !== undefined && request.json !== undefined) {
    reader.refuse(where, 'has both body and json', 'give one of the two');
  }
  const text = request.json === undefined ? request.body : JSON.stringify(request.json);
  const headers = checkHeaders(reader, `${where}.headers`, request.headers ?? {});
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return {
    method:
      request.method === undefined
        ? text === undefined
          ? 'GET'
          : 'POST'
        : reader.check(`${where}.method`, method(request.method), 'GET'),
    path: request.path === undefined ? '/' : reader.check(`${where}.path`, pathOrTemplate(request.path), '/'),
    headers: request.json !== undefined && !typed ? { ...headers, 'Content-Type': 'application/json' } : headers,
    body: text === undefined ? null : encode(text),
  };
}

function resolveExpectation(
  reader: OptionReader,
  where: string,
  expect: NonNullable<UserScenario['expect']>,
): Expectation {
  const { status, text, json, bytes } = expect;
  if ([text, json, bytes].filter((part) => part !== undefined).length > 1) {
    reader.refuse(where, 'may have only one of text, json and bytes');
  }
  return {
    status:
      status === undefined
        ? SUCCESS_STATUSES
        : reader.check(`${where}.status`, statusRanges(String(status)), SUCCESS_STATUSES),
    body:
      text !== undefined
        ? { kind: 'text', equals: text }
        : json !== undefined
          ? { kind: 'json', contains: json }
          : bytes !== undefined
            ? { kind: 'bytes', count: bytes }
            : null,
    mediaType: expect.mediaType ?? null,
    ...checksOf(resolveChecks(reader, where, expect)),
  };
}

function resolveChecks(
  reader: OptionReader,
  where: string,
  { header, contains, paths, size }: NonNullable<UserScenario['expect']>,
): AnswerCheck[] {
  const listed = (texts: string | readonly string[] = []): readonly string[] =>
    typeof texts === 'string' ? [texts] : texts;
  const read = (key: string, parsed: Parsed<AnswerCheck>): readonly AnswerCheck[] => {
    const check = reader.check(`${where}.${key}`, parsed, null);
    return check === null ? [] : [check];
  };
  return [
    ...listed(header).flatMap((text) => read('header', headerCheck(text))),
    ...listed(contains).flatMap((text) => read('contains', textCheck(text))),
    ...Object.entries(paths ?? {}).flatMap(([path, equals]) => read('paths', pathCheck(path, equals))),
    ...(size === undefined ? [] : read('size', bodySize(String(size)))),
  ];
}
