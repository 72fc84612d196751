import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp1Server } from 'node:http';
import { createSecureServer, createServer, type Http2SecureServer, type Http2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { PerfcmpError } from '../../src/errors.js';
import { dryRun } from '../../src/session/dry-run.js';
import { runLoad } from '../../src/session/load.js';
import { quietIo } from './io.js';

const root = new URL('../../../', import.meta.url);
const certificate = fileURLToPath(new URL('test/fixtures/tls/cert.pem', root));
const secrets = { cert: readFileSync(certificate), key: readFileSync(new URL('test/fixtures/tls/key.pem', root)) };

function config(url: string, flags: LoadFlags): ReturnType<typeof resolveLoad> {
  return resolveLoad({ positionals: [url], flags: { http2: true, requests: '40', ...flags }, file: null, env: {} });
}

async function withServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

/** Tells in the answer what was asked. */
function echoing<T extends Http2Server | Http2SecureServer>(server: T): T {
  server.on('stream', (stream, headers) => {
    stream.respond({ ':status': 200, 'x-protocol': 'h2' });
    stream.end(`${headers[':scheme']} ${headers[':authority']} ${headers[':path']}`);
  });
  return server;
}

test('a load over TLS speaks HTTP/2 where ALPN agrees on it', async () => {
  await withServer(echoing(createSecureServer(secrets)), async (port) => {
    const url = `https://127.0.0.1:${port}/a?b`;
    const flags = { ca: certificate, expectBody: `https 127.0.0.1:${port} /a?b`, expectHeader: ['x-protocol: h2'] };
    const { report, exitCode } = await runLoad(config(url, { ...flags, pipelining: '5' }), quietIo());
    assert.equal(exitCode, 0);
    assert.deepEqual(report.measurements[0]?.requests, { sent: 40, ok: 40, failed: 0, inFlightAtEnd: 0, measured: 40 });
    assert.equal(report.measurements[0]?.generator.engine, 'http2');
    const { text, isAccepted } = await dryRun(config(url, flags), quietIo());
    assert.equal(isAccepted, true, text);
    assert.match(text, /^> GET \/a\?b HTTP\/2\n/);
    assert.match(text, /\n< x-protocol: h2\n/);
  });
});

test('a body is sent by a dry run as by a load', async () => {
  const server = createServer();
  const bodies: string[] = [];
  server.on('stream', (stream, headers) => {
    let body = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    stream.on('end', () => {
      bodies.push(`${headers[':method']} ${headers['content-length']} ${headers['x-a']} ${body}`);
      stream.respond({ ':status': 201 }, { endStream: true });
    });
  });
  await withServer(server, async (port) => {
    const asked = config(`http://127.0.0.1:${port}/`, {
      requests: '1',
      connections: '1',
      body: 'hello',
      header: ['X-A: b'],
    });
    assert.equal((await runLoad(asked, quietIo())).exitCode, 0);
    assert.equal((await dryRun(asked, quietIo())).isAccepted, true);
    assert.deepEqual(bodies, ['POST 5 b hello', 'POST 5 b hello']);
  });
});

test('a server that takes fewer streams than asked for is noted, and not taken for a slow generator', async () => {
  await withServer(echoing(createServer({ settings: { maxConcurrentStreams: 2 } })), async (port) => {
    const flags = { connections: '1', pipelining: '4', requests: '400' };
    const { report, exitCode } = await runLoad(config(`http://127.0.0.1:${port}/`, flags), quietIo());
    assert.equal(exitCode, 0);
    assert.deepEqual(
      report.warnings.map(({ code, level, message }) => [code, level, message]),
      [['stream-limit', 'note', 'the server takes 2 streams at once on a connection: of 4 requests the others waited']],
    );
  });
});

const http1 = (): Server => createHttp1Server((_request, response) => response.end('ok'));
const https1 = (): Server => createHttpsServer(secrets, (_request, response) => response.end('ok'));
for (const [what, create, scheme] of [
  ['plain', http1, 'http'],
  ['TLS', https1, 'https'],
] as const) {
  test(`a server without HTTP/2 over ${what} is one line with a hint and exit code 3`, async () => {
    await withServer(create(), async (port) => {
      const flags = scheme === 'https' ? { ca: certificate } : {};
      for (const use of [runLoad, dryRun]) {
        await assert.rejects(use(config(`${scheme}://127.0.0.1:${port}/`, flags), quietIo()), (error) => {
          assert.ok(error instanceof PerfcmpError, String(error));
          assert.match(error.message, /no HTTP\/2|ALPN|APPLICATION_PROTOCOL|application protocol/);
          assert.doesNotMatch(error.message, /\n/);
          assert.deepEqual([error.exitCode, error.hint], [3, 'without --http2 it is asked in HTTP/1.1']);
          return true;
        });
      }
    });
  });
}
