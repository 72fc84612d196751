import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { verifyTargets } from '../../src/session/verify.js';
import { startInstance } from '../../src/target/instance.js';
import { bundledTarget, quietIo } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-labels-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

test('a bundled target starts under any label, and is described by it', async () => {
  const target = { ...(await bundledTarget('node-http')), name: 'old' };
  const instance = await startInstance(target, { logFile: null, signal: new AbortController().signal });
  await instance.stop();
  assert.equal(instance.description.name, 'old');
});

/** Answers /health, and keeps the contract of that. */
const HEALTHY = `
import { createServer } from 'node:http';
const { pid, versions } = process;
const health = { status: 'ok', target: 'tiny', version: versions.node, runtime: 'node ' + versions.node, pid };
createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const reply = (status, body, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (request.url.split('?')[0] !== '/health') reply(404, { error: 'Not Found', status: 404 });
  else if (request.method === 'GET') reply(200, health);
  else reply(405, { error: 'Method Not Allowed', status: 405 }, { Allow: 'GET' });
}).listen(process.env.PORT, process.env.HOST);
`;

test('a labelled target is verified by its own name', async () => {
  const folder = join(scratch, 'tiny');
  mkdirSync(folder);
  const json = { name: 'tiny', title: 'Tiny', start: ['node', 'server.mjs'], implements: ['health'] };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
  writeFileSync(join(folder, 'server.mjs'), HEALTHY);
  const request = { kind: 'word', label: 'old', word: 'tiny', env: {} } as const;
  const [outcome] = await verifyTargets([request], quietIo({ cwd: scratch }), { targetsDirs: [scratch] });
  assert.ok(outcome?.kind === 'verified');
  assert.equal(outcome.target, 'old');
  assert.deepEqual([outcome.endpoints, outcome.findings], [['health'], []]);
});
