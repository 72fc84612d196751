import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerTarget } from '../../../src/model/target.js';
import { type ContainerSettings, runArguments, shownRun } from '../../../src/target/container/run-arguments.js';

const TARGET: ContainerTarget = {
  kind: 'docker',
  name: 'app',
  image: 'app:2',
  port: null,
  args: ['--listen', '{host}:{port}', '--threads={workers}'],
  env: { POOL: '10', SELF: 'http://{host}:{port}' },
  cpus: null,
  memory: null,
  pull: 'missing',
  network: 'bridge',
  healthPath: '/',
  readyTimeoutMs: 1000,
};

const SETTINGS: ContainerSettings = {
  container: 'perfcmp-x',
  labels: { perfcmp: 'run' },
  hostPort: 24_001,
  port: 3000,
  env: { POOL: '50' },
  workers: 2,
  cpuList: '2-3',
};

/** The values of a flag, in their order. */
function valuesOf(args: readonly string[], flag: string): string[] {
  return args.flatMap((word, index) => (word === flag ? [args[index + 1] ?? ''] : []));
}

test('a container is published on loopback, on the cores of every server, and listens on all addresses inside', () => {
  const args = runArguments(TARGET, SETTINGS);
  assert.deepEqual(valuesOf(args, '--publish'), ['127.0.0.1:24001:3000']);
  assert.deepEqual(valuesOf(args, '--cpuset-cpus'), ['2-3']);
  assert.deepEqual(valuesOf(args, '--name'), ['perfcmp-x']);
  assert.deepEqual(valuesOf(args, '--label'), ['perfcmp=run']);
  assert.deepEqual(valuesOf(args, '--env'), [
    'HOST=0.0.0.0',
    'PORT=3000',
    'PERFCMP_WORKERS=2',
    'POOL=50',
    'SELF=http://0.0.0.0:3000',
  ]);
  assert.deepEqual(args.slice(-4), ['app:2', '--listen', '0.0.0.0:3000', '--threads=2']);
  for (const flag of ['--rm', '--init', '--no-healthcheck', '--sig-proxy=false']) assert.ok(args.includes(flag), flag);
  assert.ok(!args.includes('--cpus') && !args.includes('--memory') && !args.includes('--network'));
});

test('limits are what was asked for', () => {
  const args = runArguments({ ...TARGET, cpus: 1.5, memory: '512m' }, { ...SETTINGS, cpuList: null });
  assert.deepEqual([valuesOf(args, '--cpus'), valuesOf(args, '--memory')], [['1.5'], ['512m']]);
  assert.deepEqual(valuesOf(args, '--cpuset-cpus'), []);
});

test('in the network of this machine nothing is published, and the server keeps to loopback', () => {
  const args = runArguments({ ...TARGET, network: 'host' }, { ...SETTINGS, port: 24_001 });
  assert.deepEqual([valuesOf(args, '--network'), valuesOf(args, '--publish')], [['host'], []]);
  assert.deepEqual(valuesOf(args, '--env').slice(0, 2), ['HOST=127.0.0.1', 'PORT=24001']);
});

test('native workers are the server’s own choice, and a variable of the target wins', () => {
  const args = runArguments({ ...TARGET, env: { HOST: '::' } }, { ...SETTINGS, env: {}, workers: 'native' });
  assert.deepEqual(valuesOf(args, '--env'), ['HOST=::', 'PORT=3000']);
});

test('people are shown the image with its limits, not what perfcmp needs', () => {
  assert.equal(
    shownRun('docker', { ...TARGET, args: [], memory: '512m' }, SETTINGS).join(' '),
    'docker run --publish 3000 --memory 512m app:2',
  );
});
