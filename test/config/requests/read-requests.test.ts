import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { LoadFlags } from '../../../src/config/flags.js';
import { resolveLoad } from '../../../src/config/resolve-load.js';
import type { UserLoad } from '../../../src/config/user-config.js';
import { ConfigError } from '../../../src/errors.js';
import { templateRequests } from '../../../src/load/prepared-requests.js';
import { createCounter } from '../../../src/load/request-numbers.js';
import type { LoadConfig } from '../../../src/model/config.js';
import { seedOfRequests } from '../../../src/model/request-source.js';
import { endpointOf } from '../../helpers/hostile-servers.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-read-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const CSV = file('users.csv', 'id,name\n1,"A ""b"" / é"\n2,C\n');
const NDJSON = file('users.ndjson', '{"id":1,"name":"A","tags":["x"]}\n{"id":2,"name":null,"tags":[]}\n');
const JSON_TYPE = ['Content-Type: application/json'];

function load(flags: LoadFlags, url: string | null = 'http://127.0.0.1:3000/', file: UserLoad = {}): LoadConfig {
  return resolveLoad({ positionals: url === null ? [] : [url], flags, file: { load: file }, env: {} });
}

function problemsOf(...input: Parameters<typeof load>): readonly string[] {
  try {
    load(...input);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

/** The first requests that a configuration makes, as method, path, headers and body. */
function made({ requests }: LoadConfig, count: number): unknown[] {
  assert.ok(requests.kind === 'made');
  const setting = { endpoint: endpointOf(80), closes: false, counter: createCounter() };
  const prepared = templateRequests(requests, setting);
  return Array.from({ length: count }, (_, request) => {
    const { path, headers, body } = prepared.parts(request);
    return [path, headers, body === null ? null : Buffer.from(body).toString('utf8')];
  });
}

test('a value is written as its place demands: path, header, JSON string, JSON value, form, text', () => {
  const header = [...JSON_TYPE, 'X-Id: <{{id}}>'];
  const body = '{"n":"{{name}}","i":{{id}},"q":"\\"{{id}}"}';
  assert.deepEqual(made(load({ data: CSV, path: '/{{name}}?i={{id}}', header, body }), 2), [
    [
      '/A%20%22b%22%20%2F%20%C3%A9?i=1',
      { 'Content-Type': 'application/json', 'X-Id': '<1>' },
      '{"n":"A \\"b\\" / é","i":1,"q":"\\"1"}',
    ],
    ['/C?i=2', { 'Content-Type': 'application/json', 'X-Id': '<2>' }, '{"n":"C","i":2,"q":"\\"2"}'],
  ]);
  const form = load({ data: CSV, header: ['content-type: application/x-www-form-urlencoded'], body: 'n={{name}}' });
  assert.deepEqual(made(form, 1), [
    ['/', { 'content-type': 'application/x-www-form-urlencoded' }, 'n=A%20%22b%22%20%2F%20%C3%A9'],
  ]);
  assert.deepEqual(made(load({ data: CSV, body: 'n={{name}}' }), 1), [['/', {}, 'n=A "b" / é']]);
});

test('values of NDJSON keep their type in JSON', () => {
  const body = '{"n":{{name}},"t":{{tags}},"s":"{{id}} {{name}}"}';
  assert.deepEqual(
    made(load({ data: NDJSON, header: JSON_TYPE, body }), 2).map((request) => (request as unknown[])[2]),
    ['{"n":"A","t":["x"],"s":"1 A"}', '{"n":null,"t":[],"s":"2 "}'],
  );
});

test('a path that is a placeholder takes its value as it is', () => {
  const data = file('paths.csv', 'path\n/a/b?c=d\n');
  assert.deepEqual(made(load({ data, path: '{{path}}' }), 1), [['/a/b?c=d', {}, null]]);
  const bad = file('bad-paths.csv', 'path\nhttp://x/\n');
  assert.deepEqual(problemsOf({ data: bad, path: '{{path}}' }), [
    '--path: {{path}} of line 2 of the data is no path: "http://x/"',
  ]);
});

test('placeholders in the URL are read as they were written', () => {
  const config = load({}, 'http://127.0.0.1:3000/items/{{seq}}?r={{random:7..7}}#x');
  assert.equal(config.name, '/items/{{seq}}?r={{random:7..7}}');
  assert.deepEqual(made(config, 2), [
    ['/items/0?r=7', {}, null],
    ['/items/1?r=7', {}, null],
  ]);
});

test('a body that is no text is sent as it is, whatever looks like a placeholder in it', () => {
  const bytes = Buffer.concat([Buffer.from([0xff]), Buffer.from('{{seq}}')]);
  const { requests } = load({ input: file('body.bin', bytes) });
  assert.ok(requests.kind === 'fixed');
  assert.deepEqual(Buffer.from(requests.requests[0]!.body!), bytes);
});

test('two braces that are meant as such stay, and cost nothing', () => {
  const { requests } = load({ body: "{{'{{'}}x}}" });
  assert.ok(requests.kind === 'fixed');
  assert.equal(Buffer.from(requests.requests[0]!.body!).toString(), '{{x}}');
});

test('several requests have their weights, and the headers of all', () => {
  const { requests, name } = load({ request: ['3 GET /a', 'POST /b'], header: ['X-A: 1'] });
  assert.deepEqual(requests, {
    kind: 'fixed',
    requests: [
      { method: 'GET', path: '/a', headers: { 'X-A': '1' }, body: null, weight: 3 },
      { method: 'POST', path: '/b', headers: { 'X-A': '1' }, body: null },
    ],
  });
  assert.equal(name, '/a');
});

test('a scenario of the config file has weights and what must come back', () => {
  const scenario = {
    name: 'shop',
    requests: [
      { path: '/{{seq}}', weight: 9 },
      { path: '/buy', json: { n: 1 }, weight: '1' },
    ],
    expect: { status: 201 },
  };
  const config = load({}, undefined, { scenario });
  assert.deepEqual(
    config.requests.requests.map(({ method, weight }) => [method, weight]),
    [
      ['GET', 9],
      ['POST', 1],
    ],
  );
  assert.deepEqual([config.name, config.expect.status], ['shop', [{ from: 201, to: 201 }]]);
  assert.deepEqual(
    problemsOf({}, undefined, { scenario: { ...scenario, requests: [{ weight: 0 }, { weight: 'x' }] } }),
    [
      'config file, load.scenario.requests[0].weight: must be a whole number from 1 to 10000, got "0"',
      'config file, load.scenario.requests[1].weight: must be a whole number from 1 to 10000, got "x"',
    ],
  );
});

test('a header of a request of the file is stronger than one for all of them, and a typed one than both', () => {
  const scenario = { name: 'shop', headers: { 'X-A': 'own', 'X-B': 'own' } };
  const headers = { 'x-a': 'all', 'x-b': 'all', 'x-c': 'all' };
  assert.deepEqual(load({ header: ['X-a: typed'] }, undefined, { scenario, headers }).requests.requests[0]?.headers, {
    'x-c': 'all',
    'X-B': 'own',
    'X-a': 'typed',
  });
  assert.deepEqual(problemsOf({ header: ['none'] }, undefined, { scenario, headers }), [
    '-H/--header: must be "Name: value", got "none"',
  ]);
});

test('checks that are typed replace those of the scenario of the file; there only one of the two may be', () => {
  const scenario = { name: 'shop', path: '/a', expect: { status: 201, contains: 'a' } };
  const { expect } = load({ expectStatus: '204' }, undefined, { scenario });
  assert.deepEqual([expect.status, expect.checks], [[{ from: 204, to: 204 }], undefined]);
  assert.deepEqual(load({}, undefined, { scenario: { name: 'shop' }, expectStatus: 404 }).expect.status, [
    { from: 404, to: 404 },
  ]);
  assert.deepEqual(problemsOf({}, undefined, { scenario, expectSize: 3 }), [
    'config file, load.expectSize: cannot be given together with config file, load.scenario.expect',
  ]);
});

test('the seed is worth telling only where something is drawn at random', () => {
  const seedOf = (flags: LoadFlags): number | null => seedOfRequests(load({ ...flags, seed: '5' }).requests);
  assert.deepEqual(
    ['/a', '/{{seq}}'].map((path) => seedOf({ path })),
    [null, null],
  );
  assert.deepEqual(
    ['/{{uuid}}', '/{{random:1..3}}', '/{{random:a|b}}'].map((path) => seedOf({ path })),
    [5, 5, 5],
  );
  assert.equal(seedOf({ data: CSV, path: '/{{id}}' }), null);
  assert.equal(seedOf({ hook: file('drawing.mjs', 'export const request = () => ({});') }), 5);
});

test('weights that have no short round are refused by the name of their option, and once', () => {
  const why = 'has weights whose smallest round is 19999 requests long: take rounder ones, at most 10000';
  assert.deepEqual(problemsOf({ request: ['9999 GET /a', '10000 GET /b'] }), [`--request: ${why}`]);
  const requests = [{ weight: 9999 }, { weight: 10_000 }];
  assert.deepEqual(problemsOf({}, undefined, { scenario: { name: 'shop', requests } }), [
    `config file, load.scenario.requests: ${why}`,
  ]);
});

test('a targets file may name the URL, and every target is for its origin', () => {
  const targetsFile = file('targets.txt', 'GET http://127.0.0.1:3000/a/{{seq}}\nX-A: 1\n\nGET /b\n');
  const config = load({ targetsFile, header: ['x-a: 2'] }, null);
  assert.equal(config.url, 'http://127.0.0.1:3000/');
  assert.deepEqual(made(config, 2), [
    ['/a/0', { 'x-a': '2' }, null],
    ['/b', { 'x-a': '2' }, null],
  ]);
  assert.deepEqual(problemsOf({ targetsFile }, 'http://localhost:3000/'), [
    `${targetsFile}, line 1: is for http://127.0.0.1:3000, and the load goes to http://localhost:3000`,
  ]);
  assert.deepEqual(problemsOf({ targetsFile: '/nowhere/t' }, null), [
    '--targets-file: cannot read "/nowhere/t" (ENOENT)',
  ]);
});

test('of a recording the requests for the origin are sent as they are, and the others are counted', () => {
  const entries = ['http://127.0.0.1:3000/a', 'https://cdn.test/x', 'http://127.0.0.1:3000/b?q={{x}}'].map((url) => ({
    request: { method: 'POST', url, headers: [], postData: { mimeType: 'text/plain', text: '{{no}}' } },
  }));
  const har = file('r.har', JSON.stringify({ log: { entries } }));
  const { requests, notes } = load({ har });
  assert.ok(requests.kind === 'fixed');
  assert.deepEqual(
    requests.requests.map(({ path, body }) => [path, Buffer.from(body!).toString()]),
    [
      ['/a', '{{no}}'],
      ['/b?q={{x}}', '{{no}}'],
    ],
  );
  assert.deepEqual(notes, [`${har}: 2 requests are for http://127.0.0.1:3000, 1 skipped`]);
  assert.deepEqual(problemsOf({ har }, 'http://127.0.0.1:9/'), [
    `${har}: has no request for http://127.0.0.1:9, but for http://127.0.0.1:3000 (2), https://cdn.test (1)`,
  ]);
  assert.deepEqual(problemsOf({ har, data: CSV }), ['--data: fills placeholders, which recorded requests do not have']);
});

test('what excludes each other is refused, a line each', () => {
  assert.deepEqual(problemsOf({ request: ['GET /'], har: 'x', method: 'POST', path: '/a' }), [
    '--har: cannot be given together with --request',
    '--path: cannot be given together with --request',
    '-m/--method: cannot be given together with --request',
  ]);
  assert.deepEqual(problemsOf({ body: 'x', form: ['a=b'] }), ['--form: cannot be given together with -b/--body']);
  assert.deepEqual(problemsOf({ form: ['a=b'], header: ['Content-Type: x/y'] }), [
    'header Content-Type: is the form itself to say, with its boundary',
  ]);
  assert.deepEqual(problemsOf({ request: ['GET /'] }, 'http://127.0.0.1:3000/a'), [
    'URL: has a path, and the requests have paths of their own',
  ]);
  assert.deepEqual(problemsOf({ request: ['10000 GET /a', '9999 GET /b'] }).length, 1);
});

test('of options in different places the stronger wins', () => {
  assert.equal(load({ path: '/typed' }, undefined, { scenario: { name: 'of the file' } }).name, '/typed');
  assert.equal(load({ request: ['GET /typed'] }, undefined, { path: '/file', har: 'nowhere.har' }).name, '/typed');
});

test('what is wrong with placeholders or data is told once, with its place', () => {
  assert.deepEqual(problemsOf({ data: CSV, path: '/{{nmae}}', header: ['X: {{ID}}'], body: '{{' }), [
    '--path: has an unknown placeholder {{nmae}}',
    'header X: has an unknown placeholder {{ID}}',
    '-b/--body: has {{ without a placeholder behind it',
  ]);
  assert.deepEqual(problemsOf({ data: '/nowhere.csv', path: '/{{id}}' }), [
    '--data: cannot read "/nowhere.csv" (ENOENT)',
  ]);
  assert.deepEqual(problemsOf({ data: CSV }), ['--data: fills placeholders, and there are none']);
  const broken = file('broken.csv', 'id,v\n1,"a\nb"\n');
  assert.deepEqual(problemsOf({ data: broken, header: ['X: {{v}}'] }), [
    'header X: {{v}} of line 2 of the data does not fit into a header: "a\\nb"',
  ]);
  const sparse = file('sparse.ndjson', '{"a":1}\n{"b":2}\n');
  assert.deepEqual(problemsOf({ data: sparse, path: '/{{a}}' }), ['--path: {{a}} is not in line 2 of the data']);
});

test('a hook is a module that is there; TypeScript needs tsx beside it', () => {
  const hook = file('hook.mjs', '');
  const { requests } = load({ hook, data: CSV });
  assert.ok(requests.kind === 'made');
  assert.deepEqual(requests.hook?.records, [
    { id: '1', name: 'A "b" / é' },
    { id: '2', name: 'C' },
  ]);
  assert.deepEqual(problemsOf({ hook: '/nowhere.mjs' }), ['--hook: no such file: "/nowhere.mjs"']);
  assert.match(problemsOf({ hook: CSV })[0] ?? '', /^--hook: must be a \.js, \.mjs or \.ts file/);
});

test('a hook in TypeScript is read by tsx, where that is installed', { skip: 'typescript' in process.features }, () => {
  const hook = file('hook.ts', '');
  assert.deepEqual(problemsOf({ hook }), [`--hook: "${hook}" is TypeScript, which needs tsx`]);
  const tsx = join(folder, 'node_modules/tsx');
  mkdirSync(tsx, { recursive: true });
  const exports = { './esm/api': { import: './api.mjs', require: './api.cjs' } };
  writeFileSync(join(tsx, 'package.json'), JSON.stringify({ name: 'tsx', exports }));
  for (const name of ['api.mjs', 'api.cjs']) writeFileSync(join(tsx, name), '');
  const { requests } = load({ hook });
  assert.ok(requests.kind === 'made');
  assert.equal(requests.hook?.tsxUrl, pathToFileURL(join(tsx, 'api.mjs')).href);
});
