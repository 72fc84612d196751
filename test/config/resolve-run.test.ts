import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { type RunInput, resolveRun } from '../../src/config/resolve-run.js';
import { resolveTargetOptions } from '../../src/config/target-options.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import { REPORT_FORMATS } from '../../src/model/config.js';
import { fixedSource } from '../../src/model/request-source.js';

const NOTHING: RunInput = { positionals: [], flags: {}, file: null, env: {} };

function problemsOf(input: Partial<RunInput>): readonly string[] {
  try {
    resolveRun({ ...NOTHING, ...input });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

test('run without a word gets every default', () => {
  assert.deepEqual(resolveRun(NOTHING), {
    preset: null,
    targets: [{ kind: 'word', label: null, word: 'default', env: {} }],
    targetsDirs: [],
    rebuild: false,
    baseline: null,
    scenarios: null,
    ownScenarios: [],
    request: { method: 'GET', headers: {}, body: null, path: null },
    expectStatus: [{ from: 200, to: 399 }],
    healthPath: null,
    readyTimeoutMs: 30_000,
    generator: {
      connections: 64,
      pipelining: 1,
      threads: 1,
      engine: 'auto',
      timeoutMs: 2000,
      connectTimeoutMs: 5000,
      requestsPerConnection: null,
    },
    launches: 5,
    stopping: null,
    blocks: 12,
    fewestBlocks: 6,
    sliceMs: null,
    durationMs: null,
    warmupMs: 2000,
    isWarmupAsked: false,
    ownWarmupMs: null,
    workers: 1,
    pin: false,
    mode: 'auto',
    loops: { kind: 'closed' },
    quick: false,
    seed: null,
    margins: { throughput: 0.02, 'latency.p50': 0.05, 'latency.p99': 0.1, cpuPerRequest: 0.05 },
    dryRun: false,
    output: { format: 'text', files: [], quiet: false },
  });
});

test('a flag beats the environment, which beats the file, which beats the default', () => {
  const file = { connections: 30, seed: 3, launches: 3, blocks: 3 };
  const env = { PERFCMP_CONNECTIONS: '20', PERFCMP_SEED: '2', PERFCMP_LAUNCHES: '' };
  const config = resolveRun({ ...NOTHING, flags: { connections: '10' }, env, file });
  assert.deepEqual(
    [config.generator.connections, config.seed, config.launches, config.blocks, config.generator.threads],
    [10, 2, 3, 3, 1],
  );
});

test('quick means fewer launches and a short warm-up, unless they are given', () => {
  const quick = resolveRun({ ...NOTHING, flags: { quick: true } });
  assert.deepEqual([quick.quick, quick.launches, quick.warmupMs, quick.fewestBlocks], [true, 2, 1500, 3]);
  assert.equal(quick.ownWarmupMs, 8000, 'what targets need beyond is cut');
  const given = resolveRun({ ...NOTHING, flags: { quick: true, launches: '3', warmup: '4s' } });
  assert.deepEqual([given.launches, given.warmupMs], [3, 4000]);
  assert.equal(resolveRun({ ...NOTHING, env: { PERFCMP_QUICK: '1' } }).quick, true);
});

test('positionals and --targets add up, and replace the targets of the file', () => {
  const file = { targets: ['koa', { label: 'mine', command: 'node a.js' }] };
  const words = (input: Partial<RunInput>) =>
    resolveRun({ ...NOTHING, file, ...input }).targets.map((target) =>
      target.kind === 'word' ? target.word : (target.label ?? target.kind),
    );
  assert.deepEqual(words({}), ['koa', 'mine']);
  assert.deepEqual(words({ positionals: ['http://a/'], flags: { targets: 'express, all' } }), [
    'url',
    'express',
    'all',
  ]);
  assert.deepEqual(words({ env: { PERFCMP_TARGETS: 'nest' } }), ['nest']);
});

test('the request is made of method, headers, body and path; a body alone is a POST', () => {
  const file = { headers: { accept: 'text/html', 'X-A': '1' } };
  const flags = { body: 'hi', path: '/x?y=1', header: ['Accept: */*', 'X-B: 2'] };
  assert.deepEqual(resolveRun({ ...NOTHING, flags, file }).request, {
    method: 'POST',
    headers: { Accept: '*/*', 'X-A': '1', 'X-B': '2' },
    body: new TextEncoder().encode('hi'),
    path: '/x?y=1',
  });
  assert.equal(resolveRun({ ...NOTHING, flags: { body: 'hi', method: 'put' } }).request.method, 'PUT');
});

test('duration and blocks are two ways to say how long: the stronger source wins', () => {
  const of = (input: Partial<RunInput>) => {
    const { durationMs, blocks } = resolveRun({ ...NOTHING, ...input });
    return [durationMs, blocks];
  };
  assert.deepEqual(of({ flags: { duration: '30s' } }), [30_000, 12]);
  assert.deepEqual(of({ flags: { duration: '30s' }, file: { blocks: 5 } }), [30_000, 12]);
  assert.deepEqual(of({ flags: { blocks: '5' }, file: { duration: '30s' } }), [null, 5]);
  assert.deepEqual(problemsOf({ flags: { blocks: '5', duration: '30s' } }), [
    '--blocks: cannot be given together with -d/--duration',
  ]);
});

test('margins are set metric by metric, a single number is throughput', () => {
  const file = { margins: { 'latency.p99': 0.2, cpuPerRequest: '30%' } };
  assert.deepEqual(
    resolveRun({ ...NOTHING, file, flags: { margin: ['3%', 'latency.p50=0.1,cpuPerRequest=8%'] } }).margins,
    {
      throughput: 0.03,
      'latency.p50': 0.1,
      'latency.p99': 0.2,
      cpuPerRequest: 0.08,
    },
  );
});

test('scenarios of the file take part; --scenario picks by name', () => {
  const file = {
    scenarios: [
      'json',
      {
        name: 'login',
        path: '/login',
        json: { user: 'a' },
        expect: { status: 200, json: { ok: true } },
        env: { A: '1' },
      },
    ],
  };
  const config = resolveRun({ ...NOTHING, file });
  assert.deepEqual(config.scenarios, ['json', 'login']);
  assert.deepEqual(config.ownScenarios, [
    {
      name: 'login',
      source: fixedSource([
        {
          method: 'POST',
          path: '/login',
          headers: { 'Content-Type': 'application/json' },
          body: new TextEncoder().encode('{"user":"a"}'),
        },
      ]),
      expect: {
        status: [{ from: 200, to: 200 }],
        body: { kind: 'json', contains: { ok: true } },
        mediaType: null,
      },
      env: { A: '1' },
    },
  ]);
  assert.deepEqual(resolveRun({ ...NOTHING, file, flags: { scenario: ['login,text'] } }).scenarios, ['login', 'text']);
});

test('a scenario of the file may expect headers, parts of a body and its size', () => {
  const expect = {
    header: 'ETag',
    contains: ['a'],
    paths: { 'user.roles[0]': 'admin', next: null },
    size: '1k:',
  };
  const [own] = resolveRun({ ...NOTHING, file: { scenarios: [{ name: 'own', expect }] } }).ownScenarios;
  assert.deepEqual(own?.expect.checks, [
    { kind: 'header', name: 'ETag', value: null },
    { kind: 'contains', text: 'a' },
    { kind: 'json', path: 'user.roles[0]', steps: ['user', 'roles', 0], equals: 'admin' },
    { kind: 'json', path: 'next', steps: ['next'], equals: null },
    { kind: 'size', leastBytes: 1000, mostBytes: null },
  ]);
});

test('output files are repeatable and may be joined with commas', () => {
  assert.deepEqual(resolveRun({ ...NOTHING, flags: { format: 'json', output: ['a.md,b.csv', 'wrk=c'] } }).output, {
    format: 'json',
    files: [
      { format: 'markdown', path: 'a.md' },
      { format: 'csv', path: 'b.csv' },
      { format: 'wrk', path: 'c' },
    ],
    quiet: false,
  });
});

test('an output in a format for CI is named, JUnit by its extension too', () => {
  const flags = { output: ['report.xml,github-benchmark-bigger=b.json', 'bencher=c.json'], ci: false };
  const { files, ci } = resolveRun({ ...NOTHING, flags }).output;
  assert.deepEqual(
    files.map(({ format }) => format),
    ['junit', 'github-benchmark-bigger', 'bencher'],
  );
  assert.equal(ci, false);
  assert.equal(resolveRun({ ...NOTHING, env: { PERFCMP_CI: '0' } }).output.ci, false);
  assert.equal(resolveRun({ ...NOTHING, file: { ci: false } }).output.ci, false);
  assert.equal(resolveRun({ ...NOTHING, file: { ci: false }, env: { PERFCMP_CI: '1' } }).output.ci, undefined);
});

test('all problems are told at once, each with where it stands', () => {
  const flags = {
    connections: '0',
    pipelining: '1025',
    threads: '0',
    duration: 'abc',
    format: 'jsn',
    margin: ['latency.p9=5%', '7'],
    header: ['Accept'],
    input: 'no/such/file',
    mode: 'frozen',
    engine: 'sockt',
    output: ['report', 'a.md,a.md'],
    path: 'items',
    timeout: '0',
  };
  const problems = problemsOf({
    positionals: ['localhost:1', 'a=express', 'a=koa'],
    flags,
    env: { PERFCMP_SEED: 'x' },
    file: { launches: 0, margins: { speed: '1%' } },
  });
  assert.deepEqual(problems.toSorted(), [
    '--engine: must be one of auto, socket, undici, got "sockt"',
    `--format: must be one of ${REPORT_FORMATS.join(', ')}, got "jsn"`,
    '--margin: must be a share above 0 and below 100 %, got "7"',
    '--margin: the metric must be one of throughput, latency.p50, latency.p99, cpuPerRequest, got "latency.p9"',
    '--mode: must be one of auto, plain, freeze, exclusive, got "frozen"',
    '--output: cannot tell the format of "report"',
    '--output: writes "a.md" twice',
    '--path: must begin with /, got "items"',
    '-H/--header: must be "Name: value", got "Accept"',
    '-T/--timeout: must be a time above 0, got "0"',
    '-c/--connections: must be a whole number from 1 to 100000, got "0"',
    '-d/--duration: must be a time above 0, got "abc"',
    '-i/--input: cannot read "no/such/file" (ENOENT)',
    '-p/--pipelining: must be a whole number from 1 to 1024, got "1025"',
    '-t/--threads: must be a whole number from 1 to 256, got "0"',
    'PERFCMP_SEED: must be a whole number from 0 to 4294967295, got "x"',
    'config file, launches: must be a whole number from 1 to 1000, got "0"',
    'config file, margins.speed: the metric must be one of throughput, latency.p50, latency.p99, cpuPerRequest, got "speed"',
    'label "a": is given to two targets',
    'target "localhost:1": has no scheme: "localhost:1"',
  ]);
});

test('fewer connections than threads are refused once both numbers are right', () => {
  assert.deepEqual(problemsOf({ flags: { connections: '2', threads: '4' } }), [
    '-c/--connections: 2 connections are too few for 4 threads',
  ]);
  assert.deepEqual(problemsOf({ flags: { connections: 'x', threads: '100' } }).length, 1);
});

test('scenarios that contradict themselves are refused', () => {
  const scenarios = [
    { name: 'a', path: 'x', body: 'b', json: 1 },
    { name: 'a', path: '/x', requests: [] },
    { name: 'b', expect: { text: 'x', bytes: 1, status: '2x' }, requests: [{ headers: { 'A B': 'c' } }] },
  ];
  assert.deepEqual(problemsOf({ file: { scenarios } }), [
    'config file, scenarios[0]: has both body and json',
    'config file, scenarios[0].path: must begin with /, got "x"',
    'config file, scenarios[1]: has requests and a request of its own',
    'config file, scenarios[1].requests: must have at least one request',
    'config file, scenarios[2].requests[0].headers.A B: must be "Name: value", got "A B: c"',
    'config file, scenarios[2].expect: may have only one of text, json and bytes',
    'config file, scenarios[2].expect.status: must be status codes from 100 to 599, got "2x"',
    'config file, scenarios: names "a" twice',
  ]);
});

test('of scenarios and a path the stronger source wins, and what would do nothing is refused', () => {
  const resolve = (flags: RunInput['flags'], file: RunInput['file'] = null) =>
    resolveRun({ positionals: [], flags, file, env: {} });
  const file = { scenarios: ['json'] };
  assert.equal(resolve({ path: '/a', method: 'PUT' }, file).scenarios, null);
  assert.equal(resolve({ scenario: ['json'] }, { path: '/a', headers: { A: 'b' } }).request.path, null);
  const refused = (flags: RunInput['flags'], from: RunInput['file'] = null): string[] => {
    try {
      resolve(flags, from);
    } catch (error) {
      assert.ok(error instanceof ConfigError, String(error));
      return error.problems.map(({ where, message }) => `${where} ${message}`);
    }
    return [];
  };
  const idle = 'does nothing beside scenarios, which have requests of their own';
  assert.deepEqual(refused({ scenario: ['json'], path: '/a', method: 'PUT', header: ['A: b'] }), [
    `--path ${idle}`,
    `-m/--method ${idle}`,
    `-H/--header ${idle}`,
  ]);
  assert.deepEqual(refused({ body: 'x' }, file), [`-b/--body ${idle}`]);
  assert.deepEqual(refused({}, { ...file, headers: { A: 'b' } }), [`config file, headers ${idle}`]);
});

test('a budget or a resolution leaves the number of launches open', () => {
  const resolve = (flags: RunFlags, file: UserConfig | null = null) => {
    const { stopping, launches, margins, quick } = resolveRun({ ...NOTHING, flags, file });
    return { stopping, launches, margin: margins.throughput, quick };
  };
  const length = { budgetMs: null, resolution: null, mostLaunches: null };
  assert.deepEqual(resolve({ budget: '5m' }).stopping, { ...length, budgetMs: 300_000 });
  assert.deepEqual(resolve({ budget: '5m', launches: '8' }).stopping, {
    ...length,
    budgetMs: 300_000,
    mostLaunches: 8,
  });
  // The file's launches are those of runs that end with them.
  assert.deepEqual(resolve({ budget: '5m' }, { launches: 8 }).stopping, { ...length, budgetMs: 300_000 });
  assert.equal(resolve({ quick: true }, { budget: '5m' }).stopping, null);
  assert.equal(resolve({ budget: '5m' }, { quick: true }).quick, false);
  assert.equal(resolveRun({ ...NOTHING, env: { PERFCMP_RESOLVE: '3%' } }).stopping?.resolution, 0.03);
});

test('what is to be resolved lies beyond the margin, which is halved for it unless it was chosen', () => {
  const margin = (flags: RunFlags, file: UserConfig | null = null) =>
    resolveRun({ ...NOTHING, flags, file }).margins.throughput;
  assert.equal(margin({ resolve: '2%' }), 0.01);
  assert.equal(margin({ resolve: '10%' }), 0.02);
  assert.equal(margin({ resolve: '2%', margin: ['latency.p50=20%'] }), 0.01);
  assert.equal(margin({ resolve: '2%', margin: ['1.5%'] }), 0.015);
  const message = '--resolve: must be above the margin of throughput, 2 %, got "2%"';
  assert.deepEqual(problemsOf({ flags: { resolve: '2%', margin: ['2%'] } }), [message]);
  assert.deepEqual(problemsOf({ flags: { resolve: '2%' }, file: { margins: { throughput: '2%' } } }), [message]);
});

test('what contradicts an open length is refused', () => {
  assert.deepEqual(problemsOf({ flags: { budget: 'soon', resolve: '0' } }), [
    '--budget: must be a time above 0, got "soon"',
    '--resolve: must be a share above 0 and below 100 %, got "0"',
  ]);
  assert.deepEqual(problemsOf({ flags: { budget: '1m', quick: true, duration: '30s', launches: '2' } }), [
    '--budget: cannot be given together with --quick, which is 2 launches',
    '-d/--duration: is of all launches, and --budget leaves open how many there are',
    '--launches: must be 3 or more where a run may end by itself, got "2"',
  ]);
  assert.equal(problemsOf({ flags: { budget: '1m', launches: 'x' } }).length, 1);
});

test('a margin of what is never compared is refused', () => {
  assert.throws(() => resolveRun({ positionals: [], flags: { margin: ['startup=5%'] }, file: null, env: {} }), {
    message: '--margin: the metric must be one of throughput, latency.p50, latency.p99, cpuPerRequest, got "startup"',
  });
});

test('requests of a scenario have weights', () => {
  const mix = { name: 'mix', requests: [{ path: '/a', weight: 3 }, { path: '/b' }] };
  const read = (scenario: typeof mix) =>
    resolveRun({ positionals: ['http://127.0.0.1:1/'], flags: {}, file: { scenarios: [scenario] }, env: {} });
  assert.deepEqual(
    read(mix).ownScenarios[0]?.source.requests.map(({ path, weight }) => [path, weight]),
    [
      ['/a', 3],
      ['/b', undefined],
    ],
  );
  const rough = {
    ...mix,
    requests: [
      { path: '/a', weight: 9973 },
      { path: '/b', weight: 9967 },
    ],
  };
  assert.throws(() => read(rough), /smallest round is 19940 requests long/);
});

test('workers are a number or native, from wherever options come', () => {
  const workers = (flags: RunFlags, env: NodeJS.ProcessEnv = {}, file: UserConfig = {}) =>
    resolveRun({ ...NOTHING, flags, env, file }).workers;
  assert.equal(workers({ workers: '2' }, { PERFCMP_WORKERS: '3' }), 2);
  assert.equal(workers({}, { PERFCMP_WORKERS: 'native' }, { workers: 4 }), 'native');
  assert.equal(workers({}, {}, { workers: 4 }), 4);
  for (const text of ['0', '1.5', 'all', '-1']) {
    assert.deepEqual(problemsOf({ flags: { workers: text } }), [
      `--workers: must be a whole number from 1 to 4096, or native, got "${text}"`,
    ]);
  }
});

test('a warm-up that was asked for is told from the default, be it as long', () => {
  assert.equal(resolveRun({ ...NOTHING, flags: { warmup: '2s' } }).isWarmupAsked, true);
  assert.equal(resolveRun({ ...NOTHING, flags: { quick: true } }).isWarmupAsked, false);
});

test('folders of targets come from flags, environment or file, the strongest as a whole', () => {
  const file = { targetsDir: ['c', 'd'] };
  const folders = (flags: object, env: NodeJS.ProcessEnv) => resolveRun({ ...NOTHING, flags, file, env }).targetsDirs;
  assert.deepEqual(folders({}, {}), ['c', 'd']);
  assert.deepEqual(folders({}, { PERFCMP_TARGETS_DIR: 'b' }), ['b']);
  assert.deepEqual(folders({ targetsDir: ['a', 'e'] }, { PERFCMP_TARGETS_DIR: 'b' }), ['a', 'e']);
  assert.equal(resolveTargetOptions({ flags: { rebuild: true }, file, env: {} }).rebuild, true);
});

test('a dry run has no results to write, but those of the file are for every other run', () => {
  const file = { format: 'markdown', output: ['report.md'] };
  assert.equal(resolveRun({ ...NOTHING, flags: { dryRun: true }, file }).dryRun, true);
  const flags = { dryRun: true, format: 'csv', output: ['report.md'] };
  assert.throws(
    () => resolveRun({ ...NOTHING, flags }),
    /--format: csv is a form of results.*\n--output: writes results/,
  );
});
