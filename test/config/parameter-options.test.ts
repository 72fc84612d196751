import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { type RunInput, resolveRun } from '../../src/config/resolve-run.js';
import { requestName } from '../../src/config/target-request.js';
import { ConfigError } from '../../src/errors.js';
import { requestLines } from '../../src/model/request-source.js';

const SERVER = 'node app.js --threads {T}';

function input(positionals: readonly string[], flags: RunFlags, file: RunInput['file'] = null): RunInput {
  return { positionals, flags, file, fileName: 'f.json', env: {} };
}

function problemsOf(...args: Parameters<typeof input>): readonly string[] {
  try {
    resolveRun(input(...args));
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

/** What each target is called, and what it would run. */
function targetsOf(...args: Parameters<typeof input>): string[] {
  return resolveRun(input(...args)).targets.map((request) => {
    const what = 'url' in request ? request.url : requestName({ ...request, label: null });
    return request.label === null ? what : `${request.label} -> ${what}`;
  });
}

test('each value is a target that is named for it', () => {
  assert.deepEqual(targetsOf([SERVER], { parameterList: ['T=1,2'] }), [
    'node app.js --threads 1',
    'node app.js --threads 2',
  ]);
  assert.deepEqual(targetsOf([`app=${SERVER}`], { parameterList: ['T=1,2'] }), [
    'app T=1 -> node app.js --threads 1',
    'app T=2 -> node app.js --threads 2',
  ]);
  assert.deepEqual(targetsOf([`app-{T}=${SERVER}`], { parameterList: ['T=1,2'] }), [
    'app-1 -> node app.js --threads 1',
    'app-2 -> node app.js --threads 2',
  ]);
  assert.deepEqual(targetsOf(['http://127.0.0.1:300{N}/a'], { parameterScan: ['N=1:2'] }), [
    '127.0.0.1:3001/a -> http://127.0.0.1:3001/a',
    '127.0.0.1:3002/a -> http://127.0.0.1:3002/a',
  ]);
});

test('a parameter of a variable is a part of the name, as nothing else shows it', () => {
  const flags = { parameterList: ['POOL=4,8'], env: ['DB_POOL={POOL}'] };
  const { targets } = resolveRun(input(['express', 'old=node old.js'], flags));
  assert.deepEqual(
    targets.map(({ label, scan }) => [label, scan?.of, scan?.values]),
    [
      ['express POOL=4', 'express', { POOL: '4' }],
      ['express POOL=8', 'express', { POOL: '8' }],
      ['old POOL=4', 'old', { POOL: '4' }],
      ['old POOL=8', 'old', { POOL: '8' }],
    ],
  );
  const before = resolveRun(input(['POOL={POOL} node a.js'], { parameterList: ['POOL=4,8'] }));
  assert.deepEqual(
    before.targets.map((request) => ['env' in request && request.env, request.label]),
    [
      [{ POOL: '4' }, 'node a.js POOL=4'],
      [{ POOL: '8' }, 'node a.js POOL=8'],
    ],
  );
});

test('several parameters make all combinations, and a target that uses none stays one', () => {
  const flags = { parameterList: ['T=1,2'], parameterScan: ['M=0:1'], parameterStep: '0.5' };
  assert.deepEqual(targetsOf(['old=node old.js', 'new=node new.js {T} {M}'], flags), [
    'old -> node old.js',
    ...['1', '2'].flatMap((t) => ['0.0', '0.5', '1.0'].map((m) => `new T=${t} M=${m} -> node new.js ${t} ${m}`)),
  ]);
});

test('numbers of a scan have the decimals that they were written with, and reach their end', () => {
  const values = (scan: string, parameterStep?: string) =>
    targetsOf(['node a.js {T}'], { parameterScan: [scan], ...(parameterStep && { parameterStep }) }).map((name) =>
      name.replace('node a.js ', ''),
    );
  assert.deepEqual(values('T=1:3'), ['1', '2', '3']);
  assert.deepEqual(values('T=-1:1'), ['-1', '0', '1']);
  assert.deepEqual(values('T=0.1:0.3', '0.1'), ['0.1', '0.2', '0.3']);
  assert.deepEqual(values('T=1:10', '4'), ['1', '5', '9']);
});

test('a comma behind a backslash belongs to its value', () => {
  assert.deepEqual(targetsOf(['node a.js {T}'], { parameterList: ['T=1\\,2,3'] }), ['node a.js 1,2', 'node a.js 3']);
});

test('braces of the shell and of templates are nobody’s parameters', () => {
  const others = `$${'{T}'} {{T}} {port}`;
  assert.deepEqual(targetsOf([`node a.js {T} ${others}`], { parameterList: ['T=1'] }), [`node a.js 1 ${others}`]);
});

test('a parameter of the request makes scenarios, which all targets are asked', () => {
  const flags = { path: '/items?limit={N}', parameterList: ['N=10,100'] };
  const { scenarios, ownScenarios, targets, request } = resolveRun(input(['node a.js', 'node b.js'], flags));
  assert.equal(targets.length, 2);
  assert.deepEqual(scenarios, ['/items?limit=10', '/items?limit=100']);
  assert.deepEqual(
    ownScenarios.flatMap(({ source }) => requestLines(source)),
    [
      { method: 'GET', path: '/items?limit=10' },
      { method: 'GET', path: '/items?limit=100' },
    ],
  );
  assert.equal(request.path, '/items?limit=10', 'where a command has to answer to be ready');
  const ofBody = resolveRun(input(['node a.js'], { path: '/a', body: '{"n":{N}}', parameterList: ['N=1,2'] }));
  assert.deepEqual(ofBody.scenarios, ['/a N=1', '/a N=2']);
  const [source] = ofBody.ownScenarios.map((one) => one.source);
  assert.equal(source?.kind === 'fixed' && Buffer.from(source.requests[0]?.body ?? []).toString(), '{"n":1}');
});

test('a config file has them as lists or from one number to another, and what is typed replaces them', () => {
  const file = { targets: ['a=node a.js {T}'], parameters: { T: [1, 'two'] } };
  assert.deepEqual(targetsOf([], {}, file), ['a T=1 -> node a.js 1', 'a T=two -> node a.js two']);
  const scan = { ...file, parameters: { T: { from: 1, to: 2, step: 0.5 } } };
  assert.deepEqual(
    targetsOf([], {}, scan).map((name) => name.slice(0, 7)),
    ['a T=1.0', 'a T=1.5', 'a T=2.0'],
  );
  assert.deepEqual(targetsOf([], { parameterList: ['T=9'] }, file), ['a T=9 -> node a.js 9']);
});

test('a parameter in what cannot be told to a target does not make several of it', () => {
  const flags = { parameterList: ['N=1,2'], env: ['POOL={N}'], prepare: ['make {N}'] };
  const url = 'http://127.0.0.1:3000/';
  assert.deepEqual(targetsOf([url, 'compose:web', 'a=node a.js'], flags), [
    url,
    ...['1', '2'].map((N) => `compose:web N=${N} -> compose:web`),
    ...['1', '2'].map((N) => `a N=${N} -> node a.js`),
  ]);
  assert.deepEqual(targetsOf(['docker:app:1'], { parameterList: ['N=1,2'], prepare: ['make {N}'] }), ['docker:app:1']);
  const file = { targets: [{ image: 'shop:{T}' }], parameters: { T: [1, 2] } };
  assert.deepEqual(targetsOf([], {}, file), ['docker:shop:1', 'docker:shop:2']);
});

test('parameters of a file need not be used by other targets than its own', () => {
  const file = { targets: ['node a.js {T}'], parameters: { T: [1, 2] }, cwd: 'packages/{T}' };
  assert.deepEqual(targetsOf(['express', 'b=node b.js'], {}, file), [
    'express',
    ...['1', '2'].map((T) => `b T=${T} -> node b.js`),
  ]);
  assert.deepEqual(problemsOf(['node b.js {U}'], {}, file), ['target "node b.js {U}": {U} is no parameter']);
  const own = { targets: ['node a.js'], parameters: { T: [1, 2] } };
  assert.deepEqual(problemsOf([], {}, own), ['f.json, parameters.T: parameter "T" is used nowhere']);
});

test('who asks for all beside a file that varies its own server gets all as they are', () => {
  const file = { parameters: { N: [4, 8] }, env: { POOL: '{N}', LOG: 'off' }, prepare: 'make {N}' };
  assert.deepEqual(targetsOf(['all', 'app=node app.js'], {}, file), [
    'all',
    ...['4', '8'].map((N) => `app N=${N} -> node app.js`),
  ]);
  assert.deepEqual(targetsOf([], {}, file), ['default']);
  const { launching } = resolveRun(input(['all'], {}, file));
  assert.deepEqual(
    launching?.env.map(({ value, parameters }) => [value[0], parameters]),
    [
      ['POOL', ['N']],
      ['LOG', undefined],
    ],
  );
  const typed = problemsOf(['all'], { env: ['POOL={N}'] }, file);
  assert.match(typed.join(), /^target "all": "all" stands for several targets/);
});

test('a scan that cannot be meant is refused with what is wrong', () => {
  const rows: [Parameters<typeof input>, string][] = [
    [[['node a.js'], { parameterList: ['T=1'] }], '--parameter-list: parameter "T" is used nowhere'],
    [[['node a.js {T} {U}'], { parameterList: ['T=1'] }], 'target "node a.js {T} {U}": {U} is no parameter'],
    [[['node a.js {T}'], { parameterList: ['T=1'], env: ['X={V}'] }], '--env: {V} is no parameter'],
    [[['node a.js {T}'], { parameterList: ['T='] }], '--parameter-list: parameter "T" has no values'],
    [[['node a.js {T}'], { parameterList: ['T=1,1'] }], '--parameter-list: parameter "T" has the value "1" twice'],
    [[['node a.js {T}'], { parameterList: ['T=1', 'T=2'] }], '--parameter-list: parameter "T" is given twice'],
    [[['node a.js {port}'], { parameterList: ['port=1'] }], '--parameter-list: {port} is filled by perfcmp itself'],
    [
      [['node a.js {T}'], { parameterScan: ['T=a:b'] }],
      '-P/--parameter-scan: must be a name and two numbers, got "T a b"',
    ],
    [
      [['node a.js {T}'], { parameterScan: ['T=3:1'] }],
      '-P/--parameter-scan: parameter "T" goes from 3 to 1, which is no value',
    ],
    [
      [['node a.js {T}'], { parameterScan: ['T=1:2'], parameterStep: '0' }],
      '-P/--parameter-scan: needs a step above 0, got "0"',
    ],
    [[['node a.js {T}'], { parameterScan: ['T=1:99'] }], '-P/--parameter-scan: makes 99 targets, and 32 are the most'],
    [[['a'], { parameterStep: '2' }], '-D/--parameter-step: is of a --parameter-scan'],
    [
      [['default'], { parameterList: ['T=1,2'], env: ['X={T}'] }],
      'target "default": "default" stands for several targets, which a scan would vary all at once',
    ],
    [
      [['node a.js {T}'], { parameterList: ['T=1,2'], path: '/{T}' }],
      '--parameter-list: parameter "T" is both in a target and in the request',
    ],
  ];
  for (const [args, problem] of rows)
    assert.ok(problemsOf(...args).includes(problem), `${problem}: ${problemsOf(...args)}`);
});
