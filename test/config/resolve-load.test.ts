import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type LoadInput, resolveLoad } from '../../src/config/resolve-load.js';
import type { UserLoad } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';

const URL_ONLY: LoadInput = { positionals: ['http://127.0.0.1:3000/a?b=c'], flags: {}, file: null, env: {} };

function problemsOf(input: Partial<LoadInput>): readonly string[] {
  try {
    resolveLoad({ ...URL_ONLY, ...input });
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint}`);
    }
    throw error;
  }
  return [];
}

test('load of a URL gets the defaults of wrk', () => {
  assert.deepEqual(resolveLoad(URL_ONLY), {
    url: 'http://127.0.0.1:3000/a?b=c',
    server: null,
    requests: { kind: 'fixed', requests: [{ method: 'GET', headers: {}, body: null, path: '/a?b=c' }] },
    name: '/a?b=c',
    notes: [],
    expect: { status: [{ from: 200, to: 399 }], body: null, mediaType: null },
    generator: {
      connections: 10,
      pipelining: 1,
      threads: 1,
      engine: 'auto',
      timeoutMs: 2000,
      connectTimeoutMs: 5000,
      requestsPerConnection: null,
    },
    think: null,
    rate: null,
    tls: null,
    connectTo: null,
    stop: { kind: 'duration', durationMs: 10_000 },
    warmup: { kind: 'time', durationMs: 0 },
    seed: 1,
    maxErrors: null,
    thresholds: [],
    latency: false,
    dryRun: false,
    store: false,
    output: { format: 'text', files: [], quiet: false },
  });
});

test('load stops after a time or after a number of requests', () => {
  assert.deepEqual(resolveLoad({ ...URL_ONLY, flags: { duration: '1m' } }).stop, {
    kind: 'duration',
    durationMs: 60_000,
  });
  assert.deepEqual(resolveLoad({ ...URL_ONLY, flags: { requests: '10k' } }).stop, { kind: 'count', requests: 10_000 });
  assert.deepEqual(problemsOf({ flags: { requests: '10', duration: '1s' } }), [
    '-d/--duration: cannot be given together with -n/--requests | give one of the two',
  ]);
});

test('the load part of a config file is read, and the run part is not', () => {
  const file = { connections: 99, load: { url: 'unix:/run/a.sock', connections: 7, path: '/p', latency: true } };
  const config = resolveLoad({ ...URL_ONLY, positionals: [], file });
  assert.deepEqual(
    [config.url, config.name, config.generator.connections, config.latency],
    ['unix:/run/a.sock', '/p', 7, true],
  );
});

test('a body is read from a file as bytes, with -i and not with an @ as of curl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-config-'));
  try {
    const path = join(folder, 'body.bin');
    writeFileSync(path, new Uint8Array([0, 255, 10]));
    const { requests } = resolveLoad({ ...URL_ONLY, flags: { input: path } });
    assert.deepEqual(requests, {
      kind: 'fixed',
      requests: [{ method: 'POST', headers: {}, body: new Uint8Array([0, 255, 10]), path: '/a?b=c' }],
    });
    assert.deepEqual(problemsOf({ flags: { body: `@${path}` } }), [
      `-b/--body: would be sent as the text "@${path}", and ${path} is a file | -i ${path} sends what it holds`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("wrk's Lua scripts, a missing URL and a second one are refused with a way out", () => {
  assert.deepEqual(problemsOf({ positionals: [], flags: { script: 'post.lua' } }), [
    '-s/--script: wrk\'s Lua scripts are not run, got "post.lua" | ' +
      '--request sends several requests, --data and {{name}} vary them, --hook calls your code',
    'URL: is missing | perfcmp load http://127.0.0.1:3000/, or -- and the command that starts it',
  ]);
  assert.deepEqual(problemsOf({ positionals: ['http://a/', 'http://b/'] }), [
    'URL: load takes one URL, got 2 | to compare several: perfcmp run URL URL',
  ]);
  assert.deepEqual(problemsOf({ positionals: ['localhost:3000'] }), [
    'URL: must begin with http://, https:// or unix:, got "localhost:3000" | try http://localhost:3000',
  ]);
  assert.deepEqual(problemsOf({ positionals: ['ftp://127.0.0.1/'] }), [
    'URL: must begin with http://, https:// or unix:, got "ftp://127.0.0.1/" | ' +
      'write it like http://127.0.0.1:3000/, https://127.0.0.1:3000/ or unix:/run/server.sock',
  ]);
});

test('what an answer has to be is read from flags, and all mistakes in it are told at once', () => {
  const flags = {
    expectStatus: 'any',
    expectHeader: ['ETag', 'X-A: b'],
    expectBody: '',
    expectContains: ['a', 'b'],
    expectJson: ['id=1'],
    expectSize: ':2k',
  };
  assert.deepEqual(resolveLoad({ ...URL_ONLY, flags }).expect, {
    status: [{ from: 100, to: 999 }],
    body: { kind: 'text', equals: '' },
    mediaType: null,
    checks: [
      { kind: 'header', name: 'ETag', value: null },
      { kind: 'header', name: 'X-A', value: 'b' },
      { kind: 'contains', text: 'a' },
      { kind: 'contains', text: 'b' },
      { kind: 'json', path: 'id', steps: ['id'], equals: 1 },
      { kind: 'size', leastBytes: 0, mostBytes: 2000 },
    ],
  });
  assert.deepEqual(problemsOf({ flags: { expectHeader: ['a b'], expectJson: ['id'], expectSize: '2:1' } }), [
    '--expect-size: must have its smaller number first, got "2:1" | try 1:2',
    '--expect-header: must be "Name: value" or "Name", got "a b" | ' +
      'write it like "Content-Type: application/json" or ETag',
    '--expect-json: must be path=value, got "id" | ' +
      'write it like user.roles[0]=admin, ["odd.name"]=1 or [0].id="7"; $ is the whole document',
  ]);
});

test("wrk's -L prints what wrk prints unless a format is asked for", () => {
  const formatOf = (input: Partial<LoadInput>) => resolveLoad({ ...URL_ONLY, ...input }).output.format;
  assert.equal(formatOf({}), 'text');
  assert.equal(formatOf({ flags: { latency: true } }), 'wrk');
  assert.equal(formatOf({ flags: { latency: true, format: 'text' } }), 'text');
  assert.equal(formatOf({ env: { PERFCMP_LATENCY: '1' } }), 'wrk');
  assert.equal(formatOf({ env: { PERFCMP_FORMAT: 'json' }, flags: { latency: true } }), 'json');
  assert.equal(formatOf({ file: { load: { latency: true } } }), 'wrk');
});

test('a load ends early after failures, a share of them, or the first', () => {
  const limitOf = (flags: LoadInput['flags']) => resolveLoad({ ...URL_ONLY, flags }).maxErrors;
  assert.equal(limitOf({}), null);
  assert.deepEqual(limitOf({ maxErrors: '1k' }), { kind: 'count', most: 1000 });
  assert.deepEqual(limitOf({ maxErrors: '5%' }), { kind: 'share', most: 0.05 });
  assert.deepEqual(limitOf({ bail: true }), { kind: 'count', most: 1 });
  assert.deepEqual(resolveLoad({ ...URL_ONLY, flags: { bail: true }, file: { load: { maxErrors: 9 } } }).maxErrors, {
    kind: 'count',
    most: 1,
  });
  const counted = resolveLoad({ ...URL_ONLY, flags: { maxErrors: '9' }, file: { load: { bail: true } } });
  assert.deepEqual(counted.maxErrors, { kind: 'count', most: 9 }, 'the flag wins over the file');
  const form = 'write it like 100 or 5%';
  for (const text of ['0', '-1', '1.5', 'x', '']) {
    const message = `--max-errors: must be a number of failures or a share of all, got "${text}" | ${form}`;
    assert.deepEqual(problemsOf({ flags: { maxErrors: text } }), [message]);
  }
  assert.match(problemsOf({ flags: { maxErrors: '0%' } })[0] ?? '', /share above 0 and below 100 %, got "0%"/);
  assert.match(problemsOf({ flags: { maxErrors: '9', bail: true } })[0] ?? '', /cannot be given together with --bail/);
});

test('--http2 names the engine that speaks it, and goes with no other', () => {
  const engineOf = (flags: LoadInput['flags']): string => resolveLoad({ ...URL_ONLY, flags }).generator.engine;
  assert.equal(engineOf({ http2: true }), 'http2');
  assert.equal(engineOf({ engine: 'http2' }), 'http2');
  assert.equal(engineOf({ engine: 'auto', http2: true }), 'http2');
  assert.deepEqual(problemsOf({ flags: { http2: true, engine: 'undici' } }), [
    '--engine: undici speaks HTTP/1.1, which does not go with --http2 | leave out one of the two',
  ]);
});

test('of --http2 and an engine that does not speak it the stronger source wins', () => {
  const engineOf = (flags: LoadInput['flags'], load: UserLoad): string =>
    resolveLoad({ ...URL_ONLY, flags, file: { load } }).generator.engine;
  assert.equal(engineOf({ http2: true }, { engine: 'socket' }), 'http2');
  assert.equal(engineOf({ engine: 'socket' }, { http2: true }), 'socket');
  assert.equal(engineOf({ engine: 'auto' }, { http2: true }), 'http2', 'auto leaves the choice to what else is said');
});

test('PERFCMP_SCENARIO is about run and does not keep load from its URL', () => {
  const env = { PERFCMP_SCENARIO: 'json' };
  assert.equal(resolveLoad({ ...URL_ONLY, env }).name, resolveLoad(URL_ONLY).name);
});
