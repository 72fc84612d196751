import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
/** What HTTP/2 says in other ways, or not at all (RFC 9113 section 8.2.2). */
const LEFT_OUT = /^(host|connection|keep-alive|proxy-connection|transfer-encoding|upgrade|http2-settings)$/;

/** What to do about a server that does not speak it. */
export const HTTP2_HINT = 'without --http2 it is asked in HTTP/1.1';

/** The fields of a request as HTTP/2 has them: Host is `:authority`, and what is about the connection is left out. */
export function http2Fields(request: RequestSpec, { protocol, authority }: Endpoint): [string, string][] {
  const given = Object.entries(request.headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const host = given.find(([name]) => name === 'host')?.[1];
  const fields: [string, string][] = [
    [':method', request.method],
    [':scheme', protocol],
    [':authority', host ?? authority],
    [':path', request.path],
    ...given.filter(([name, value]) => !LEFT_OUT.test(name) && (name !== 'te' || value === 'trailers')),
  ];
  const isFramed = given.some(([name]) => name === 'content-length');
  if (!isFramed && (request.body !== null || METHODS_WITH_BODY.has(request.method))) {
    fields.push(['content-length', String(request.body?.byteLength ?? 0)]);
  }
  return fields;
}
