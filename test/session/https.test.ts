import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { PerfcmpError } from '../../src/errors.js';
import { dryRun } from '../../src/session/dry-run.js';
import { runLoad } from '../../src/session/load.js';
import { verifyTargets } from '../../src/session/verify.js';
import { quietIo } from './io.js';

const root = new URL('../../../', import.meta.url);
const certificate = fileURLToPath(new URL('test/fixtures/tls/cert.pem', root));
const server = createServer(
  { cert: readFileSync(certificate), key: readFileSync(new URL('test/fixtures/tls/key.pem', root)) },
  (_request, response) => response.end('ok'),
);
let url = '';

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
after(() => server.close());

test('a certificate that nobody known has signed is told as what it is, by every client', async () => {
  const config = resolveLoad({ positionals: [url], flags: { requests: '4' }, file: null, env: {} });
  const loadHint = 'name its authority with --ca FILE, or accept any certificate with --insecure';
  const hint = 'for a certificate of your own name its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem perfcmp ...';
  const uses = [
    [() => runLoad(config, quietIo()), loadHint],
    [() => dryRun(config, quietIo()), loadHint],
    [() => verifyTargets([{ kind: 'url', label: null, url }], quietIo()), hint],
  ] as const;
  for (const [use, hint] of uses) {
    await assert.rejects(use, (error) => {
      assert.ok(error instanceof PerfcmpError, String(error));
      assert.match(error.message, /self-signed certificate/);
      assert.deepEqual([error.exitCode, error.hint], [3, hint]);
      return true;
    });
  }
});

test('a certificate whose authority is named is accepted', async () => {
  const bin = fileURLToPath(new URL('bin/perfcmp.js', root));
  const child = spawn(process.execPath, [bin, 'load', '--quiet', '-n', '4', '-c', '2', '--format', 'json', url], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).measurements[0].requests.ok, 4);
});

for (const engine of ['socket', 'undici'] as const) {
  test(`${engine}: --ca, --insecure, --sni and --connect-to reach the server`, async () => {
    const { port } = new URL(url);
    const accepted = [
      { url, flags: { ca: certificate } },
      { url, flags: { insecure: true } },
      { url: `https://localhost:${port}/`, flags: { ca: certificate } },
      { url: 'https://localhost/', flags: { ca: certificate, connectTo: `127.0.0.1:${port}` } },
      { url: 'https://elsewhere.test/', flags: { ca: certificate, connectTo: `127.0.0.1:${port}`, sni: 'localhost' } },
    ];
    for (const { url, flags } of accepted) {
      const config = load(url, { ...flags, engine });
      const { report } = await runLoad(config, quietIo());
      assert.equal(report.measurements[0]?.requests.ok, 4, JSON.stringify(flags));
      assert.equal(report.measurements[0]?.generator.engine, engine);
      // Whatever the engine of the load, one request is asked by the same client.
      if (engine === 'socket') assert.equal((await dryRun(config, quietIo())).isAccepted, true, JSON.stringify(flags));
    }
    const config = load('https://elsewhere.test/', { ca: certificate, connectTo: `127.0.0.1:${port}`, engine });
    for (const use of engine === 'socket' ? [runLoad, dryRun] : [runLoad]) {
      await assert.rejects(
        () => use(config, quietIo()),
        (error) =>
          error instanceof PerfcmpError &&
          /does not match certificate's altnames/.test(error.message) &&
          error.hint ===
            'say a name that is in the certificate with --sni NAME, or accept any certificate with --insecure',
      );
    }
  });
}

function load(url: string, flags: LoadFlags) {
  return resolveLoad({
    positionals: [url],
    flags: { requests: '4', connections: '2', threads: '1', ...flags },
    file: null,
    env: {},
  });
}

test('a server without TLS is told as such', async () => {
  const plain = createPlainServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(plain, 'listening');
  const config = load(`https://127.0.0.1:${(plain.address() as AddressInfo).port}/`, {});
  await assert.rejects(
    () => runLoad(config, quietIo()),
    (error) => error instanceof PerfcmpError && error.hint === 'does it speak TLS on this port?',
  );
  plain.close();
});

test('a name that is not known is one line, before any load', async () => {
  const config = load('http://no-such-host.invalid/', {});
  await assert.rejects(
    () => runLoad(config, quietIo()),
    (error) =>
      error instanceof PerfcmpError &&
      error.exitCode === 3 &&
      /^cannot resolve "no-such-host.invalid"/.test(error.message),
  );
});
