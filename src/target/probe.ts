import http from 'node:http';
import https from 'node:https';
import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';
import { certificateHint, isCertificateError } from '../scenario/certificate.js';
import { tlsOptionsOf } from '../scenario/tls-options.js';

/** One whole answer, or why there was none. */
export type ProbeResult =
  | {
      readonly status: number;
      readonly headers: http.IncomingHttpHeaders;
      readonly body: Buffer;
      /** From the connection's start to the last byte. */
      readonly durationMs: number;
    }
  | {
      readonly error: string;
      readonly refused: boolean;
      /** What to do about it, where that can be told. */
      readonly hint: string | undefined;
    };

/** A health answer is small; a stream without end must not fill our memory. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Sends one request, a GET where only a path is given, on a connection of its own and reads the whole answer. */
export function probe(
  endpoint: Endpoint,
  asked: string | RequestSpec,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ProbeResult> {
  const spec = typeof asked === 'string' ? { method: 'GET', path: asked, headers: {}, body: null } : asked;
  const { request: send } = endpoint.protocol === 'https' ? https : http;
  return new Promise((resolve) => {
    const startedMs = performance.now();
    const fail = (error: NodeJS.ErrnoException) => settle(failureOf(error));
    const request = send({ ...optionsOf(endpoint, spec), ...(signal && { signal }) }, (response) => {
      response.on('error', fail);
      readBody(response, (body) =>
        settle({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body,
          durationMs: performance.now() - startedMs,
        }),
      );
    });
    const late = () => request.destroy(new Error(`no answer within ${Math.round(timeoutMs)} ms`));
    const timer = setTimeout(late, timeoutMs);
    const settle = (result: ProbeResult) => {
      clearTimeout(timer);
      resolve(result);
    };
    request.on('error', fail);
    request.end(spec.body ?? undefined);
  });
}

function optionsOf(endpoint: Endpoint, { method, path, headers, body }: RequestSpec): https.RequestOptions {
  return {
    ...addressOf(endpoint),
    ...(endpoint.protocol === 'https' ? tlsOptionsOf(endpoint) : {}),
    ...{ method, path, agent: false },
    headers: { host: endpoint.authority, connection: 'close', ...withLength(headers, body) },
  };
}

/** Gives a body once it is whole; one that is too large is an error of its response. */
function readBody(response: http.IncomingMessage, onBody: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_BODY_BYTES) response.destroy(new Error(`more than ${MAX_BODY_BYTES} bytes`));
  });
  response.on('end', () => onBody(Buffer.concat(chunks)));
}

// node would send a body without its length in chunks.
function withLength(headers: RequestSpec['headers'], body: Uint8Array | null): Record<string, string> {
  const isFramed = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
  return body === null || isFramed ? headers : { ...headers, 'Content-Length': String(body.byteLength) };
}

/** Why there was no answer, with what to do about it where that can be told. */
export function failureOf(error: NodeJS.ErrnoException): Extract<ProbeResult, { error: string }> {
  const refused = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
  if (isCertificateError(error.code)) {
    return {
      error: `its certificate is not accepted: ${error.message}`,
      refused,
      hint: certificateHint(error.message),
    };
  }
  const hint = refused ? 'is the server running, and is this its address?' : undefined;
  return { error: error.code ?? error.message, refused, hint };
}

function addressOf({ host, port, socketPath }: Endpoint): http.RequestOptions {
  return socketPath === null ? { host, port } : { socketPath };
}
