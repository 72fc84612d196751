import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerTarget } from '../../../src/model/target.js';
import { type ContainerSettings, runCall, shownRun } from '../../../src/target/container/run-arguments.js';

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
  const { args, env } = runCall(TARGET, SETTINGS);
  assert.deepEqual(valuesOf(args, '--publish'), ['127.0.0.1:24001:3000']);
  assert.deepEqual(valuesOf(args, '--cpuset-cpus'), ['2-3']);
  assert.deepEqual(valuesOf(args, '--name'), ['perfcmp-x']);
  assert.deepEqual(valuesOf(args, '--label'), ['perfcmp=run']);
  assert.deepEqual(valuesOf(args, '--env'), ['HOST', 'PORT', 'PERFCMP_WORKERS=2', 'POOL', 'SELF']);
  assert.deepEqual(env, { HOST: '0.0.0.0', PORT: '3000', POOL: '50', SELF: 'http://0.0.0.0:3000' });
  assert.deepEqual(args.slice(-4), ['app:2', '--listen', '0.0.0.0:3000', '--threads=2']);
  for (const flag of ['--rm', '--init', '--no-healthcheck', '--sig-proxy=false']) assert.ok(args.includes(flag), flag);
  assert.ok(!args.includes('--cpus') && !args.includes('--memory') && !args.includes('--network'));
});

test('limits are what was asked for', () => {
  const { args } = runCall({ ...TARGET, cpus: 1.5, memory: '512m' }, { ...SETTINGS, cpuList: null });
  assert.deepEqual([valuesOf(args, '--cpus'), valuesOf(args, '--memory')], [['1.5'], ['512m']]);
  assert.deepEqual(valuesOf(args, '--cpuset-cpus'), []);
});

test('in the network of this machine nothing is published, and the server keeps to loopback', () => {
  const { args, env } = runCall({ ...TARGET, network: 'host' }, { ...SETTINGS, port: 24_001 });
  assert.deepEqual([valuesOf(args, '--network'), valuesOf(args, '--publish')], [['host'], []]);
  assert.deepEqual([env.HOST, env.PORT], ['127.0.0.1', '24001']);
});

test('native workers are the server’s own choice, and a variable of the target wins', () => {
  const { args, env } = runCall({ ...TARGET, env: { HOST: '::' } }, { ...SETTINGS, env: {}, workers: 'native' });
  assert.deepEqual(valuesOf(args, '--env'), ['HOST', 'PORT']);
  assert.deepEqual(env, { HOST: '::', PORT: '3000' });
});

test('what would change the engine’s own program, or take it for the server, is told the container alone', () => {
  const own = {
    DOCKER_HOST: 'x',
    HOME: '/app',
    LD_PRELOAD: 'a.so',
    https_proxy: 'p',
    NO_PROXY: 'n',
    XDG_STATE_HOME: 's',
  };
  const odd = { 'A.B': '1', 'POOL*': '2' };
  const { args, env } = runCall(
    { ...TARGET, env: { ...own, ...odd, PATH_INFO: '', TOKEN: 'a\nb' } },
    { ...SETTINGS, env: { PATH: '/bin', PERFCMP_INSTANCE: 'mark' }, workers: 'native' },
  );
  const isWhole = (word: string): boolean => word.includes('=');
  const visible = Object.entries({ ...own, ...odd, PATH: '/bin', PERFCMP_INSTANCE: 'mark' });
  assert.deepEqual(
    valuesOf(args, '--env').filter(isWhole),
    visible.map((pair) => pair.join('=')),
  );
  assert.deepEqual(env, { HOST: '0.0.0.0', PORT: '3000', PATH_INFO: '', TOKEN: 'a\nb' });
});

test('people are shown the image with its limits, not what perfcmp needs', () => {
  assert.equal(
    shownRun('docker', { ...TARGET, args: [], memory: '512m' }, SETTINGS).join(' '),
    'docker run --publish 3000 --memory 512m app:2',
  );
});
