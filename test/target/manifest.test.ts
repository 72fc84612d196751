import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONTRACT_ENDPOINTS } from '../../src/contract/endpoints.js';
import { ConfigError } from '../../src/errors.js';
import { ENDPOINT_NAMES } from '../../src/model/endpoint-names.js';
import { discoverTargets, findTargets } from '../../src/target/discover.js';
import { parseManifest } from '../../src/target/manifest.js';
import { targetsRoot } from '../../src/target/targets-root.js';

function problemsOf(json: unknown): string[] {
  try {
    parseManifest(json, '/targets/tiny');
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map((problem) => `${problem.where}: ${problem.message}`);
  }
  return [];
}

test('every default is filled in', () => {
  assert.deepEqual(parseManifest({ name: 'tiny', title: 'Tiny', start: ['node', 'x.js'] }, '/targets/tiny'), {
    name: 'tiny',
    title: 'Tiny',
    folder: '/targets/tiny',
    sources: [],
    build: [],
    buildTimeoutMs: 900_000,
    reuse: [],
    start: ['node', 'x.js'],
    env: {},
    healthPath: '/health',
    readyTimeoutMs: 20_000,
    requires: [],
    implements: [],
    severalWorkers: [],
    warmup: null,
    version: { kind: 'runtime' },
    role: null,
  });
});

test('steps, sources and tools are brought into shape', () => {
  const manifest = parseManifest(
    {
      name: 'tiny',
      title: 'Tiny',
      start: ['java', '-jar', 'x.jar'],
      build: [
        ['npm', 'ci'],
        ['npm', 'run', 'build'],
      ],
      sources: ['../test', '../package.json'],
      requires: [
        { name: 'java', minVersion: '17' },
        { name: 'mvn', hint: 'apt install maven' },
      ],
      version: { kind: 'npm', package: 'express' },
    },
    join(process.cwd(), 'tiny'),
  );
  assert.deepEqual(manifest.build, [{ command: ['npm', 'ci'] }, { command: ['npm', 'run', 'build'] }]);
  assert.deepEqual(manifest.sources, [join(process.cwd(), 'test'), join(process.cwd(), 'package.json')]);
  assert.deepEqual(manifest.requires, [
    { name: 'java', minVersion: '17', hint: null },
    { name: 'mvn', minVersion: null, hint: 'apt install maven' },
  ]);
});

test('all problems are told at once, each with its place', () => {
  const problems = problemsOf({
    name: 'Not Good',
    start: [],
    build: [['npm', 'ci'], ['']],
    readyTimeoutMs: 'long',
    healthPath: 'health',
    prot: 80,
    requires: [{ name: 'go', minVersion: '1.x', version: 2 }],
  });
  assert.deepEqual(
    problems.map((problem) => problem.split(': ')[0]?.replace('/targets/tiny/target.json ', '')).sort(),
    [
      'build[1][0]',
      'healthPath',
      'name',
      'prot',
      'readyTimeoutMs',
      'requires[0].minVersion',
      'requires[0].version',
      'start',
      'title',
    ],
  );
  assert.ok(problems.includes('/targets/tiny/target.json prot: unknown field'));
  assert.ok(problems.includes('/targets/tiny/target.json start: must name a program'));
  assert.ok(problems.includes('/targets/tiny/target.json title: is missing: must be text'));
  assert.ok(problems.includes('/targets/tiny/target.json readyTimeoutMs: must be a number, got "long"'));
  assert.ok(problems.includes('/targets/tiny/target.json healthPath: must start with "/", got "health"'));
});

test('a warm-up has a most that its least, by the clock and in CPU time, does not pass', () => {
  const told = (warmup: object): string[] =>
    problemsOf({ name: 'tiny', title: 'Tiny', start: ['java'], warmup }).map(
      (one) => one.split('target.json ')[1] ?? '',
    );
  assert.deepEqual(told({ minMs: 1000, maxMs: 30_000, minCpuMs: 30_000 }), []);
  assert.deepEqual(told({ minMs: 1000, maxMs: 500 }), ['warmup: must have a minMs of at most maxMs']);
  assert.match(
    told({ minMs: 1000, maxMs: 2000, minCpuMs: 3000 }).join(),
    /^warmup: must have a minCpuMs of at most maxMs/,
  );
  assert.match(told({ minMs: 1000, maxMs: 2000, minCpuMs: 0 }).join(), /^warmup\.minCpuMs: /);
});

test('sources must lie beside the target, and be there', () => {
  const sources = ['../shared', '../../elsewhere', '.', 'own', '..'];
  const problems = problemsOf({ name: 'tiny', title: 'Tiny', start: ['node'], sources });
  assert.deepEqual(
    problems.map((problem) => problem.split('target.json ')[1]),
    [
      'sources[0]: no such file or folder: got "../shared"',
      ...['../../elsewhere', '.', 'own', '..'].map(
        (source, index) => `sources[${index + 1}]: must lie beside the target's folder: got "${source}"`,
      ),
    ],
  );
});

test('endpoints are known by name, and what several workers share is implemented', () => {
  const json = {
    name: 'tiny',
    title: 'Tiny',
    start: ['node'],
    implements: ['json', 'plain-text'],
    severalWorkers: ['json', 'stats', 'jsn'],
    reuse: ['target', '../target', '/target', '.'],
    startt: ['node'],
  };
  assert.throws(
    () => parseManifest(json, '/targets/tiny'),
    (error) => {
      assert.ok(error instanceof ConfigError, String(error));
      const told = error.problems.map(({ where, message, hint }) => [where.split('target.json ')[1], message, hint]);
      const inside = (got: string) => `must be a folder within the target, such as "target", got "${got}"`;
      assert.deepEqual(told, [
        ['reuse[1]', inside('../target'), undefined],
        ['reuse[2]', inside('/target'), undefined],
        ['reuse[3]', inside('.'), undefined],
        ['startt', 'unknown field', 'did you mean start?'],
        ['implements[1]', 'no endpoint of the contract: got "plain-text"', 'did you mean plaintext?'],
        ['severalWorkers[2]', 'no endpoint of the contract: got "jsn"', 'did you mean json?'],
        ['severalWorkers[1]', '"stats" is not in implements', 'name it there as well'],
      ]);
      return true;
    },
  );
});

test('the endpoints a manifest may name are those of the contract', () => {
  assert.deepEqual(
    CONTRACT_ENDPOINTS.map(({ name }) => name),
    [...ENDPOINT_NAMES],
  );
});

function addTarget(root: string, folder: string, json: object | string): void {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'target.json'), typeof json === 'string' ? json : JSON.stringify(json));
}

test('targets are the folders with a target.json, in the order of their names', async () => {
  const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  for (const name of ['zeta', 'beta']) addTarget(root, name, { name, title: name, start: ['node'] });
  mkdirSync(join(root, 'shared'));
  assert.deepEqual(
    (await discoverTargets(root)).map(({ name, folder }) => [name, folder]),
    ['beta', 'zeta'].map((name) => [name, join(root, name)]),
  );
  addTarget(root, 'again/zeta', { name: 'zeta', title: 'Again', start: ['node'] });
  addTarget(root, 'beta', '{\n  "name": "beta" "title": "Beta" }');
  const { broken } = await findTargets([root, join(root, 'again')]);
  const [first, second, ...more] = broken.flatMap(({ problems }) => problems.map(({ message }) => message));
  assert.match(first ?? '', /^is not JSON: .* in line 2, column 18$/);
  assert.equal(second, `"zeta" is already the name of ${join(root, 'zeta')}`);
  assert.deepEqual(more, []);
  await assert.rejects(discoverTargets(root), /is not JSON/);
  rmSync(root, { recursive: true });
});

test('a name that is not the folder’s is told with both, beside whatever else is wrong', async () => {
  const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  addTarget(root, 'mine', { name: 'other', title: '', start: ['node'] });
  const { manifests, broken } = await findTargets([root]);
  assert.deepEqual(manifests, []);
  assert.deepEqual(
    broken.map(({ names, problems }) => [names, problems.map(({ message, hint }) => `${message} (${hint})`)]),
    [
      [
        ['mine', 'other'],
        [
          'must be the folder\'s, "mine": got "other" (write "mine", or rename the folder to "other")',
          'must not be empty, got "" (undefined)',
        ],
      ],
    ],
  );
  rmSync(root, { recursive: true });
});

test('folders without a target.json are known, but for those that targets share', async () => {
  const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  for (const folder of ['forgotten', 'shared', '.git', 'node_modules']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'file.txt'), '');
  addTarget(root, 'mine', { name: 'mine', title: 'Mine', start: ['node'], sources: ['../shared'] });
  assert.deepEqual((await findTargets([root])).others, [join(root, 'forgotten')]);
  rmSync(root, { recursive: true });
});

test('the bundled targets lie beside the package.json of this package', async () => {
  assert.equal(targetsRoot(), join(process.cwd(), 'targets'));
  assert.ok(Array.isArray(await discoverTargets()));
});
