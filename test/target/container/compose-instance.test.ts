import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { ComposeTarget } from '../../../src/model/target.js';
import { prepareComposed } from '../../../src/target/container/prepare.js';
import { probe } from '../../../src/target/probe.js';
import { createStandIn } from '../../helpers/docker.js';
import { eventually, instanceOptions, startError, startInstance, stopAll } from '../server-fixtures.js';

const standIn = createStandIn();
Object.assign(process.env, standIn.env, { PERFCMP_CACHE_DIR: standIn.env.STANDIN_DOCKER });
standIn.addImage('app');
standIn.addImage('db', { serves: ['servers/never-listens.mjs'] });
standIn.addImage('exits', { serves: ['servers/exits-at-once.mjs'] });
standIn.addImage('greedy', { serves: ['servers/exits-at-once.mjs'], runsOutOfMemory: true });

const cwd = join(standIn.env.STANDIN_DOCKER, 'shop');
mkdirSync(cwd);
writeFileSync(
  join(cwd, 'compose.yaml'),
  JSON.stringify({
    services: {
      web: {
        build: { context: 'app' },
        ports: ['8080:3000'],
        depends_on: { db: {} },
        environment: { ANSWER_BODY: '5 $$' },
      },
      db: { image: 'db', ports: ['5432:5432'] },
      broken: { image: 'exits', expose: ['80'] },
      greedy: { image: 'greedy', expose: ['80'] },
      portless: { image: 'app' },
      unknown: { image: 'nowhere', expose: ['80'] },
    },
  }),
);

beforeEach(() => standIn.behave(''));
after(async () => {
  await stopAll();
  assert.deepEqual(standIn.containers(), [], 'nothing is left behind');
  standIn.remove();
});

function composeTarget(service: string, changes: Partial<ComposeTarget> = {}): ComposeTarget {
  const readiness = { healthPath: '/', readyTimeoutMs: 20_000 };
  return { kind: 'compose', name: service, service, port: null, files: [], env: {}, cwd, ...readiness, ...changes };
}

function prepare(target: ComposeTarget): Promise<void> {
  return prepareComposed(target, { onEvent: () => {}, signal: new AbortController().signal });
}

test('a service comes up with what it depends on in a project of its own, and all of it goes', async () => {
  const target = composeTarget('web', { env: { ANSWER_BODY: 'costs 5 $' } });
  await prepare(target);
  const instance = await startInstance(target, instanceOptions({ runId: 'Run', cpuList: '0' }));
  const answer = await probe(instance.endpoint, '/', 2000);
  assert.ok('status' in answer);
  assert.equal(answer.body.toString(), 'costs 5 $');
  const [db, web] = standIn.containers().sort();
  assert.match(db ?? '', /^perfcmp-run-[0-9a-f]{6}-db-1$/);
  assert.equal(web, db?.replace('-db-1', '-web-1'));
  assert.equal(instance.description.command, 'docker compose up web');
  assert.ok((instance.cpuNs() ?? 0) > 2e7, 'that of both');
  assert.equal(instance.unseen, null);
  await instance.freeze();
  await instance.stop();
  assert.deepEqual(standIn.containers(), []);
});

test('two of one service run beside each other', async () => {
  const both = await Promise.all([1, 2].map(() => startInstance(composeTarget('web'), instanceOptions())));
  assert.equal(standIn.containers().length, 4);
  assert.notEqual(both[0]?.endpoint.port, both[1]?.endpoint.port);
  await Promise.all(both.map((instance) => instance.stop()));
  assert.deepEqual(standIn.containers(), []);
});

test('all of it goes when perfcmp ends without a stop, though its compose file goes first', async () => {
  const target = composeTarget('web');
  await prepare(target);
  const program = `
    const { startInstance } = await import(${JSON.stringify(join(process.cwd(), 'dist/src/target/instance.js'))});
    const options = { logFile: null, signal: new AbortController().signal };
    await startInstance(${JSON.stringify(target)}, options);
    process.exit(42);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  const [code] = await once(parent, 'exit');
  assert.equal(code, 42, 'it was ready');
  await eventually('its containers are gone', () => standIn.containers().length === 0);
  const kinds = () => standIn.calls().filter(([, verb]) => verb === 'ls');
  await eventually('networks and volumes are looked for', () => kinds().length >= 2);
  const [, , , , label = ''] = kinds()[0] ?? [];
  assert.match(label, /^label=com\.docker\.compose\.project=perfcmp-[0-9a-f]{6}$/);
  assert.deepEqual(kinds().slice(0, 2), [
    ['network', 'ls', '--quiet', '--filter', label],
    ['volume', 'ls', '--quiet', '--filter', label],
  ]);
});

test('a service that ends tells the code that compose does not', async () => {
  const error = await startError(composeTarget('broken'));
  assert.equal(error.message, 'target "broken": its container ended with code 7 before it answered');
  assert.ok(error.logTail.includes('no database at db.example'), error.logTail.join('\n'));
  const greedy = await startError(composeTarget('greedy'));
  assert.equal(greedy.message, 'target "greedy": its container was out of memory before it answered');
});

test('what is wrong with a service is told before anything is started', async () => {
  const rows: [ComposeTarget, message: RegExp, hint: RegExp][] = [
    [composeTarget('wbe'), /^target "wbe": the compose file has no service "wbe"$/, /^did you mean web\?$/],
    [composeTarget('portless'), /service "portless" neither publishes nor exposes a port$/, /compose:portless@3000/],
    [composeTarget('web', { files: ['none.yaml'] }), /compose cannot read its file: /, /^$/],
    [
      composeTarget('web', { cwd: standIn.env.STANDIN_DOCKER }),
      /no configuration file provided: not found/,
      /compose\.yaml/,
    ],
  ];
  for (const [target, message, hint] of rows) {
    const error = await startError(target);
    assert.match(error.message, message);
    assert.match(error.hint ?? '', hint);
  }
  assert.equal((await startError(composeTarget('portless'))).code, 'port-unknown');
});

test('an image of a service that cannot be had is told by its name', async () => {
  await assert.rejects(prepare(composeTarget('unknown')), {
    message: /^target "unknown": service "unknown" could not be fetched: pull access denied for nowhere, /,
  });
});
