import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { buildTarget } from '../../src/target/build.js';
import { discoverTargets } from '../../src/target/discover.js';
import { createSandbox } from '../e2e/program.js';
import { reportIn } from '../e2e/reports.js';

const SMALLEST = ['--quick', '--launches', '1', '--blocks', '2', '--slice', '40ms', '--warmup', '50ms', '-c', '4'];
const SERVER = `import express from 'express';
const app = express();
app.get('/', (request, response) => response.send('hello'));
app.get('/items', (request, response) => response.json([{ id: 1 }]));
const api = express.Router();
api.get('/orders', (request, response) => response.json([]));
app.use('/api', api);
app.listen(process.env.PORT ?? 3000);
`;

const wanted = (process.env.PERFCMP_TEST_TARGETS ?? '').split(',').filter((word) => word !== '');
const skip = wanted.length > 0 && !wanted.includes('express') ? 'express was not named' : false;

// The user's cache, as for every target that has to be built.
const { HOME, XDG_CACHE_HOME, PERFCMP_CACHE_DIR } = process.env;
const CACHE = { HOME, XDG_CACHE_HOME, PERFCMP_CACHE_DIR };

test('the config of an empty folder compares node:http with Express at once', { skip }, async (t) => {
  const sandbox = createSandbox();
  t.after(sandbox.remove);
  assert.equal((await sandbox.run(['init'])).code, EXIT.ok);
  const { code, stdout, stderr } = await sandbox.run(['run', ...SMALLEST, '--format', 'json'], CACHE);
  // A machine that others keep busy may make a verdict invalid, which is said.
  assert.ok(code === EXIT.ok || code === EXIT.invalid, stderr);
  const { comparisons } = reportIn(stdout);
  assert.ok(comparisons.some(({ baseline, target }) => baseline === 'express' && target === 'node-http'));
});

test('the config of a project with the real Express measures its routes at once', { skip }, async (t) => {
  const sandbox = createSandbox();
  t.after(sandbox.remove);
  const manifest = (await discoverTargets()).find(({ name }) => name === 'express')!;
  const { folder } = await buildTarget(manifest, { signal: t.signal });
  const json = { name: 'shop', type: 'module', scripts: { start: 'node server.js' }, dependencies: { express: '*' } };
  writeFileSync(join(sandbox.folder, 'package.json'), JSON.stringify(json));
  writeFileSync(join(sandbox.folder, 'server.js'), SERVER);
  symlinkSync(join(folder, 'node_modules'), join(sandbox.folder, 'node_modules'));
  const written = await sandbox.run(['init']);
  assert.match(written.stdout, /framework {2}Express\n {2}start {6}node server.js, from "start" of package.json\n/);
  const { code, stdout, stderr } = await sandbox.run(['run', ...SMALLEST, '--format', 'json']);
  assert.ok(code === EXIT.ok || code === EXIT.invalid, stderr);
  const { measurements } = reportIn(stdout);
  assert.deepEqual(
    measurements.map(({ target, scenario }) => [target, scenario]),
    [
      ['shop', '/'],
      ['shop', '/items'],
      ['shop', '/api/orders'],
    ],
  );
  for (const { requests, throughput } of measurements) {
    assert.equal(requests.failed, 0);
    assert.ok((throughput.value ?? 0) > 0);
  }
});
