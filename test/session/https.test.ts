import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { PerfcmpError } from '../../src/errors.js';
import { dryRun } from '../../src/session/dry-run.js';
import { runLoad } from '../../src/session/load.js';
import { verifyTarget } from '../../src/session/verify.js';
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

const HINT = 'for a certificate of your own name its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem perfcmp ...';

test('a certificate that nobody known has signed is told as what it is, by every client', async () => {
  const config = resolveLoad({ positionals: [url], flags: { requests: '4' }, file: null, env: {} });
  const uses = [
    () => runLoad(config, quietIo()),
    () => dryRun(config, quietIo()),
    () => verifyTarget({ kind: 'url', label: null, url }, quietIo()),
  ];
  for (const use of uses) {
    await assert.rejects(use, (error) => {
      assert.ok(error instanceof PerfcmpError, String(error));
      assert.match(error.message, /self-signed certificate/);
      assert.deepEqual([error.exitCode, error.hint], [3, HINT]);
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

test('the engine of plain HTTP is refused for HTTPS', () => {
  const problem = {
    name: 'ConfigError',
    message: '--engine: socket speaks plain HTTP only, got "https://a/"',
    exitCode: 2,
  };
  const input = { positionals: ['https://a/'], flags: { engine: 'socket' }, file: null, env: {} };
  assert.throws(() => resolveLoad(input), problem);
  assert.throws(() => resolveRun(input), problem);
});
