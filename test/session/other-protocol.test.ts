import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { PerfcmpError } from '../../src/errors.js';
import { dryRun } from '../../src/session/dry-run.js';
import { runLoad } from '../../src/session/load.js';
import { quietIo } from './io.js';

const tls = new URL('../../../test/fixtures/tls/', import.meta.url);
const secrets = { cert: readFileSync(new URL('cert.pem', tls)), key: readFileSync(new URL('key.pem', tls)) };

for (const [what, create, hintFor] of [
  ['HTTP/2 only', () => createHttp2Server(), () => 'it speaks HTTP/2: add --http2'],
  ['TLS', () => createHttpsServer(secrets), (port: number) => `it speaks TLS: try https://127.0.0.1:${port}`],
  ['nothing (and claim nothing)', () => createServer((socket) => socket.on('error', () => {}).destroy()), () => null],
] as const) {
  test(`a load and a dry run of a plain URL tell where its server speaks ${what}`, async () => {
    const server: Server = create();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const flags = { requests: '8', connections: '2' };
    const config = resolveLoad({ positionals: [`http://127.0.0.1:${port}/`], flags, file: null, env: {} });
    const hint = hintFor(port);
    for (const told of [await toldByLoad(config), await toldBy(() => dryRun(config, quietIo()))]) {
      if (hint === null) assert.doesNotMatch(told, /it speaks/);
      else assert.ok(told.endsWith(hint), told);
    }
    server.close();
  });
}

/** A load that opens its connections before the server closes them has warnings; one that does not ends with an error. */
function toldByLoad(config: ReturnType<typeof resolveLoad>): Promise<string> {
  return toldBy(async () => {
    const { report } = await runLoad(config, quietIo());
    const warning = report.warnings.find(({ code }) => code === 'answers-failed');
    throw new PerfcmpError('test', warning?.message ?? 'no warning', 5);
  });
}

async function toldBy(use: () => Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([use()]);
  if (outcome.status === 'fulfilled' || !(outcome.reason instanceof PerfcmpError)) throw new Error(String(outcome));
  return outcome.reason.hint ?? outcome.reason.message;
}
