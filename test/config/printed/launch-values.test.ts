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

test('what is said of all is printed once, as a group of targets can be told nothing by itself', () => {
  const scanned = { positionals: ['all', 'a=node a.js {T}'], flags: { parameterList: ['T=1,2'], env: ['X=1'] } };
  // What is typed beside targets of a file is stronger than they are.
  const ofFile = { file: { targets: ['all', 'a=X=own node a.js'] }, flags: { env: ['X=1'] } };
  const rows: readonly (readonly [input: Partial<RunInput>, targets: readonly unknown[]])[] = [
    [scanned, ['all', { label: 'a T=1', command: 'node a.js 1' }, { label: 'a T=2', command: 'node a.js 2' }]],
    [ofFile, ['all', { label: 'a', command: 'node a.js' }]],
  ];
  for (const [input, targets] of rows) {
    const { config } = printed(input);
    assert.deepEqual(JSON.parse(JSON.stringify([config.env, config.targets])), [{ X: '1' }, targets]);
    assert.deepEqual(readAgain(input), JSON.parse(JSON.stringify(config)));
  }
});

test('a target that is started otherwise says so, whatever is said of all', () => {
  const file = {
    parameters: { N: [4, 8] },
    env: { POOL: '4', LOG: 'off' },
    targets: ['a=LOG=on node a.js', 'b=node b.js'],
  };
  const { config } = printed({ file, flags: { env: ['b:POOL={N}'] } });
  assert.deepEqual(JSON.parse(JSON.stringify([config.env, config.targets])), [
    { POOL: '4', LOG: 'off' },
    [
      { label: 'a', command: 'node a.js', env: { LOG: 'on' } },
      { label: 'b N=4', command: 'node b.js' },
      { label: 'b N=8', command: 'node b.js', env: { POOL: '8' } },
    ],
  ]);
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
