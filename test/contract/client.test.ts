import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ContractClient, describeRequest, NoAnswer, openClient } from '../../src/contract/client.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';

/** A client of a server of one's own; with a path it listens on a unix socket. */
async function withClient<T>(
  listener: http.RequestListener,
  use: (client: ContractClient) => Promise<T>,
  options: { readonly socketPath?: string; readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const server = http.createServer(listener);
  server.listen(options.socketPath === undefined ? { port: 0, host: '127.0.0.1' } : { path: options.socketPath });
  await once(server, 'listening');
  const address = server.address();
  const url = typeof address === 'string' ? `unix:${address}` : `http://127.0.0.1:${address?.port}`;
  const { timeoutMs = 5_000, signal } = options;
  const client = openClient(parseEndpoint(url).endpoint, { timeoutMs, connections: 2, signal });
  try {
    return await use(client);
  } finally {
    client.close();
    server.close();
    server.closeAllConnections();
  }
}

/** Answers with what it was asked. */
const mirror: http.RequestListener = async (request, response) => {
  let bytes = 0;
  for await (const chunk of request) bytes += (chunk as Buffer).length;
  const { 'content-length': length = 'none', 'transfer-encoding': coding = 'none' } = request.headers;
  response.end(`${request.method} ${request.url} ${bytes} bytes, length ${length}, coding ${coding}`);
};

test('bodies are framed by their length, or in chunks when asked', async () => {
  const body = Buffer.from('12345');
  const answers = await withClient(mirror, async ({ send }) => [
    (await send({ method: 'GET', path: '/a//b?c' })).body.toString(),
    (await send({ method: 'POST', path: '/' })).body.toString(),
    (await send({ method: 'POST', path: '/', body })).body.toString(),
    (await send({ method: 'POST', path: '/', body, isChunked: true })).body.toString(),
  ]);
  assert.deepEqual(answers, [
    'GET /a//b?c 0 bytes, length none, coding none',
    'POST / 0 bytes, length 0, coding none',
    'POST / 5 bytes, length 5, coding none',
    'POST / 5 bytes, length none, coding chunked',
  ]);
});

test('a unix socket is an endpoint like any other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-client-'));
  try {
    const status = await withClient(mirror, async ({ send }) => (await send({ method: 'GET', path: '/' })).status, {
      socketPath: join(folder, 'app.sock'),
    });
    assert.equal(status, 200);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a kept connection that the server has given up is opened again', async () => {
  const seen = new WeakSet<object>();
  const closesOnSecond: http.RequestListener = (request, response) => {
    if (seen.has(request.socket)) {
      request.socket.destroy();
      return;
    }
    seen.add(request.socket);
    response.end('first');
  };
  const statuses = await withClient(closesOnSecond, async ({ send }) => [
    (await send({ method: 'GET', path: '/' })).status,
    (await send({ method: 'GET', path: '/' })).status,
  ]);
  assert.deepEqual(statuses, [200, 200]);
});

test('an answer that stops half-way is no answer once the time is over', async () => {
  const stalls: http.RequestListener = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 10 });
    response.write('half');
  };
  await assert.rejects(
    withClient(stalls, ({ send }) => send({ method: 'GET', path: '/slow' }), { timeoutMs: 50 }),
    (error) => error instanceof NoAnswer && error.code === 'TIMEOUT' && error.sent === 'GET /slow',
  );
});

test('an answer that breaks off is no answer', async () => {
  const breaks: http.RequestListener = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 10 });
    response.write('half', () => response.destroy());
  };
  await assert.rejects(
    withClient(breaks, ({ send }) => send({ method: 'GET', path: '/' })),
    (error) => error instanceof NoAnswer && error.code === 'ECONNRESET',
  );
});

test('an abort while an answer is awaited rejects with its reason', async () => {
  const abort = new AbortController();
  const aborts: http.RequestListener = () => abort.abort('SIGTERM');
  await assert.rejects(
    withClient(aborts, ({ send }) => send({ method: 'GET', path: '/' }), { signal: abort.signal }),
    (reason) => reason === 'SIGTERM',
  );
});

test('a request is told in one line', () => {
  const request = { method: 'POST', path: `/${'x'.repeat(80)}`, body: Buffer.alloc(3), isChunked: true };
  assert.equal(
    describeRequest({ ...request, headers: { Accept: '*/*' } }),
    `POST /${'x'.repeat(56)}... (3 bytes, chunked, Accept: */*)`,
  );
});
