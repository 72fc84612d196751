import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printedGate, printedLoad, printedRun } from '../../../src/config/printed/printed-config.js';
import { resolveGate } from '../../../src/config/resolve-gate.js';
import { type LoadInput, resolveLoad } from '../../../src/config/resolve-load.js';
import { type RunInput, resolveRun } from '../../../src/config/resolve-run.js';
import type { UserConfig } from '../../../src/config/user-config.js';

function printed(input: Partial<RunInput>) {
  const whole: RunInput = { positionals: [], flags: {}, file: null, env: {}, ...input };
  return printedRun(whole, resolveRun(whole), null);
}

/** The configuration that is read again from what was printed of it. */
function readAgain(input: Partial<RunInput>): UserConfig {
  const file = JSON.parse(JSON.stringify(printed(input).config)) as UserConfig;
  return JSON.parse(JSON.stringify(printed({ file }).config)) as UserConfig;
}

test('how servers are started is printed as a file would say it, and read again as the same', () => {
  const input = {
    positionals: ['a=X=own node a.js', 'express'],
    flags: { env: ['X=all', 'a:Y=1', 'API_TOKEN=abc'], cwd: ['a:src'], prepare: ['make'], prepareTimeout: '5m' },
  };
  const { config, sources } = printed(input);
  assert.deepEqual(JSON.parse(JSON.stringify(config.targets)), [
    { label: 'a', command: 'node a.js', env: { X: 'own', Y: '1' }, cwd: 'src' },
    'express',
  ]);
  assert.deepEqual(
    [config.env, config.cwd, config.prepare, config.prepareTimeout],
    [{ X: 'all', API_TOKEN: '***' }, undefined, 'make', '5m'],
  );
  assert.deepEqual([sources['env.X'], sources.prepare], ['flag --env', 'flag --prepare']);
  assert.deepEqual(readAgain(input), JSON.parse(JSON.stringify(config)));
});

test('a scan is printed as what it comes to', () => {
  const input = {
    positionals: ['a=node a.js {T}'],
    flags: { parameterList: ['T=1,2', 'N=8,9'], env: ['T={T}'], path: '/items?limit={N}' },
  };
  const { config } = printed(input);
  assert.deepEqual(JSON.parse(JSON.stringify(config.targets)), [
    { label: 'a T=1', command: 'node a.js 1', env: { T: '1' } },
    { label: 'a T=2', command: 'node a.js 2', env: { T: '2' } },
  ]);
  const scenarios = config.scenarios as readonly { readonly name: string }[];
  assert.deepEqual(
    scenarios.map(({ name }) => name),
    ['/items?limit=8', '/items?limit=9'],
  );
  assert.deepEqual(readAgain(input), JSON.parse(JSON.stringify(config)));
});

test('what nobody is told is not printed', () => {
  const file = { parameters: { N: [4, 8] }, env: { POOL: '{N}', LOG: 'off' } };
  assert.deepEqual(printed({ positionals: ['all'], file }).config.env, { LOG: 'off' });
});

test('the server of a load, too', () => {
  const input = {
    positionals: [],
    command: ['node', 'a.js'],
    flags: { env: ['X=1'], cleanup: ['make clean'] },
    env: {},
  };
  const { config } = printedLoad({ ...input, file: null }, resolveLoad({ ...input, file: null }), null);
  const load = JSON.parse(JSON.stringify(config.load)) as Record<string, unknown>;
  assert.deepEqual(
    [load.env, load.cwd, load.cleanup, load.prepareTimeout],
    [{ X: '1' }, undefined, 'make clean', '1m'],
  );
});

test('commands are printed without what lets somebody in', () => {
  const file = {
    targets: [{ label: 'a', command: 'node a.js --password hush', prepare: 'PGPASSWORD=hush seed' }],
    env: { DATABASE_URL: 'postgres://u:hush@h' },
    cleanup: 'seed --token=hush',
  };
  const text = JSON.stringify(printed({ file }));
  assert.doesNotMatch(text, /hush/);
  assert.match(text, /"command":"node a\.js --password \*\*\*"/);
  const input: LoadInput = {
    positionals: [],
    command: ['node', 'a.js', '--token', 'hush'],
    flags: {},
    file: null,
    env: {},
  };
  assert.doesNotMatch(JSON.stringify(printedLoad(input, resolveLoad(input), null)), /hush/);
  const gate = {
    positionals: ['node a.js --token hush'],
    flags: { base: 'main', build: ['make --api-key hush'] },
    file: null,
    env: {},
  };
  assert.doesNotMatch(JSON.stringify(printedGate(gate, resolveGate(gate), null)), /hush/);
});
