import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, type Sandbox } from './program.js';
import { reportIn } from './reports.js';

const sandboxes: Sandbox[] = [];
after(() => {
  for (const { remove } of sandboxes) remove();
});

const SMALLEST = [
  '--quick',
  '--launches',
  '1',
  '--blocks',
  '2',
  '--slice',
  '40ms',
  '--warmup',
  '0',
  '-c',
  '4',
  '--mode',
  'plain',
];

function sandboxWith(files: Readonly<Record<string, string>>): Sandbox {
  const sandbox = createSandbox();
  sandboxes.push(sandbox);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(sandbox.folder, name)), { recursive: true });
    writeFileSync(join(sandbox.folder, name), text);
  }
  return sandbox;
}

/** Enough of Express for routes and listening. */
const FAKE_EXPRESS = `
const http = require('node:http');
module.exports = () => {
  const routes = new Map();
  const answer = (request, response) => {
    const handler = routes.get(request.url);
    if (handler === undefined) return response.writeHead(404).end();
    handler(request, { send: (text) => response.end(text), json: (value) => response.end(JSON.stringify(value)) });
  };
  return { get: (path, handler) => routes.set(path, handler), listen: (port) => http.createServer(answer).listen(port) };
};`;

const SERVER = `
const express = require('express');
const app = express();
app.get('/items', (request, response) => response.json([{ id: 1 }]));
app.get('/items/:id', (request, response) => response.json({ id: request.params.id }));
app.get('/hello', (request, response) => response.send('hello'));
`;

const HEALTH = "app.get('/health', (request, response) => response.send('ok'));\n";

const SHOP = {
  'package.json': JSON.stringify({ name: 'shop', scripts: { start: 'node server.js', dev: 'nodemon server.js' } }),
  'node_modules/express/package.json': '{ "name": "express", "main": "index.js" }',
  'node_modules/express/index.js': FAKE_EXPRESS,
};

async function init(sandbox: Sandbox, args: readonly string[] = []): Promise<void> {
  const { code, stdout, stderr } = await sandbox.runHere(['init', ...args]);
  assert.deepEqual([code, stderr], [EXIT.ok, ''], stdout);
}

/** A machine that others keep busy makes a result invalid, which is said; nothing failed even then. */
async function measure(sandbox: Sandbox): Promise<ReturnType<typeof reportIn>> {
  const { code, stdout, stderr } = await sandbox.runHere(['run', ...SMALLEST, '--format', 'json', '--quiet']);
  assert.ok(code === EXIT.ok || code === EXIT.invalid, `${code}: ${stderr}`);
  assert.equal(stderr, '');
  return reportIn(stdout);
}

test('in a fresh Express project with neither / nor a health route the config that init writes measures its routes at once', async () => {
  const sandbox = sandboxWith({ ...SHOP, 'server.js': `${SERVER}app.listen(process.env.PORT || 3000);` });
  await init(sandbox);
  const { measurements, targets } = await measure(sandbox);
  assert.deepEqual(
    targets.map(({ name }) => name),
    ['shop'],
  );
  assert.deepEqual(
    measurements.map(({ scenario, errors }) => [scenario, Object.values(errors).every((count) => count === 0)]),
    [
      ['/items', true],
      ['/hello', true],
    ],
  );
  for (const { throughput } of measurements) assert.ok((throughput.value ?? 0) > 0);
});

test('a server that listens on one port whatever it is told is measured there', async () => {
  const port = 20_000 + (process.pid % 10_000);
  const sandbox = sandboxWith({ ...SHOP, 'server.js': `${SERVER}${HEALTH}app.listen(${port});` });
  await init(sandbox, ['--json']);
  const { measurements } = await measure(sandbox);
  assert.ok(measurements.every(({ throughput }) => (throughput.value ?? 0) > 0));
});

test('in an empty folder the config compares servers that come with perfcmp', async () => {
  const sandbox = sandboxWith({});
  await init(sandbox);
  const planned = async (...args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await sandbox.runHere(['run', ...args, '--dry-run', '--format', 'json']);
    assert.equal(code, EXIT.ok, stderr);
    const { targets, scenarios, baseline } = JSON.parse(stdout);
    const namesOf = (some: readonly { readonly name: string }[]): string[] => some.map(({ name }) => name);
    return [namesOf(targets), namesOf(scenarios), baseline];
  };
  assert.deepEqual(await planned(), [['node-http', 'express'], ['json'], 'express']);
  // Express has to be installed before it can be measured, which test/built does; node-http needs nothing.
  const alone = await planned('node-http', '--baseline', 'node-http');
  assert.deepEqual(alone, [['node-http'], ['json'], 'node-http']);
});
