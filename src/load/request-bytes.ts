import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The request as it goes over the wire, with Host and Content-Length where the request does not set them itself. */
export function requestBytes(request: RequestSpec, endpoint: Endpoint): Buffer {
  const names = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
  const lines = [`${request.method} ${request.path} HTTP/1.1`];
  if (!names.has('host')) lines.push(`Host: ${endpoint.authority}`);
  for (const [name, value] of Object.entries(request.headers)) lines.push(`${name}: ${value}`);
  const framed = names.has('content-length') || names.has('transfer-encoding');
  if (!framed && (request.body !== null || METHODS_WITH_BODY.has(request.method))) {
    lines.push(`Content-Length: ${request.body?.byteLength ?? 0}`);
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return request.body === null ? head : Buffer.concat([head, request.body]);
}

/** The request of a connection that lasts for one answer: it says so, lest the server wait for another. */
export function closing(request: RequestSpec): RequestSpec {
  const speaksForItself = Object.keys(request.headers).some((name) => name.toLowerCase() === 'connection');
  return speaksForItself ? request : { ...request, headers: { ...request.headers, Connection: 'close' } };
}
