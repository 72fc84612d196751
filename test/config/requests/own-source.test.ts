import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkUserConfig } from '../../../src/config/check-file.js';
import { resolveRun } from '../../../src/config/resolve-run.js';
import type { UserConfig, UserScenario } from '../../../src/config/user-config.js';
import { ConfigError } from '../../../src/errors.js';
import { createCounter } from '../../../src/load/request-numbers.js';
import { sampleRequests } from '../../../src/load/sample-requests.js';
import type { RequestSpec, Scenario } from '../../../src/model/scenario.js';
import { endpointOf } from '../../helpers/hostile-servers.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-own-'));
after(() => rmSync(folder, { recursive: true }));
const DATA = join(folder, 'users.csv');
writeFileSync(DATA, 'id,name\n1,A B\n2,C\n');

function scenario(changes: Partial<UserScenario>): Scenario {
  const file: UserConfig = { scenarios: [{ name: 'own', ...changes }] };
  return resolveRun({ positionals: ['node a.js'], flags: {}, file, env: {} }).ownScenarios[0]!;
}

function problems(changes: Partial<UserScenario>): readonly string[] {
  try {
    scenario(changes);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

function sent({ source }: Scenario, most = 2): readonly RequestSpec[] {
  return sampleRequests(source, { endpoint: endpointOf(1), counter: createCounter() }, most);
}

test('a scenario without placeholders stays what it was: bytes that never change', () => {
  const { source } = scenario({ requests: [{ path: '/a', weight: 2, expect: { status: 204 } }, { path: '/b' }] });
  assert.deepEqual(source, {
    kind: 'fixed',
    requests: [
      {
        method: 'GET',
        path: '/a',
        headers: {},
        body: null,
        weight: 2,
        expect: { status: [{ from: 204, to: 204 }], body: null, mediaType: null },
      },
      { method: 'GET', path: '/b', headers: {}, body: null },
    ],
  });
});

test('what is expected holds what was sent, as text and, where it stands alone, as a number', () => {
  const own = scenario({
    path: '/users/{{name}}',
    data: DATA,
    expect: { json: { id: '{{id}}', greeting: 'Hello {{name}}!' }, header: 'X-Id: {{id}}' },
  });
  const [first] = sent(own);
  assert.equal(first?.path, '/users/A%20B');
  assert.deepEqual(first.expect?.body, { kind: 'json', contains: { id: '1', greeting: 'Hello A B!' } });
  assert.deepEqual(first.expect.otherwise?.body, { kind: 'json', contains: { id: 1, greeting: 'Hello A B!' } });
  assert.deepEqual(first.expect.checks, [{ kind: 'header', name: 'X-Id', value: '1' }]);
});

test('a text that is no number has no second form', () => {
  const [first] = sent(scenario({ path: '/{{id}}', data: DATA, expect: { json: { name: '{{name}}' } } }));
  assert.equal(first?.expect?.otherwise, undefined);
});

test('expectations of requests go before that of the scenario', () => {
  const [a, b] = sent(
    scenario({
      requests: [{ path: '/a/{{seq}}' }, { path: '/b', expect: { status: 404 } }],
      expect: { contains: 'n {{seq}}' },
    }),
  );
  const number = a?.path.split('/')[2];
  assert.deepEqual(a?.expect?.checks, [{ kind: 'contains', text: `n ${number}` }]);
  assert.deepEqual(b?.expect?.status, [{ from: 404, to: 404 }]);
});

test('files, preparation and connections are read', () => {
  const own = scenario({
    path: '/files',
    files: { 'a/b.txt': { text: 'x' }, 'c.bin': '2k', d: 3 },
    prepare: [{ path: '/put/{{id}}', method: 'PUT', json: { name: 'n' } }],
    data: DATA,
    connections: '1k',
  });
  assert.deepEqual(own.files, [
    { path: 'a/b.txt', text: 'x' },
    { path: 'c.bin', bytes: 2000 },
    { path: 'd', bytes: 3 },
  ]);
  assert.equal(own.connections, 1000);
  assert.equal(own.prepare?.kind, 'made');
});

test('everything that is wrong with a scenario is told, each with its place', () => {
  const rows: readonly (readonly [Partial<UserScenario>, ...string[]])[] = [
    [{ path: '/{{id}}' }, ', path: has an unknown placeholder {{id}}'],
    [{ path: '/{{uuid' }, ', path: has {{ without a placeholder behind it'],
    [{ path: '/', data: DATA }, '.data: fills placeholders, and there are none'],
    [{ path: '/{{seq}}', data: join(folder, 'none.csv') }, `.data: cannot read "${join(folder, 'none.csv')}"`],
    [{ path: '/', expect: { contains: '{{uuid}}' } }, ', expect: has {{uuid}}, which the request does not send'],
    [
      { path: '/', distribution: 'zipf' },
      '.distribution: draws data rows or one of several requests, and there is one request',
    ],
    [{ path: '/{{id}}', data: DATA, distribution: 'even' }, '.distribution: must be zipf or zipf:EXPONENT, got "even"'],
    [
      { requests: [{ path: '/a', weight: 2 }, { path: '/b' }], distribution: 'zipf:1.1' },
      '.distribution: draws the requests, which have weights',
    ],
    [{ path: '/', connections: '0' }, '.connections: must be a whole number from 1 to 100000, got "0"'],
    [
      { path: '/', files: { '../x': 1, '/y': 1, 'a//b': 1, z: 'big' } },
      '.files."../x": must be a path within the data folder',
      '.files."/y": must be a path within the data folder',
      '.files."a//b": must be a path within the data folder',
      '.files."z": must be a whole number from 0 to 1073741824, got "big"',
    ],
    [{ path: '/', prepare: [{ path: 'x' }] }, '.prepare[0].path: must begin with /, got "x"'],
    [
      { requests: [{ path: '/', expect: { status: 'x', size: 'y' } }] },
      '.requests[0].expect.status: ',
      '.requests[0].expect.size: ',
    ],
  ];
  for (const [changes, ...expected] of rows) {
    const found = problems(changes);
    assert.equal(found.length, expected.length, `${JSON.stringify(changes)}: ${found.join('; ')}`);
    for (const [index, text] of expected.entries()) {
      assert.ok(found[index]?.startsWith(`config file, scenarios[0]${text}`), `${found[index]} is not ${text}`);
    }
  }
});

test('unknown keys of requests, expectations, files and preparations are told with the nearest known', () => {
  const content = {
    scenarios: [
      {
        name: 'own',
        requests: [{ path: '/', expect: { statsu: 200 } }],
        files: { a: { txt: 'x' } },
        prepare: [{ paht: '/' }],
      },
    ],
  };
  const result = checkUserConfig(content, 'perfcmp.config.json');
  assert.deepEqual(
    'problems' in result && result.problems.map(({ where, message, hint }) => `${where}: ${message}; ${hint}`),
    [
      'perfcmp.config.json, scenarios[0].requests[0].expect: unknown key "statsu"; did you mean status?',
      'perfcmp.config.json, scenarios[0].files.a.text: is missing; it must be text',
      'perfcmp.config.json, scenarios[0].files.a: unknown key "txt"; did you mean text?',
      'perfcmp.config.json, scenarios[0].prepare[0]: unknown key "paht"; did you mean path?',
    ],
  );
});

test('the word for every scenario is no name of one', () => {
  assert.throws(
    () => resolveRun({ positionals: ['node a.js'], flags: {}, file: { scenarios: [{ name: 'all' }] }, env: {} }),
    /config file, scenarios: names a scenario "all"/,
  );
});
