import { placeholdersOf, type RequestTemplate } from '../../model/request-source.js';
import type { RequestSpec } from '../../model/scenario.js';

/** Nothing in it is filled, so that it is the same every time. */
export function isUnchanging(template: RequestTemplate): boolean {
  return placeholdersOf(template).length === 0 && (template.expect?.filled ?? null) === null;
}

/** The request of a template without places. */
export function specOf({ method, path, headers, body, weight, expect }: RequestTemplate): RequestSpec {
  const spec = {
    method,
    path: path.join(''),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.join('')])),
    body: body === null ? null : joinedBytes(body),
  };
  return {
    ...spec,
    ...(weight === 1 ? {} : { weight }),
    ...(expect === undefined ? {} : { expect: expect.written }),
  };
}

function joinedBytes(parts: NonNullable<RequestTemplate['body']>): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.filter((part) => part instanceof Uint8Array)));
}
