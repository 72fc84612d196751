import type { Placeholder, RequestTemplate, TemplateExpectation } from '../model/request-source.js';
import type { Expectation, RequestSpec } from '../model/scenario.js';

/** A request that never changes, among others that do. */
export function templateOf({ method, path, headers, body, weight = 1, expect }: RequestSpec): RequestTemplate {
  return {
    method,
    path: [path],
    headers: Object.entries(headers).map(([name, value]) => [name, [value]] as const),
    body: body === null ? null : [body],
    weight,
    ...(expect === undefined ? {} : { expect: { written: expect, filled: null } }),
  };
}

/** What must come back where it holds a placeholder, written as in the request, wherever its text stands. */
export function expectingSent(written: Expectation, placeholder: Placeholder): TemplateExpectation {
  const parts = JSON.stringify(written).split(placeholder.text);
  return { written, filled: parts.flatMap((part, index) => (index === 0 ? [part] : [placeholder, part])) };
}
