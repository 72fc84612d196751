import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LoadInput, resolveLoad } from '../../src/config/resolve-load.js';
import { ConfigError } from '../../src/errors.js';

const NODE: LoadInput = { positionals: [], command: ['node', 'app.js', '-d'], flags: {}, file: null, env: {} };
const URL = 'http://127.0.0.1:3000/a';

function problemsOf(input: Partial<LoadInput>): readonly string[] {
  try {
    resolveLoad({ ...NODE, ...input });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint}`);
    }
    throw error;
  }
  return [];
}

test('a command is started on a port of our choice, and is ready when it answers the path that is loaded', () => {
  const { url, server, name } = resolveLoad({ ...NODE, flags: { path: '/items' } });
  assert.deepEqual([url, name], ['http://127.0.0.1', '/items']);
  assert.deepEqual(server, {
    command: ['node', 'app.js', '-d'],
    choosesPort: true,
    healthPath: '/items',
    readyTimeoutMs: 30_000,
  });
});

test('of several requests it is ready when it answers the first that is a plain GET', () => {
  const readyAt = (...request: string[]) =>
    resolveLoad({ ...NODE, positionals: [], flags: { request } }).server?.healthPath;
  assert.equal(readyAt('POST /items', 'GET /list'), '/list');
  assert.equal(readyAt('/items/{{seq}}', '/list'), '/list');
  assert.equal(readyAt('POST /items', 'DELETE /items'), '/items');
  assert.equal(readyAt('/items/{{seq}}'), '/');
});

test('a command beside a URL is started there', () => {
  const flags = { health: '/up', readyTimeout: '5s' };
  const { url, server } = resolveLoad({ ...NODE, positionals: [URL], flags });
  assert.equal(url, URL);
  assert.deepEqual(server, {
    command: ['node', 'app.js', '-d'],
    choosesPort: false,
    healthPath: '/up',
    readyTimeoutMs: 5000,
  });
});

test('the command of a config file is for a load without a typed URL', () => {
  const file = { load: { command: ['node', 'b.js'] } };
  const given = { ...NODE, command: null, file };
  assert.deepEqual(resolveLoad(given).server?.command, ['node', 'b.js']);
  assert.equal(resolveLoad({ ...given, positionals: [URL] }).server, null);
  assert.deepEqual(resolveLoad({ ...given, command: ['node', 'c.js'] }).server?.command, ['node', 'c.js']);
});

test('what was meant otherwise is told with what to write', () => {
  const rows: readonly [Partial<LoadInput>, string][] = [
    [{ command: [] }, '--: has no command behind it | perfcmp load -- node app.js'],
    [{ command: [URL] }, `--: a command is expected behind it, got "${URL}" | perfcmp load ${URL} -- node app.js`],
    [
      { command: ['node app.js'] },
      '--: takes a command in words, got one: "node app.js" | without the quotes: -- node app.js',
    ],
    [
      { command: null, positionals: ['node app.js'] },
      'URL: is no URL: "node app.js" | to start a server: perfcmp load -- node app.js',
    ],
    [
      { positionals: ['unix:/run/a.sock'] },
      'URL: cannot be a unix socket of a server that perfcmp starts | start it first, and leave -- out',
    ],
    [
      { flags: { connectTo: '127.0.0.1:1' } },
      '--connect-to: needs a URL beside a server that perfcmp starts | perfcmp load URL -- node app.js',
    ],
    [
      { command: null, positionals: [URL], flags: { health: '/up' } },
      '--health: is for a server that perfcmp starts | perfcmp load -- node app.js',
    ],
  ];
  for (const [input, problem] of rows) assert.deepEqual(problemsOf(input), [problem]);
});

test('--warmup takes a time or auto', () => {
  assert.deepEqual(resolveLoad({ ...NODE, flags: { warmup: 'auto' } }).warmup, { kind: 'steady', mostMs: 20_000 });
  assert.deepEqual(resolveLoad({ ...NODE, flags: { warmup: '3s' } }).warmup, { kind: 'time', durationMs: 3000 });
  assert.deepEqual(problemsOf({ flags: { warmup: 'soon' } }), [
    '--warmup: must be a time or auto, got "soon" | write it like 500ms, 30s or 2m; a bare number is seconds',
  ]);
});

test('what a file varies for run is not told to the one server of a load as it is written', () => {
  const file = { parameters: { N: [4, 8] }, load: { env: { POOL: '{N}', SHELL: '{a,b}' }, prepare: 'make {port}' } };
  assert.deepEqual(problemsOf({ file, fileName: 'f.json' }), [
    'f.json, load.env.POOL: {N} is a parameter of run, and here one server is started | write its value here',
  ]);
  assert.deepEqual(problemsOf({ file: { load: file.load } }), [], 'without parameters braces mean nothing');
});
