import http2 from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';
import { HTTP2_HINT, http2Fields } from '../scenario/http2-fields.js';
import { tlsOptionsOf } from '../scenario/tls-options.js';
import { failureOf, MAX_BODY_BYTES, type ProbeResult } from './probe.js';

const NO_ALPN = new Error('the server does not offer it by ALPN');

/** Sends one request over HTTP/2 on a connection of its own and reads the whole answer. */
export function probeHttp2(
  endpoint: Endpoint,
  request: RequestSpec,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let session: http2.ClientHttp2Session | null = null;
    const settle = (result: ProbeResult): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      session?.destroy();
      socket.destroy();
      resolve(result);
    };
    const fail = (error: NodeJS.ErrnoException): void => settle(failureOfHttp2(error));
    const onAbort = (): void => fail(new Error('aborted'));
    const timer = setTimeout(() => fail(new Error(`no answer within ${Math.round(timeoutMs)} ms`)), timeoutMs);
    signal?.addEventListener('abort', onAbort);
    const socket = connectTo(endpoint, () => {
      // Not before ALPN: a session on a socket that goes away in its handshake ends the process (node 20).
      if ((socket as TLSSocket).alpnProtocol === 'h2' || endpoint.protocol === 'http') ask();
      else fail(NO_ALPN);
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('closed before an answer')));
    const ask = (): void => {
      session = http2.connect(`${endpoint.protocol}://${endpoint.authority}`, { createConnection: () => socket });
      session.on('error', fail);
      const stream = session.request(Object.fromEntries(http2Fields(request, endpoint)), {
        endStream: request.body === null,
      });
      readAnswer(stream, (answer) => settle({ ...answer, durationMs: performance.now() - startedMs }), fail);
      if (request.body !== null) stream.end(request.body);
    };
  });
}

/** Reads a whole answer; where it ends without a status, the connection tells why. */
function readAnswer(
  stream: http2.ClientHttp2Stream,
  done: (answer: Omit<Extract<ProbeResult, { status: number }>, 'durationMs'>) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let headers: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
  stream.on('error', fail);
  stream.on('response', (received) => {
    headers = received;
  });
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_BODY_BYTES) fail(new Error(`more than ${MAX_BODY_BYTES} bytes`));
  });
  stream.on('end', () => {
    const { ':status': status = 0, ...others } = headers;
    if (status !== 0) done({ status, headers: others, body: Buffer.concat(chunks) });
  });
}

function connectTo(endpoint: Endpoint, onOpen: () => void): Socket {
  const { host, port, socketPath, protocol } = endpoint;
  const where = socketPath === null ? { host, port } : { path: socketPath };
  if (protocol === 'http') return connectTcp(where, onOpen);
  return connectTls({ ...where, ...tlsOptionsOf(endpoint), ALPNProtocols: ['h2', 'http/1.1'] }, onOpen);
}

/** With a hint where it seems that the other side does not speak HTTP/2 at all. */
function failureOfHttp2(error: NodeJS.ErrnoException): Extract<ProbeResult, { error: string }> {
  const failure = failureOf(error);
  const isStrange = /^ERR_HTTP2_(ERROR|SESSION)|NO_APPLICATION_PROTOCOL/.test(error.code ?? '') || error === NO_ALPN;
  return isStrange ? { ...failure, error: `no HTTP/2: ${error.message}`, hint: HTTP2_HINT } : failure;
}
