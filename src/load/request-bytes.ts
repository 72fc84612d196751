import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Which headers of a request we have to add, because it does not set them itself. */
export function framing(
  method: string,
  headerNames: readonly string[],
  hasBody: boolean,
): { readonly needsHost: boolean; readonly needsLength: boolean } {
  const names = new Set(headerNames.map((name) => name.toLowerCase()));
  const isFramed = names.has('content-length') || names.has('transfer-encoding');
  return { needsHost: !names.has('host'), needsLength: !isFramed && (hasBody || METHODS_WITH_BODY.has(method)) };
}

/** The request as it goes over the wire, with Host and Content-Length where the request does not set them itself. */
export function requestBytes({ method, path, headers, body }: RequestSpec, endpoint: Endpoint): Buffer {
  const { needsHost, needsLength } = framing(method, Object.keys(headers), body !== null);
  const lines = [`${method} ${path} HTTP/1.1`];
  if (needsHost) lines.push(`Host: ${endpoint.authority}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (needsLength) lines.push(`Content-Length: ${body?.byteLength ?? 0}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === null ? head : Buffer.concat([head, body]);
}

/** The request of a connection that lasts for one answer: it says so, lest the server wait for another. */
export function closing(request: RequestSpec): RequestSpec {
  if (closesItself(Object.keys(request.headers))) return request;
  return { ...request, headers: { ...request.headers, Connection: 'close' } };
}

/** Says itself what becomes of its connection. */
export function closesItself(headerNames: readonly string[]): boolean {
  return headerNames.some((name) => name.toLowerCase() === 'connection');
}
