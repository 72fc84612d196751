import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';
import { assertGolden, perfcmpHere as perfcmp, perfcmp as spawned } from './harness.js';

test('--print-config tells as JSON what everything comes to and why, and starts nothing', async () => {
  const cwd = folderWith({
    'perfcmp.config.mjs': [
      "import { defineConfig } from 'perfcmp';",
      'export default defineConfig(({ command }) => ({',
      "  extends: './shared.json',",
      "  targets: ['no-such-server --at {port}', { label: 'new', command: 'exit 1', env: { POOL: '50' } }],",
      "  path: '/' + command,",
      '}));',
    ].join('\n'),
    'shared.json': { connections: 32, warmup: '1s', margins: { throughput: '3%' } },
  });
  const env = { PERFCMP_TIMEOUT: '500ms' };
  const { code, stdout, stderr } = await spawned(['run', '--print-config', '--launches', '3', '-H', 'Cookie: id=1'], {
    cwd,
    env,
  });
  assert.deepEqual([code, stderr], [EXIT.ok, '']);
  assertGolden('print-config-run.txt', stdout);
});

test('load and gate tell theirs', async () => {
  const cwd = folderWith({
    'perfcmp.config.json': { path: '/a', load: { duration: '3s' }, gate: { budget: '5m' } },
  });
  const load = await perfcmp(['load', 'http://127.0.0.1:1/x', '--print-config'], { cwd });
  const gate = await perfcmp(['gate', 'a=exit 1', 'b=exit 1', '--print-config'], { cwd });
  const read = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);
  assert.deepEqual(
    [read(load).command, read(load).config.load.duration, read(load).sources['load.duration']],
    ['load', '3s', 'file perfcmp.config.json'],
  );
  assert.deepEqual(
    [read(gate).command, read(gate).config.gate.budget, read(gate).sources['gate.budget']],
    ['gate', '5m', 'file perfcmp.config.json'],
  );
});

test('what is wrong is told instead', async () => {
  const { code, stdout, stderr } = await perfcmp(['run', '--print-config', '-c', '0']);
  assert.deepEqual([code, stdout], [EXIT.usage, '']);
  assert.match(stderr, /^error: -c\/--connections: must be a whole number/);
});

test('PERFCMP_PRINT_CONFIG asks for it like the flag', async () => {
  const cwd = folderWith({});
  for (const args of [
    ['run', 'a=exit 1', 'b=exit 1'],
    ['gate', 'a=exit 1', 'b=exit 1'],
    ['load', 'http://127.0.0.1:1/'],
  ]) {
    const { code, stdout, stderr } = await perfcmp(args, { cwd, env: { PERFCMP_PRINT_CONFIG: '1' } });
    assert.deepEqual([code, stderr, JSON.parse(stdout).command], [EXIT.ok, '', args[0]]);
  }
  const { code, stderr } = await perfcmp(['run', 'a=exit 1'], { cwd, env: { PERFCMP_PRINT_CONFIG: 'maybe' } });
  assert.deepEqual([code, stderr], [EXIT.usage, 'error: PERFCMP_PRINT_CONFIG: must be 1 or 0, got "maybe"\n']);
});
