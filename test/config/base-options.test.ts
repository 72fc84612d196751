import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GateFlags } from '../../src/config/flags.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import type { UserGate } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { GateConfig } from '../../src/model/config.js';

interface Given {
  readonly positionals?: readonly string[];
  readonly flags?: GateFlags;
  readonly gate?: UserGate;
  readonly env?: NodeJS.ProcessEnv;
  /** Baseline of `run`, in the file. */
  readonly baseline?: string;
}

function resolved({ positionals = [], flags = {}, gate, env = {}, baseline }: Given): GateConfig {
  const ofRun = { targets: ['express', 'fastify'], ...(baseline === undefined ? {} : { baseline }) };
  return resolveGate({ positionals, flags, file: gate === undefined ? null : { gate, ...ofRun }, env });
}

function problemsOf(given: Given): string[] {
  try {
    resolved(given);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ where, message }) => `${where}: ${message}`);
  }
  return [];
}

const EXPECTED = {
  ref: 'HEAD~1',
  start: { command: 'node server.js', env: {} },
  build: null,
  folder: null,
  rebuild: false,
  buildTimeoutMs: 900_000,
};

test('a command and a ref are base and head, whatever targets the file has', () => {
  const { base, run } = resolved({ positionals: ['node server.js'], flags: { base: 'HEAD~1' }, gate: {} });
  assert.deepEqual(base, EXPECTED);
  assert.deepEqual(
    run.targets.map((target) => target.kind === 'command' && [target.label, target.command]),
    [
      ['base', 'node server.js'],
      ['head', 'node server.js'],
    ],
  );
});

test('the step of a scan of other targets, under either of its names, is not for base and head', () => {
  const given = { positionals: ['node server.js'], flags: { base: 'HEAD~1' }, gate: {} };
  for (const name of ['PERFCMP_PARAMETER_STEP', 'PERFCMP_PARAMETER_STEP_SIZE']) {
    assert.deepEqual(problemsOf({ ...given, env: { [name]: '2' } }), []);
  }
});

test('a baseline of other targets, in file or environment, is none of base and head', () => {
  const given = { positionals: ['node server.js'], flags: { base: 'HEAD~1' }, gate: {} };
  // `head` would turn the comparison round, and nobody here is called fastify.
  for (const baseline of ['fastify', 'head']) {
    assert.equal(resolved({ ...given, baseline }).run.baseline, null);
    assert.equal(resolved({ ...given, env: { PERFCMP_BASELINE: baseline } }).run.baseline, null);
    assert.equal(resolved({ ...given, gate: { baseline } }).run.baseline, null);
  }
});

test('flags, environment and file say the same things', () => {
  const start = 'POOL=4 node server.js';
  const all = { base: 'HEAD~1', start, build: ['npm ci', 'npm run build'], folder: 'api' };
  const expected = {
    ...EXPECTED,
    start: { command: 'node server.js', env: { POOL: '4' } },
    build: ['npm ci', 'npm run build'],
    folder: 'api',
  };
  assert.deepEqual(resolved({ flags: all }).base, expected);
  assert.deepEqual(resolved({ gate: all }).base, expected);
  const env = { PERFCMP_BASE: 'HEAD~1', PERFCMP_START: start, PERFCMP_FOLDER: 'api', PERFCMP_BUILD: 'npm ci' };
  assert.deepEqual(resolved({ env }).base, { ...expected, build: ['npm ci'] });
  assert.equal(resolved({ gate: all, flags: { base: 'main', rebuild: true } }).base?.ref, 'main');
  assert.equal(resolved({ gate: all, flags: { rebuild: true } }).base?.rebuild, true);
});

test('an empty list builds nothing, where no list means what the lock file asks for', () => {
  const gate = { base: 'HEAD~1', start: 'node server.js' };
  assert.equal(resolved({ gate }).base?.build, null);
  assert.deepEqual(resolved({ gate: { ...gate, build: [] } }).base?.build, []);
});

test('two targets on the command line go before a base in the file', () => {
  const { base, run } = resolved({
    positionals: ['a=node a.js', 'b=node b.js'],
    gate: { base: 'main', start: 'node s.js' },
  });
  assert.equal(base, null);
  assert.deepEqual(
    run.targets.map(({ label }) => label),
    ['a', 'b'],
  );
});

for (const [title, given, expected] of [
  ['no command', { flags: { base: 'main' } }, ['--base: needs the command that starts the server']],
  [
    'two commands',
    { positionals: ['node a.js', 'node b.js'], flags: { base: 'main' } },
    ['--base: checks out both targets itself'],
  ],
  [
    'a command in two places',
    { positionals: ['node a.js'], flags: { base: 'main', start: 'node b.js' } },
    ['--start: says the same as "node a.js"'],
  ],
  [
    'a URL',
    { positionals: ['http://127.0.0.1:1/'], flags: { base: 'main' } },
    ['target "http://127.0.0.1:1/": is no command: "http://127.0.0.1:1/"'],
  ],
  [
    'a label',
    { positionals: ['new=node a.js'], flags: { base: 'main' } },
    ['target "new=node a.js": must have no label: "new=node a.js"'],
  ],
  [
    'another baseline',
    { positionals: ['node a.js'], flags: { base: 'main', baseline: 'express' } },
    ['--baseline: cannot be given together with --base, which is the baseline'],
  ],
  [
    'other targets',
    { positionals: ['node a.js'], flags: { base: 'main', targets: 'express' } },
    ['--base: checks out both targets itself'],
  ],
  [
    'a build of targets that are there',
    { positionals: ['node a.js', 'node b.js'], flags: { build: ['npm ci'] } },
    ['--build: belongs to --base'],
  ],
] as const satisfies readonly (readonly [string, Given, readonly string[]])[]) {
  test(`${title} is refused`, () => assert.deepEqual(problemsOf(given), expected));
}

test('a stored run is read from flag and file, and is no second answer beside a base', () => {
  const positionals = ['express', 'app=node server.js'];
  assert.equal(resolved({ positionals }).against, null);
  assert.equal(resolved({ positionals, gate: { against: 'old.json' } }).against, 'old.json');
  assert.equal(resolved({ positionals, flags: { against: 'last' }, gate: { against: 'old.json' } }).against, 'last');
  assert.deepEqual(problemsOf({ positionals: ['node server.js'], flags: { base: 'HEAD~1', against: 'last' } }), [
    '--against: cannot be given together with --base, which measures the old state anew',
  ]);
});

test('of a start that is varied base and head have the one value that is chosen, and none is refused', () => {
  const flags = { base: 'HEAD~1', env: ['POOL={N}'] };
  const given = { positionals: ['SIZE={N} node server.js --threads {T}'], gate: {} };
  const values = ['N=4,8', 'T=a b,2'];
  assert.deepEqual(problemsOf({ ...given, flags: { ...flags, parameterList: values } }), [
    '--parameter-list: parameter "N" has 2 values, and both sides are started alike',
    '--parameter-list: parameter "T" has 2 values, and both sides are started alike',
  ]);
  const { base, run } = resolved({ ...given, flags: { ...flags, parameterList: ['N=8', 'T=2'] } });
  assert.deepEqual(base?.start, { command: 'node server.js --threads 2', env: { SIZE: '8' } });
  assert.deepEqual(
    run.targets.map(({ label, scan }) => [label, scan]),
    ['base', 'head'].map((name) => [name, { of: name, values: { N: '8', T: '2' } }]),
  );
});

test('a parameter of the request makes scenarios of a gate of base and head, too', () => {
  const flags = { base: 'HEAD~1', path: '/items?limit={N}', parameterList: ['N=10,100'] };
  const { run } = resolved({ positionals: ['node server.js'], flags, gate: {} });
  assert.deepEqual(run.scenarios, ['/items?limit=10', '/items?limit=100']);
  assert.equal(run.targets.length, 2);
});
