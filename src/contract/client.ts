import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as patience } from 'node:timers/promises';
import type { Endpoint } from '../model/load-profile.js';
import { shownHeaderValue } from '../units/secret-headers.js';

/** One request of a rule; like a load's, but its body may also be sent in chunks. */
export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  /** A list sends the header once for each of its values. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Uint8Array | null;
  /** Sends the body without a Content-Length. */
  readonly isChunked?: boolean;
  /** For what takes long by its nature; absent: the client's. */
  readonly timeoutMs?: number;
  /** The whole request in words, where its body says more than its length. */
  readonly shownAs?: string;
}

/** What was sent and what came back. */
export interface Exchange {
  /** The request in one line: `POST /admin/reset (1048577 bytes, chunked)`. */
  readonly sent: string;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Content-Type with its parameters, or null. */
  readonly mediaType: string | null;
  readonly body: Buffer;
  /** Everything of the answer but its body, as it came over the wire. */
  readonly headerBytes: number;
  /** From before the request was written until the body was complete. */
  readonly elapsedUs: number;
  /** The connection it went over, to see which answers share one. */
  readonly connection: object;
}

/** A server that refuses a longer body may do so before it has read it. */
const READ_AT_ONCE_BYTES = 64 * 1024;
const REFUSAL_MS = 25;
/** EPIPE: the other side ended the connection properly, and then refused what it had not read. */
const CLOSED_CODES = ['ECONNRESET', 'EPIPE'];

/** There was no answer to look at: the connection failed, or nothing came in time. */
export class NoAnswer extends Error {
  readonly sent: string;
  /** Code of the system error, or `TIMEOUT`. */
  readonly code: string;

  constructor(sent: string, code: string, message: string) {
    super(message);
    this.sent = sent;
    this.code = code;
  }
}

export interface ContractClient {
  /** Rejects with NoAnswer, or with the signal's reason. */
  readonly send: (request: ContractRequest) => Promise<Exchange>;
  readonly close: () => void;
}

/** A client of few connections that are kept open between requests. */
export function openClient(
  endpoint: Endpoint,
  options: { readonly timeoutMs: number; readonly connections: number; readonly signal?: AbortSignal | undefined },
): ContractClient {
  const { Agent, request: open } = endpoint.protocol === 'https' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });

  async function sendOnce(spec: ContractRequest): Promise<Exchange> {
    const sent = describeRequest(spec);
    const timeoutMs = Math.max(spec.timeoutMs ?? 0, options.timeoutMs);
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
    const request = open({ ...connectionOf(endpoint), ...messageOf(endpoint, spec), agent, signal });
    try {
      return { sent, ...(await readAnswer(request, spec)) };
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (timeout.aborted) throw new NoAnswer(sent, 'TIMEOUT', `no whole answer within ${timeoutMs} ms`);
      const { code = 'ERROR', message } = error as NodeJS.ErrnoException;
      const mayBeLost = request.reusedSocket || isLong(spec);
      throw new NoAnswer(sent, mayBeLost && CLOSED_CODES.includes(code) ? 'LOST' : code, `no answer: ${message}`);
    }
  }

  return {
    // A server may close a kept connection at any time between two requests, and an answer that comes before a long body was
    // read is lost where the reset of its connection overtakes it: neither is a fault of the answer.
    send: (spec) =>
      sendOnce(spec).catch((error: unknown) => {
        if (error instanceof NoAnswer && error.code === 'LOST') return sendOnce(spec);
        throw error;
      }),
    close: () => agent.destroy(),
  };
}

/** Sends the body and reads the answer to its end; rejects with whatever broke the connection. */
async function readAnswer(request: http.ClientRequest, spec: ContractRequest): Promise<Omit<Exchange, 'sent'>> {
  const startedMs = performance.now();
  let socket: Socket | undefined;
  let bytesBefore = 0;
  request.on('socket', (opened) => {
    socket = opened;
    bytesBefore = opened.bytesRead;
  });
  // A server that answers before it has read the whole body may break the connection after that.
  request.on('error', () => {});
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>;
  const refusal = isLong(spec) ? await earlyAnswer(request, answered) : null;
  if (refusal === null) {
    if (spec.body && spec.isChunked) request.write(spec.body);
    request.end(spec.isChunked ? undefined : (spec.body ?? undefined));
  }
  const [response] = refusal ?? (await answered);
  const body = await buffer(response);
  if (refusal !== null) request.destroy();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    mediaType: response.headers['content-type'] ?? null,
    body,
    headerBytes: (socket?.bytesRead ?? 0) - bytesBefore - body.length,
    elapsedUs: (performance.now() - startedMs) * 1000,
    connection: socket ?? request,
  };
}

/**
 * What a server says to the head alone, or null. Whoever has much to send waits a moment for a refusal (RFC 9110, 10.1.1): the
 * reset that follows one would break the connection under the body, and take the answer with it.
 */
async function earlyAnswer<T>(request: http.ClientRequest, answered: Promise<T>): Promise<T | null> {
  request.flushHeaders();
  return Promise.race([answered, patience(REFUSAL_MS, null)]);
}

function isLong({ body }: ContractRequest): boolean {
  return (body?.length ?? 0) > READ_AT_ONCE_BYTES;
}

/** A request in one line, for people. */
export function describeRequest(request: ContractRequest): string {
  if (request.shownAs !== undefined) return request.shownAs;
  const notes = [
    request.body ? `${request.body.length} bytes` : null,
    request.isChunked ? 'chunked' : null,
    ...Object.entries(request.headers ?? {}).map(([name, value]) => `${name}: ${shownHeaderValue(name, `${value}`)}`),
  ].filter((note) => note !== null);
  const path = request.path.length <= 60 ? request.path : `${request.path.slice(0, 57)}...`;
  return `${request.method} ${path}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}

function connectionOf({ host, port, socketPath }: Endpoint): http.RequestOptions {
  return socketPath === null ? { host, port } : { socketPath };
}

function messageOf(endpoint: Endpoint, spec: ContractRequest): http.RequestOptions {
  const headers: http.OutgoingHttpHeaders = { Host: endpoint.authority, ...framingOf(spec) };
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  return { method: spec.method, path: spec.path, headers };
}

function framingOf({ method, body, isChunked }: ContractRequest): Record<string, string> {
  if (isChunked) return { 'Transfer-Encoding': 'chunked' };
  if (body) return { 'Content-Length': String(body.length) };
  return method === 'GET' || method === 'HEAD' ? {} : { 'Content-Length': '0' };
}
