import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { findOnPath } from '../../src/machine/toolchain.js';
import { freePort } from '../../src/target/free-port.js';
import { createStandIn } from '../helpers/docker.js';
import { createSandbox, eventually, fixture, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
const standIn = createStandIn();
const down = createStandIn();
down.behave('daemon-down');
after(() => {
  sandbox.remove();
  standIn.remove();
  down.remove();
});
beforeEach(() => standIn.behave(''));

const marker = `perfcmp-e2e-${process.pid}-containers`;
const serves = ['e2e/server.mjs', marker];
standIn.addImage('fast:1', { serves, env: { DELAY_MS: '4' }, version: '1.0.0' });
standIn.addImage('slow:1', { serves, env: { WORK: '20000', DELAY_MS: '4' }, isRemote: true });
standIn.addImage('exits', { serves: ['servers/exits-at-once.mjs'] });

const SHORT = ['--launches', '1', '--blocks', '2', '--slice', '60ms', '--warmup', '0', '-c', '2', '--mode', 'plain'];

/** Runs perfcmp within this process, which has these variables as long as that takes. */
async function runHere(args: readonly string[], env: NodeJS.ProcessEnv): ReturnType<typeof sandbox.runHere> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    return await sandbox.runHere(args);
  } finally {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

function assertNothingLeft(): void {
  assert.deepEqual([standIn.containers(), processesWith(marker)], [[], []]);
}

test('containers, a compose service and a URL with its commands are compared, and nothing of them is left', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}/`;
  writeFileSync(
    join(sandbox.folder, 'compose.yaml'),
    JSON.stringify({ services: { web: { image: 'fast:1', ports: ['80'] } } }),
  );
  writeFileSync(
    join(sandbox.folder, 'perfcmp.config.json'),
    JSON.stringify({
      targets: [
        'docker:fast:1',
        { label: 'slow', image: 'slow:1', memory: '256m' },
        { service: 'web' },
        { label: 'settled', url, start: fixture('server.mjs', marker) },
      ],
    }),
  );
  const outcome = await sandbox.run(['run', '--format', 'json', ...SHORT], standIn.env);
  assert.ok(
    [EXIT.ok, EXIT.invalid].some((code) => code === outcome.code),
    outcome.stderr,
  );
  assertNothingLeft();
  const report = reportIn(outcome.stdout);
  assert.deepEqual(
    report.targets.map(({ name, kind, version, failure }) => [name, kind, version, failure]),
    [
      ['docker:fast:1', 'docker', '1.0.0', null],
      ['slow', 'docker', '736c6f773a31', null],
      ['compose:web', 'compose', null, null],
      ['settled', 'service', null, null],
    ],
  );
  for (const { target, throughput, server } of report.measurements) {
    assert.ok((throughput.value ?? 0) > 0, target);
    assert.ok((server?.cpuPerRequestUs ?? 0) > 0 && (server?.peakRssBytes ?? 0) > 1e7, target);
  }
  assert.deepEqual(
    report.warnings.filter(({ code }) => code === 'no-identity').map(({ level, target }) => `${level} ${target}`),
    ['note docker:fast:1', 'note slow', 'note compose:web', 'note settled'],
  );
  const calls = standIn.calls();
  assert.deepEqual(calls.filter(([command]) => command === 'pull').length, 1, 'only what was not there');
  const questions = calls.map(([command, verb]) => (command === 'compose' ? verb : command));
  assert.deepEqual(
    questions.filter((word) => word === 'context' || word === 'version'),
    ['context', 'version', 'version'],
    'the engine and compose are asked once for all targets',
  );
  assert.match(outcome.stderr, /slow/);
  const runs = calls.filter(([command]) => command === 'run');
  assert.deepEqual(runs.filter((words) => words.includes('256m')).length, 1);
  if (availableParallelism() > 1) assert.ok(runs.every((words) => words.includes('--cpuset-cpus')));
  assert.ok(runs.every((words) => words.includes(`perfcmp=${report.run.id}`)));
  const text = await sandbox.runHere(['report', 'last']);
  assert.match(text.stdout, /docker:fast:1 1\.0\.0/);
});

test('SIGKILL leaves no container', async () => {
  const program = sandbox.start(['run', 'docker:fast:1', 'b=docker:fast:1', ...SHORT, '--blocks', '2000'], standIn.env);
  try {
    await eventually('both containers run', () => processesWith(marker).length === 2);
  } finally {
    program.child.kill('SIGKILL');
  }
  assert.equal((await program.ended).signal, 'SIGKILL');
  await eventually('no container and no process is left', () => {
    return standIn.containers().length === 0 && processesWith(marker).length === 0;
  });
});

test('a container that cannot be measured is exit 3, and its row says why', async () => {
  const outcome = await runHere(['run', 'docker:fast:1', 'docker:exits', '--format', 'json', ...SHORT], standIn.env);
  assert.equal(outcome.code, EXIT.target, outcome.stderr);
  assertNothingLeft();
  const { targets, measurements } = reportIn(outcome.stdout);
  const failures = targets.map(({ failure }) => failure);
  assert.deepEqual(failures, [null, 'its container ended with code 7 before it answered']);
  assert.ok((measurements[0]?.throughput.value ?? 0) > 0, 'the other is measured all the same');
  assert.match(outcome.stderr, /no database at db\.example/);
});

test('where no container can run at all, one line says so, before anything is started', async () => {
  const rows: [env: NodeJS.ProcessEnv, image: string, message: RegExp, hint: RegExp][] = [
    [{ ...standIn.env, PERFCMP_DOCKER: 'no-such-docker' }, 'fast:1', /no-such-docker is not on PATH$/, /=podman/],
    [down.env, 'fast:1', /the engine of docker does not answer: Cannot connect to the Docker daemon /, /systemctl/],
    [
      standIn.env,
      'nowhere',
      /image "nowhere" could not be fetched: pull access denied for nowhere, /,
      /is its name right/,
    ],
  ];
  const before = standIn.calls().length;
  for (const [env, image, message, hint] of rows) {
    const outcome = await runHere(['run', `docker:${image}`, '--quiet'], env);
    const [error = '', next = ''] = outcome.stderr.split('\n');
    assert.deepEqual([outcome.code, outcome.stdout], [EXIT.target, ''], outcome.stderr);
    assert.match(error, /^error: target "/);
    assert.match(error, message);
    assert.match(next, hint);
  }
  const calls = [...standIn.calls().slice(before), ...down.calls()];
  assert.deepEqual(
    calls.filter(([command]) => command === 'run'),
    [],
  );
});

test('list and --dry-run say why containers cannot run here', async () => {
  // Of all tools only what the stand-in needs: each of the others would be asked for its version.
  const [bin = ''] = down.env.PATH.split(delimiter);
  symlinkSync(findOnPath('bash') ?? '', join(bin, 'bash'));
  const list = await runHere(['list'], { ...down.env, PATH: bin });
  const plan = await runHere(['run', 'docker:fast:1', 'node-http', '--path', '/', '--dry-run'], down.env);
  assert.match(list.stdout, /^containers\n {2}the engine of docker does not answer: /m);
  assert.match(plan.stdout, /cannot run here\n {2}docker:fast:1: the engine of docker does not answer/);
});
