import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { runLoad } from '../../src/session/load.js';
import { loadEndpoint } from '../../src/session/load-endpoint.js';
import { quietIo } from './io.js';

const REQUESTS = 40;
const NO_TLS = { serverName: null, ca: null, cert: null, key: null, verify: true };
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

/** A server that counts its requests by their Host header, for the time of `use`. */
async function withHostCounter(
  where: { readonly host: string; readonly port: 0 } | { readonly path: string },
  use: (port: number, hosts: Map<string, number>, server: Server) => Promise<void>,
): Promise<void> {
  const hosts = new Map<string, number>();
  const server = createServer(({ headers }, response) => {
    const { host = '' } = headers;
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
    response.end('ok');
  }).listen(where);
  await once(server, 'listening');
  const address = server.address() as AddressInfo | string;
  try {
    await use(typeof address === 'string' ? 0 : address.port, hosts, server);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function load(url: string, flags: LoadFlags = {}): Promise<void> {
  const all = { requests: String(REQUESTS), connections: '4', threads: '2', ...flags };
  const { report, exitCode } = await runLoad(
    resolveLoad({ positionals: [url], flags: all, file: null, env: {} }),
    quietIo(),
  );
  assert.equal(exitCode, 0);
  assert.equal(report.measurements[0]?.requests.ok, REQUESTS);
}

for (const engine of ['socket', 'undici'] as const) {
  // Of two threads each loads undici for itself, which is most of what a test costs; where they lead they are told alike.
  const threads = engine === 'undici' ? '1' : '2';

  test(`${engine}: an IPv6 address is loaded, with its brackets in Host`, { skip: !hasIpv6 }, async () => {
    await withHostCounter({ host: '::1', port: 0 }, async (port, hosts) => {
      await load(`http://[::1]:${port}/`, { engine, threads });
      assert.deepEqual([...hosts], [[`[::1]:${port}`, REQUESTS]]);
    });
  });

  test(`${engine}: --connect-to changes where connections lead, not what is asked for`, async () => {
    await withHostCounter({ host: '127.0.0.1', port: 0 }, async (port, hosts) => {
      await load('http://elsewhere.test:8080/', { engine, threads, connectTo: `127.0.0.1:${port}` });
      assert.deepEqual([...hosts], [['elsewhere.test:8080', REQUESTS]]);
    });
  });

  test(`${engine}: a unix socket is loaded`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'perfcmp-'));
    const path = join(folder, 'server.sock');
    try {
      await withHostCounter({ path }, async (_port, hosts) => {
        await load(`unix:${path}`, { engine, threads });
        assert.deepEqual([...hosts], [['localhost', REQUESTS]]);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test(`${engine}: a name is loaded by the one address of it that answers`, async () => {
    await withHostCounter({ host: '127.0.0.1', port: 0 }, async (port, hosts) => {
      await load(`http://localhost:${port}/`, { engine, threads });
      assert.deepEqual([...hosts], [[`localhost:${port}`, REQUESTS]]);
    });
  });
}

test('a name is looked up once: what connections are given is an address', async () => {
  await withHostCounter({ host: '127.0.0.1', port: 0 }, async (port) => {
    const { signal } = new AbortController();
    const url = `http://localhost:${port}/`;
    const endpoint = await loadEndpoint({ url, connectTo: null, tls: NO_TLS }, signal);
    assert.notEqual(isIP(endpoint.host), 0);
    assert.equal(endpoint.authority, `localhost:${port}`);
  });
});
