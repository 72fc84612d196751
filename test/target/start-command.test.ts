import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from '../../src/target/manifest.js';
import { createStartCommand } from '../../src/target/start-command.js';
import { fixtureTarget } from './server-fixtures.js';

const settings = { host: '127.0.0.1', port: 4711, env: {}, cwd: '/tmp', workers: 1, cpuList: null };

const commands: readonly [command: string, run: string][] = [
  ['node server.js --port={port}', 'exec node server.js --port=4711'],
  ['MODE=fast node server.js', 'MODE=fast node server.js'],
  ['node a.js & node b.js', 'node a.js & node b.js'],
  ['cd app && node server.js', 'cd app && node server.js'],
  ['exec node server.js', 'exec node server.js'],
  ['node "my server.js"', 'node "my server.js"'],
  ['no-such-program server.js', 'no-such-program server.js'],
];

for (const [command, run] of commands) {
  test(`the command ${command} is run by the shell as ${run}`, () => {
    const start = createStartCommand(fixtureTarget('hello.mjs', { command }), settings);
    assert.deepEqual(start.command, ['sh', '-c', run]);
    assert.equal(start.shown, command.replace('{port}', '4711'));
  });
}

test('a bundled target is started without a shell, on the cores it may use', () => {
  const json = {
    name: 'tiny',
    title: 'Tiny',
    start: ['node', 'server.js', '{host}', '{port}'],
    env: { A: '1', B: '2' },
  };
  const target = {
    kind: 'bundled',
    name: 'tiny',
    title: 'Tiny',
    manifest: parseManifest(json, '/targets/tiny'),
  } as const;
  const start = createStartCommand(target, { ...settings, env: { B: 'at {port}' }, cpuList: '0' });
  assert.deepEqual(start.command, ['taskset', '-c', '0', 'node', 'server.js', '127.0.0.1', '4711']);
  assert.equal(start.shown, 'node server.js 127.0.0.1 4711');
  const { A, B, HOST, PORT } = start.env;
  assert.deepEqual({ A, B, HOST, PORT }, { A: '1', B: 'at 4711', HOST: '127.0.0.1', PORT: '4711' });
});

test('a command in words is run as it is, without a shell', () => {
  const target = fixtureTarget('hello.mjs', { command: ['node', 'my server.js', '--at={host}:{port}', '$HOME'] });
  const start = createStartCommand(target, settings);
  assert.deepEqual(start.command, ['node', 'my server.js', '--at=127.0.0.1:4711', '$HOME']);
  assert.equal(start.shown, `node 'my server.js' --at=127.0.0.1:4711 '$HOME'`);
});

test('a target hears how many workers it runs, and nothing of them where its own default is wanted', () => {
  const json = {
    name: 'tiny',
    title: 'Tiny',
    start: ['java', '-XX:ActiveProcessorCount={workers}', '-jar', 'x.jar'],
    env: { GOMAXPROCS: '{workers}', A: '1' },
  };
  const manifest = parseManifest(json, '/targets/tiny');
  const target = { kind: 'bundled', name: 'tiny', title: 'Tiny', manifest } as const;
  // What perfcmp itself was started with is not for them.
  process.env.PERFCMP_WORKERS = '7';
  const started = ([2, 'native'] as const).map((workers) => {
    const { command, env } = createStartCommand(target, { ...settings, workers });
    return [command.join(' '), env.GOMAXPROCS, env.PERFCMP_WORKERS, env.A];
  });
  delete process.env.PERFCMP_WORKERS;
  assert.deepEqual(started, [
    ['java -XX:ActiveProcessorCount=2 -jar x.jar', '2', '2', '1'],
    ['java -jar x.jar', undefined, undefined, '1'],
  ]);
});
