import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderBuilds } from '../../src/cli/build.js';
import { renderListing } from '../../src/cli/list.js';
import type { ScenarioListing, TargetListing } from '../../src/model/contract.js';
import { assertGolden } from './harness.js';

function scenario(name: string, changes: Partial<ScenarioListing>): ScenarioListing {
  const usual = { method: 'GET', path: '/', requests: 1, endpoints: [], connections: null, env: {}, isDefault: false };
  return { name, ...usual, ...changes };
}

function listed(name: string, changes: Partial<TargetListing> = {}): TargetListing {
  return {
    name,
    title: `The ${name}`,
    version: '1.2.3',
    implements: ['json', 'plaintext'],
    scenarios: ['plaintext', 'json', 'upload-large'],
    unavailable: null,
    install: null,
    role: null,
    ...changes,
  };
}

test('list is readable with seventeen targets on 80 columns', () => {
  const few = { scenarios: ['plaintext', 'json'] };
  const small = ['bun', 'deno', 'fastify', 'hono', 'koa', 'nestjs-fastify', 'python-fastapi', 'java-httpserver'];
  const text = renderListing(
    {
      targets: [
        listed('express', { version: '5.3.0' }),
        listed('hyperlane', {
          version: '22.1.0',
          unavailable: 'cargo is not on PATH, cc is not on PATH',
          install: 'install Rust 1.85 or newer from https://rustup.rs; install a C compiler: apt install gcc',
        }),
        ...small.map((name) => listed(name, few)),
        ...['express-tuned', 'go-net-http', 'go-gin', 'rust-axum', 'spring-boot', 'spring-like'].map((name) =>
          listed(name),
        ),
        listed('null-server', { title: 'null server', role: 'ceiling', version: null, scenarios: [] }),
      ],
      presets: [{ name: 'article', title: 'three systems, every endpoint, and what was claimed of them' }],
      broken: [
        {
          folder: '/home/me/targets/mine',
          problems: ['prot: unknown field  (did you mean port?)', 'start: must name a program'],
        },
      ],
      others: ['/home/me/targets/begun'],
      containers: {
        name: 'docker',
        version: null,
        problem: 'docker is not on PATH (install it, or name another engine)',
      },
      scenarios: [
        scenario('plaintext', { path: '/plaintext', endpoints: ['plaintext'] }),
        scenario('json', { path: '/json', endpoints: ['json'], isDefault: true }),
        scenario('upload-large', {
          method: 'POST',
          path: '/zero-copy',
          requests: 3,
          endpoints: ['zero-copy', 'stats'],
          connections: 32,
          env: { PERFCMP_MAX_BODY: '1' },
        }),
      ],
    },
    80,
  );
  assert.ok(Math.max(...text.split('\n').map((line) => line.length)) <= 80, text);
  assertGolden('list.txt', `${text}\n`);
});

test('list names how containers are asked for, and the program that runs them', () => {
  const nothing = { targets: [], presets: [], broken: [], others: [], scenarios: [] };
  const text = renderListing({ ...nothing, containers: { name: 'podman', version: '5.6.0', problem: null } }, 80);
  assert.equal(text, 'containers\n  docker:IMAGE, compose:SERVICE   with podman 5.6.0');
});

test('build tells of each target what became of it, and of a failed one the end of its log', () => {
  const failed = { target: 'b', reason: 'cargo build failed with code 101', hint: 'the whole log is in /c/b.log' };
  const lines = renderBuilds([
    { target: 'express', state: 'built', seconds: 12.345 },
    { target: 'koa', state: 'up-to-date' },
    { target: 'node-http', state: 'nothing-to-build' },
    {
      ...failed,
      state: 'unavailable',
      reason: 'mvn is not on PATH',
      hint: 'apt install maven',
      logTail: [],
      isNamed: true,
    },
    { ...failed, state: 'failed', logTail: ['error: no field', 'done'], isNamed: false },
  ]).split('\n');
  assert.deepEqual(lines, [
    'express    built in 12.3s',
    'koa        up to date',
    'node-http  nothing to build',
    'b          cannot be built here: mvn is not on PATH (apt install maven)',
    'b          failed: cargo build failed with code 101',
    '  | error: no field',
    '  | done',
    '  hint: the whole log is in /c/b.log',
  ]);
});
