import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig, UserScenario } from '../../src/config/user-config.js';
import { readinessPath } from '../../src/session/readiness-path.js';

function pathOf(file: UserConfig, flags: RunFlags = {}, positionals: readonly string[] = ['node a.js']): string {
  return readinessPath(resolveRun({ positionals, flags, file, env: {} }));
}

const ITEMS: UserScenario = { name: 'items', path: '/items' };
const HELLO: UserScenario = { name: 'hello', path: '/hello' };

test('a server is ready when it answers the first own scenario, where nobody names a path', () => {
  assert.equal(pathOf({ scenarios: [ITEMS, HELLO] }), '/items');
  assert.equal(pathOf({ scenarios: [ITEMS, HELLO] }, { scenario: ['hello'] }), '/hello');
  assert.equal(pathOf({ scenarios: [ITEMS, HELLO] }, {}, ['http://127.0.0.1:1/', 'node a.js']), '/items');
});

test('what is said of it counts first: --health, then --path', () => {
  assert.equal(pathOf({ scenarios: [ITEMS], health: '/up' }), '/up');
  assert.equal(pathOf({ scenarios: [ITEMS] }, { path: '/asked' }), '/asked');
  assert.equal(pathOf({ path: '/asked', health: '/up' }), '/up');
});

test('a scenario whose answer would prove nothing is passed over', () => {
  const others: readonly UserScenario[] = [
    { name: 'post', path: '/a', method: 'POST' },
    { name: 'body', path: '/b', method: 'GET', body: 'x' },
    { name: 'secret', path: '/c', headers: { Authorization: 'Bearer x' } },
    { name: 'made', path: '/d/{{seq}}' },
    { name: 'missing', path: '/e', expect: { status: 404 } },
    { name: 'other-start', path: '/f', env: { F: 'on' } },
    { name: 'prepared', path: '/g', prepare: [{ method: 'PUT', path: '/g', body: 'x' }] },
    { name: 'of-files', path: '/h', files: { 'h.txt': { text: 'x' } } },
  ];
  for (const other of others) {
    assert.equal(pathOf({ scenarios: [other, HELLO] }), '/hello', other.name);
    assert.equal(pathOf({ scenarios: [other] }), '/', other.name);
  }
});

test('of several requests the first plain one tells, also among such as are made anew', () => {
  const requests = [
    { method: 'DELETE', path: '/items' },
    { path: '/items/none', expect: { status: 404 } },
  ];
  assert.equal(pathOf({ scenarios: [{ name: 'mix', requests: [...requests, { path: '/list' }] }] }), '/list');
  assert.equal(pathOf({ scenarios: [{ name: 'mix', requests: [{ path: '/{{seq}}' }, { path: '/list' }] }] }), '/list');
});

test('a server of the user that keeps the contract is asked what the contract has, not /', () => {
  assert.equal(pathOf({}, { scenario: ['json'] }), '/json');
  assert.equal(pathOf({}, { scenario: ['all'] }), '/plaintext');
});

test('without scenarios it is the path of the URL beside it, else /', () => {
  assert.equal(pathOf({}, {}, ['http://127.0.0.1:1/items', 'node a.js']), '/items');
  assert.equal(pathOf({}), '/');
});
