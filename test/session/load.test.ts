import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { runLoad } from '../../src/session/load.js';
import { quietIo } from './io.js';

async function withHttp<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function load(url: string, flags: LoadFlags, changes: Parameters<typeof quietIo>[0] = {}) {
  return runLoad(resolveLoad({ positionals: [url], flags, file: null, env: {} }), quietIo(changes));
}

test('after a warm-up exactly so many requests are sent, on the connections that it left idle', async () => {
  let received = 0;
  let brokenOff = 0;
  let connections = 0;
  const { report, exitCode } = await withHttp(
    (request, response) => {
      received += 1;
      request.socket.once('close', () => {
        if (!response.writableEnded) brokenOff += 1;
      });
      setTimeout(() => response.end('ok'), 40);
    },
    async (url) => {
      const result = await load(url, { requests: '21', warmup: '100ms', connections: '4' });
      connections = result.report.measurements[0]?.connections.reopened ?? -1;
      return result;
    },
  );
  const measured = report.measurements[0];
  assert.equal(exitCode, 0);
  assert.deepEqual(measured?.requests, { sent: 21, measured: 21, ok: 21, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual(measured?.topErrors, []);
  assert.deepEqual([brokenOff, connections], [0, 0]);
  assert.ok(received >= 21 + 4, `${received} requests`);
});

test('a load that lost one of its threads prints what the others did, and ends with our own exit code', async () => {
  // What is no text makes the comparison of media types throw; an answer without one is only a mismatch.
  const mediaType = 5 as unknown as string;
  const sockets: unknown[] = [];
  const { report, exitCode } = await withHttp(
    ({ socket }, response) => {
      if (!sockets.includes(socket)) sockets.push(socket);
      if (sockets[0] === socket) response.setHeader('content-type', 'text/plain');
      response.end('ok');
    },
    (url) => {
      const flags = { duration: '300ms', threads: '2', connections: '2' };
      const config = resolveLoad({ positionals: [url], flags, file: null, env: {} });
      return runLoad({ ...config, expect: { ...config.expect, mediaType } }, quietIo());
    },
  );
  assert.equal(exitCode, 70);
  assert.ok((report.measurements[0]?.requests.sent ?? 0) > 0);
  const [crash] = report.warnings.filter(({ code }) => code === 'thread-crashed');
  assert.equal(crash?.level, 'invalid');
  assert.match(crash?.message ?? '', /^1 of 2 threads crashed, and only the others are shown: .*toLowerCase/);
});

test('a load that ends at its first failure keeps what it measured, says so and is answered with no', async () => {
  let received = 0;
  const { report, exitCode } = await withHttp(
    (_request, response) => {
      received += 1;
      response.statusCode = received === 50 ? 503 : 200;
      response.end('ok');
    },
    (url) => load(url, { duration: '1h', bail: true, connections: '2' }),
  );
  const measured = report.measurements[0];
  assert.equal(exitCode, 1);
  assert.deepEqual([measured?.requests.failed, measured?.statuses['503']], [1, 1]);
  assert.ok((measured?.requests.ok ?? 0) >= 48);
  const warning = report.warnings.find(({ code }) => code === 'error-limit');
  assert.match(warning?.message ?? '', /^ended early, after .*s, by the first failure$/);
});

test('a load that is refused from its first answer on is invalid, whatever its limits say', async () => {
  const { report, exitCode } = await withHttp(
    (_request, response) => response.writeHead(404).end(),
    (url) => load(url, { duration: '1h', maxErrors: '20', threshold: ['p50<1h'] }),
  );
  assert.equal(exitCode, 5);
  assert.equal(report.measurements[0]?.requests.ok, 0);
  const codes = report.warnings.map(({ code }) => code);
  assert.ok(codes.includes('answers-failed') && codes.includes('error-limit'), codes.join(' '));
});

test('thresholds decide the exit code of a load, from flags and from a config file', async () => {
  await withHttp(
    (_request, response) => response.end('ok'),
    async (url) => {
      const kept = await load(url, { requests: '100', threshold: ['p50<1h', 'errors<=0'] });
      assert.equal(kept.exitCode, 0);
      assert.deepEqual(
        kept.report.thresholds?.map(({ text, passed }) => [text, passed]),
        [
          ['p50<1h', true],
          ['errors<=0', true],
        ],
      );
      const file = { load: { url, requests: 100, threshold: ['p99<1h', 'rate>=0'] } };
      const broken = await runLoad(resolveLoad({ positionals: [], flags: {}, file, env: {} }), quietIo({}));
      assert.equal(broken.exitCode, 1);
      assert.deepEqual(
        broken.report.thresholds?.map(({ value, passed }) => [value === null, passed]),
        [
          [true, false],
          [false, true],
        ],
      );
    },
  );
});

test('an interrupted load is not judged', async () => {
  const controller = new AbortController();
  let received = 0;
  const { report, exitCode } = await withHttp(
    (_request, response) => {
      received += 1;
      if (received === 30) controller.abort('SIGINT');
      response.end('ok');
    },
    (url) => load(url, { duration: '1h', threshold: ['rate>=900M'] }, { signal: controller.signal }),
  );
  assert.equal(exitCode, 130);
  assert.equal(report.thresholds, undefined);
  assert.ok(report.warnings.some(({ code }) => code === 'not-judged'));
});

test('a check in a load looks at every answer', async () => {
  let received = 0;
  const { report } = await withHttp(
    (_request, response) => {
      received += 1;
      response.end(JSON.stringify({ id: received % 2 }));
    },
    (url) => load(url, { requests: '200', expectJson: ['id=1'] }),
  );
  const measured = report.measurements[0];
  assert.deepEqual([measured?.requests.ok, measured?.errors.mismatch], [100, 100]);
  assert.equal(report.scenarios[0]?.expects, '2xx or 3xx, JSON id=1');
});
