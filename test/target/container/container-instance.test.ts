import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import { readProcessTable } from '../../../src/machine/process-table.js';
import type { ContainerTarget } from '../../../src/model/target.js';
import { composeProblem, describeEngine, engineProblem } from '../../../src/target/container/engine.js';
import { removeContainers } from '../../../src/target/container/leftovers.js';
import { prepareImage } from '../../../src/target/container/prepare.js';
import { probe } from '../../../src/target/probe.js';
import { createStandIn } from '../../helpers/docker.js';
import { eventually, instanceOptions, startError, startInstance, stopAll } from '../server-fixtures.js';

const standIn = createStandIn();
Object.assign(process.env, standIn.env, { PERFCMP_CACHE_DIR: standIn.env.STANDIN_DOCKER });
standIn.addImage('hello:1', { version: '1.4.0' });
standIn.addImage('exits', { serves: ['servers/exits-at-once.mjs'] });
standIn.addImage('silent', { serves: ['servers/never-listens.mjs'] });
standIn.addImage('stubborn', { serves: ['servers/ignores-sigterm.mjs'] });
standIn.addImage('missing-page', { env: { ANSWER_STATUS: '404' } });
standIn.addImage('refused', { refuses: 'driver failed: Bind for 127.0.0.1:24001 failed: port is already allocated' });
standIn.addImage('bare', { exposes: [] });
standIn.addImage('two', { exposes: [8443, 80] });
standIn.addImage('far', { isRemote: true });

beforeEach(() => standIn.behave(''));
after(async () => {
  await stopAll();
  assert.deepEqual(standIn.containers(), [], 'nothing is left behind');
  standIn.remove();
});

function containerTarget(image: string, changes: Partial<ContainerTarget> = {}): ContainerTarget {
  return {
    kind: 'docker',
    name: image,
    image,
    port: null,
    args: [],
    env: {},
    cpus: null,
    memory: null,
    pull: 'missing',
    network: 'bridge',
    healthPath: '/',
    readyTimeoutMs: 20_000,
    ...changes,
  };
}

function prepare(target: ContainerTarget, onEvent = (): void => {}): Promise<void> {
  return prepareImage(target, { onEvent, signal: new AbortController().signal });
}

test('a container is ready with its first answer, is watched, and is gone after its stop', async () => {
  const target = containerTarget('hello:1', { env: { ANSWER_BODY: 'inside {port}' } });
  const instance = await startInstance(target, instanceOptions({ runId: 'a-run', cpuList: '0' }));
  const { description, endpoint, pid } = instance;
  assert.deepEqual(
    [description.kind, description.version, description.command, endpoint.host],
    ['docker', '1.4.0', 'docker run --publish 80 hello:1', '127.0.0.1'],
  );
  const answer = await probe(endpoint, '/', 2000);
  assert.ok('status' in answer);
  assert.equal(answer.body.toString(), 'inside 80');
  assert.deepEqual(standIn.containers().length, 1);
  assert.match(standIn.containers()[0] ?? '', /^perfcmp-a-run-[0-9a-f]{6}$/);
  assert.ok((instance.cpuNs() ?? 0) > 1e6);
  assert.ok((instance.peakRssBytes() ?? 0) > 10 * 1024 * 1024);
  assert.equal(instance.unseen, null);
  const helpers = instance.helpers?.map((one) => one.pid) ?? [];
  assert.ok(helpers.length > 0 && !helpers.includes(pid), 'the program that shows its log, and not itself');
  await instance.stop();
  assert.deepEqual(standIn.containers(), []);
  assert.equal(readProcessTable().has(pid ?? 0), false);
  assert.ok((instance.cpuNs() ?? 0) > 1e6, 'what it used stays');
});

test('values of variables reach a container, and stand in no command line', async () => {
  const secret = 'hunter2\nof two lines';
  const target = containerTarget('hello:1', { env: { ANSWER_BODY: secret, ABSENT: '' } });
  const before = standIn.calls().length;
  const instance = await startInstance(target, instanceOptions({ env: { ANSWER_STATUS: '201' } }));
  const answer = await probe(instance.endpoint, '/', 2000);
  assert.deepEqual('status' in answer && [answer.status, answer.body.toString()], [201, secret]);
  const words = standIn.calls().slice(before).flat();
  assert.ok(words.includes('ANSWER_BODY') && words.includes('ABSENT'));
  assert.ok(!words.some((word) => word.includes('hunter2') || word.startsWith('ANSWER_STATUS=')), words.join(' '));
  await instance.stop();
});

test('a frozen container does not answer, a thawed one does, and a frozen one can be stopped', async () => {
  const instance = await startInstance(containerTarget('hello:1'), instanceOptions());
  assert.equal(instance.canFreeze, true);
  await instance.freeze();
  assert.deepEqual(await probe(instance.endpoint, '/', 100), {
    error: 'no answer within 100 ms',
    refused: false,
    hint: undefined,
  });
  await instance.thaw();
  assert.ok('status' in (await probe(instance.endpoint, '/', 5000)));
  await instance.freeze();
  await instance.stop();
  assert.deepEqual(standIn.containers(), []);
});

test('in the network of this machine the port is held by the container itself', async () => {
  const instance = await startInstance(containerTarget('hello:1', { network: 'host' }), instanceOptions());
  assert.equal(instance.description.command, 'docker run --network host hello:1');
  assert.equal(instance.helpers?.length, 1, 'nothing stands between');
  await instance.stop();
  const stranger = createServer((_request, response) => response.end('mine'));
  await once(stranger.listen(0, '127.0.0.1'), 'listening');
  const { port } = stranger.address() as AddressInfo;
  const error = await startError(containerTarget('hello:1', { network: 'host', port }));
  stranger.close();
  assert.equal(error.code, 'port-taken');
});

test('where the engine cannot pause, a container is not frozen', async () => {
  standIn.behave('no-pause');
  const instance = await startInstance(containerTarget('hello:1'), instanceOptions());
  assert.equal(instance.canFreeze, false);
  await instance.stop();
});

test('a container that dies by itself is seen with its code and its log', async () => {
  const instance = await startInstance(containerTarget('hello:1'), instanceOptions());
  process.kill(instance.pid ?? 0, 'SIGKILL');
  assert.equal((await instance.exited).code, 137);
  assert.equal(instance.exit?.code, 137);
  await instance.stop();
});

test('a container is removed though the engine never ends stopping it', async () => {
  const instance = await startInstance(containerTarget('stubborn'), instanceOptions({ graceMs: 0 }));
  standIn.behave('stop-hangs');
  await instance.stop();
  assert.deepEqual(standIn.containers(), []);
});

test('what keeps a container from being measured is told in one line', async () => {
  const rows: [ContainerTarget, code: string, message: RegExp, hint: RegExp | null][] = [
    [containerTarget('exits'), 'exited', /^target "exits": its container ended with code 7 before it answered$/, null],
    [
      containerTarget('silent', { readyTimeoutMs: 1500 }),
      'not-listening',
      /^target "silent": did not answer on port 80 of its container within 1\.5 s: /,
      /does it listen on 0\.0\.0\.0/,
    ],
    [
      containerTarget('missing-page'),
      'wrong-answer',
      /^target "missing-page": GET \/ answers 404, not 2xx or 3xx$/,
      /--path or --health/,
    ],
    [
      containerTarget('refused'),
      'container-refused',
      /^target "refused": could not be run: driver failed: Bind for 127\.0\.0\.1:24001 failed: port is already allocated$/,
      /try again/,
    ],
    [
      containerTarget('hello:1', { args: ['no-such-program'] }),
      'container-refused',
      /could not be run: failed to create task .*: exec: "no-such-program": executable file not found/,
      /a command inside it/,
    ],
    [containerTarget('two'), 'port-unknown', /image "two" exposes ports 80, 8443$/, /docker:two@80/],
  ];
  const errors = await Promise.all(rows.map(([target]) => startError(target)));
  for (const [index, [target, code, message, hint]] of rows.entries()) {
    const error = errors[index]!;
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    if (hint !== null) assert.match(error.hint ?? '', hint);
    if (target.name === 'exits') assert.deepEqual(error.logTail, ['no database at db.example']);
  }
  assert.deepEqual(standIn.containers(), []);
});

test('why no container can run here is told with what to do about it', async () => {
  const rows: [behaviour: string, env: Record<string, string>, message: RegExp, hint: RegExp][] = [
    ['', { PERFCMP_DOCKER: 'no-such-docker' }, /^no-such-docker is not on PATH$/, /PERFCMP_DOCKER=podman/],
    ['daemon-down', {}, /^the engine of docker does not answer: Cannot connect to .*\?$/, /systemctl start docker/],
    ['', { DOCKER_HOST: 'ssh://me@far' }, /^containers would run on another machine \(DOCKER_HOST=ssh:/, /beside it/],
    ['far-context', {}, /another machine \(its context is at ssh:\/\/me@far\)$/, /choose an engine here/],
  ];
  for (const [behaviour, env, message, hint] of rows) {
    standIn.behave(behaviour);
    Object.assign(process.env, env);
    const problem = await engineProblem();
    for (const name of Object.keys(env)) delete process.env[name];
    assert.match(problem?.message ?? '', message);
    assert.match(problem?.hint ?? '', hint);
  }
  standIn.behave('no-compose');
  assert.equal((await composeProblem())?.message, 'docker has no compose: unknown command: docker compose');
  assert.deepEqual(await describeEngine(), { version: '28.2.2', problem: null });
});

test('an interrupted start leaves no container', async () => {
  const controller = new AbortController();
  const starting = startInstance(containerTarget('silent'), instanceOptions({ signal: controller.signal }));
  await eventually('its container is there', () => standIn.containers().length > 0);
  controller.abort('SIGINT');
  await assert.rejects(starting, { code: 'interrupted', exitCode: 130 });
  assert.deepEqual(standIn.containers(), []);
});

test('an image is pulled where it is not here, its progress told as that of a build', async () => {
  const lines: string[] = [];
  const states: string[] = [];
  await prepareImage(containerTarget('far'), {
    onEvent: ({ state, line }) => {
      states.push(state);
      if (line !== null) lines.push(line);
    },
    signal: new AbortController().signal,
  });
  assert.deepEqual([states[0], states.at(-1)], ['started', 'finished']);
  assert.ok(lines.includes('0a9a5dfd008f: Pull complete'), lines.join('\n'));
  const before = standIn.calls().length;
  await prepare(containerTarget('far'));
  assert.deepEqual(
    standIn
      .calls()
      .slice(before)
      .map(([command]) => command),
    ['image'],
    'it is here now',
  );
});

test('an image that cannot be had or used is told, and never pulled against its policy', async () => {
  await assert.rejects(prepare(containerTarget('bare')), {
    code: 'port-unknown',
    message: 'target "bare": image "bare" exposes no port',
    hint: 'say where it listens: docker:bare@3000',
  });
  await assert.rejects(prepare(containerTarget('nowhere', { pull: 'never' })), {
    code: 'image-missing',
    message: 'target "nowhere": image "nowhere" is not here',
  });
  await assert.rejects(prepare(containerTarget('nowhere')), (error: Error & { hint?: string | null }) => {
    assert.match(
      error.message,
      /^target "nowhere": image "nowhere" could not be fetched: pull access denied for nowhere, /,
    );
    assert.match(error.hint ?? '', /^is its name right, and may you fetch it\? the whole log is in /);
    return true;
  });
});

test('containers of a run that is over are removed, those of a live one are not', async () => {
  const instance = await startInstance(containerTarget('hello:1'), instanceOptions());
  assert.deepEqual(await removeContainers(), []);
  assert.equal(standIn.containers().length, 1);
  const orphan = ['run', '--rm', '--name', 'orphan', '--label', 'perfcmp=x', '--label', `perfcmp.owner=${deadOwner()}`];
  const { execa } = await import('execa');
  const running = execa('docker', [...orphan, '--publish', '127.0.0.1:0:80', 'silent'], { reject: false });
  await eventually('both are there', () => standIn.containers().length === 2);
  assert.deepEqual(await removeContainers(), ['orphan']);
  await running;
  await instance.stop();
  assert.deepEqual(standIn.containers(), []);
});

function deadOwner(): string {
  const [host, , , namespace] = (
    standIn
      .calls()
      .flat()
      .find((word) => word.startsWith('perfcmp.owner=')) ?? ''
  ).split('/');
  return `${host?.replace('perfcmp.owner=', '')}/4194303/1/${namespace}`;
}
