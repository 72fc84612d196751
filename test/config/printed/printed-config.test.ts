import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkUserConfig } from '../../../src/config/check-file.js';
import type { LoadedConfig } from '../../../src/config/load-file.js';
import { mergeConfigs, says } from '../../../src/config/merge-config.js';
import {
  type PrintedConfig,
  printedGate,
  printedLoad,
  printedRun,
} from '../../../src/config/printed/printed-config.js';
import { type GateInput, resolveGate } from '../../../src/config/resolve-gate.js';
import { type LoadInput, resolveLoad } from '../../../src/config/resolve-load.js';
import { type RunInput, resolveRun } from '../../../src/config/resolve-run.js';
import type { UserConfig } from '../../../src/config/user-config.js';

const NOTHING = { positionals: [], flags: {}, file: null, env: {} };

/** A file `own.json` that extends `base.json`. */
function loaded(own: UserConfig, base: UserConfig = {}): LoadedConfig {
  const nameOf = (place: string): string => (says(own, place) || !says(base, place) ? 'own.json' : 'base.json');
  return { path: '/x/own.json', config: mergeConfigs(own, base), nameOf, names: ['own.json', 'base.json'] };
}

function inputOf(file: LoadedConfig | null) {
  return { file: file?.config ?? null, fileName: file?.nameOf };
}

function run(parts: Partial<RunInput>, file: LoadedConfig | null = null): PrintedConfig {
  const input = { ...NOTHING, ...inputOf(file), ...parts };
  return printedRun(input, resolveRun(input), file);
}

function load(parts: Partial<LoadInput>, file: LoadedConfig | null = null): PrintedConfig {
  const input = { ...NOTHING, ...inputOf(file), ...parts };
  return printedLoad(input, resolveLoad(input), file);
}

function gate(parts: Partial<GateInput>, file: LoadedConfig | null = null): PrintedConfig {
  const input = { ...NOTHING, ...inputOf(file), ...parts };
  return printedGate(input, resolveGate(input), file);
}

/** As it is printed. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

test('without a word everything is a default', () => {
  const { command, files, config, sources } = plain(run({}));
  assert.deepEqual([command, files], ['run', []]);
  assert.deepEqual(config, {
    targets: ['default'],
    readyTimeout: '30s',
    connections: 64,
    threads: 1,
    pipelining: 1,
    timeout: '2s',
    connectTimeout: '5s',
    engine: 'auto',
    loop: 'closed',
    workers: 1,
    pin: false,
    launches: 5,
    blocks: 12,
    warmup: '2s',
    quick: false,
    mode: 'auto',
    margins: { throughput: '2%', 'latency.p50': '5%', 'latency.p99': '10%', cpuPerRequest: '5%' },
    format: 'text',
    quiet: false,
  });
  assert.deepEqual(new Set(Object.values(sources)), new Set(['default']));
  const keys = Object.keys(config).filter((key) => key !== 'margins');
  assert.deepEqual(
    keys.filter((key) => !(key in sources)),
    [],
  );
});

test('each value has its source: flag, environment, file, what the file extends, preset, default', () => {
  const file = loaded(
    { preset: 'article', threads: 4, margins: { 'latency.p50': '7%' }, scenarios: ['json'] },
    { preset: 'other', seed: 3, margins: { 'latency.p50': '1%', cpuPerRequest: '8%' }, blocks: 9 },
  );
  const { files, config, sources } = run(
    {
      positionals: ['node-http'],
      flags: { pipelining: '4', margin: ['4%'], targets: 'express' },
      env: { PERFCMP_TIMEOUT: '1500ms' },
    },
    file,
  );
  assert.deepEqual(files, ['own.json', 'base.json']);
  assert.deepEqual(config.margins, {
    throughput: '4%',
    'latency.p50': '7%',
    'latency.p99': '10%',
    cpuPerRequest: '8%',
  });
  const expected: Readonly<Record<string, readonly [unknown, string]>> = {
    pipelining: [4, 'flag -p/--pipelining'],
    timeout: ['1.5s', 'environment PERFCMP_TIMEOUT'],
    threads: [4, 'file own.json'],
    preset: ['article', 'file own.json'],
    scenarios: [['json'], 'file own.json'],
    seed: [3, 'extends base.json'],
    blocks: [9, 'extends base.json'],
    launches: [3, 'preset article'],
    mode: ['freeze', 'preset article'],
    targets: [['node-http', 'express'], 'command line, flag --targets'],
    connections: [64, 'default'],
  };
  for (const [key, [value, source]] of Object.entries(expected)) {
    assert.deepEqual([config[key], sources[key]], [value, source], key);
  }
  assert.deepEqual(
    ['throughput', 'latency.p50', 'latency.p99', 'cpuPerRequest'].map((metric) => sources[`margins.${metric}`]),
    ['flag --margin', 'file own.json', 'default', 'extends base.json'],
  );
});

test('headers come one by one, and those that let somebody in keep their value', () => {
  const file = loaded({ path: '/x', headers: { Accept: 'text/html', Cookie: 'id=1' } });
  const { config, sources } = run({ flags: { header: ['X-A: 1', 'accept: */*'] } }, file);
  assert.deepEqual(config.headers, { accept: '*/*', Cookie: '***', 'X-A': '1' });
  assert.deepEqual(
    ['headers.accept', 'headers.Cookie', 'headers.X-A'].map((place) => sources[place]),
    ['flag -H/--header', 'file own.json', 'flag -H/--header'],
  );
});

test('a wanted resolution says that it has set the margin', () => {
  const { config, sources } = run({ flags: { resolve: '2%' } });
  assert.deepEqual(config.margins, {
    throughput: '1%',
    'latency.p50': '5%',
    'latency.p99': '10%',
    cpuPerRequest: '5%',
  });
  assert.equal(sources['margins.throughput'], 'default beside --resolve');
  assert.deepEqual(
    [config.resolve, sources.resolve, 'launches' in config && config.launches],
    ['2%', 'flag --resolve', undefined],
  );
});

test('what load is told is printed as a file would say it, requests as they were written', () => {
  const file = loaded(
    { load: { connections: 20, data: 'users.csv', headers: { Accept: '*/*' } } },
    { load: { rate: '1k:2k' } },
  );
  process.chdir('test/fixtures/documents');
  try {
    const flags = { path: '/u/{{id}}', warmup: 'auto', keepalive: false, expectStatus: '200' };
    const { config, sources } = plain(load({ positionals: ['http://127.0.0.1:3000/'], flags }, file));
    const { load: told } = config as { readonly load: Readonly<Record<string, unknown>> };
    const expected: Readonly<Record<string, readonly [unknown, string]>> = {
      url: ['http://127.0.0.1:3000/', 'command line'],
      path: ['/u/{{id}}', 'flag --path'],
      data: ['users.csv', 'file own.json'],
      rate: ['1k:2k', 'extends base.json'],
      duration: ['10s', 'default'],
      arrivals: ['even', 'default'],
      warmup: ['auto', 'flag --warmup'],
      keepalive: [false, 'flag --no-keepalive'],
      connections: [20, 'file own.json'],
      expectStatus: ['200', 'flag --expect-status'],
    };
    for (const [key, [value, source]] of Object.entries(expected)) {
      assert.deepEqual([told[key], sources[`load.${key}`]], [value, source], key);
    }
    assert.equal(sources['load.headers.Accept'], 'file own.json');
  } finally {
    process.chdir('../../..');
  }
});

test('a gate tells its rules with where each comes from, and nothing of what it settles itself', () => {
  const file = loaded({
    targets: ['old=node a.js', 'new=node b.js'],
    quick: true,
    margins: { throughput: '9%' },
    gate: {
      thresholds: ['json:latency.p99<25ms', { metric: 'memory.peakRss', max: '200MB', severity: 'warn' }],
      budget: '5m',
    },
  });
  const { config, sources } = plain(gate({ flags: { allow: ['throughput=3%'], baseline: 'old' } }, file));
  assert.deepEqual(
    ['quick', 'launches', 'margins', 'baseline'].filter((key) => key in config),
    [],
  );
  assert.deepEqual(config.gate, {
    baseline: 'old',
    thresholds: [
      { metric: 'throughput', maxRegression: '3%' },
      { scenario: 'json', metric: 'latency.p99', max: '25000us' },
      { metric: 'memory.peakRss', max: '200000000', severity: 'warn' },
    ],
    onInconclusive: 'warn',
    onInvalid: 'fail',
    confirm: true,
    looks: [6, 9, 12],
    budget: '5m',
  });
  assert.deepEqual(
    ['gate.thresholds', 'gate.baseline', 'gate.budget', 'gate.looks', 'targets'].map((place) => sources[place]),
    ['flag --allow, file own.json', 'flag --baseline', 'file own.json', 'default', 'file own.json'],
  );
});

test('a gate with a base names what starts both instead of targets', () => {
  const { config, sources } = plain(gate({ positionals: ['POOL=4 node server.js'], flags: { base: 'HEAD~1' } }));
  assert.ok(!('targets' in config));
  const { base, start } = config.gate as Readonly<Record<string, unknown>>;
  assert.deepEqual([base, start], ['HEAD~1', 'POOL=4 node server.js']);
  assert.deepEqual([sources['gate.base'], sources['gate.start']], ['flag --base', 'command line']);
});

test('what is printed is a config file that comes to the same', () => {
  const commands = ['old=A=1 node a.js', 'node b.js', 'http://127.0.0.1:9/x'];
  const own = { name: 'own', requests: [{ path: '/a', weight: 2 }, { path: '/b' }] };
  const runs: [Partial<RunInput>, LoadedConfig | null][] = [
    [{}, null],
    [{ flags: { quick: true } }, null],
    [{ flags: { budget: '90s', resolve: '2.5%', launches: '9' } }, null],
    [{ positionals: commands, flags: { path: '/x', body: 'hi', header: ['X-A: 1'], expectStatus: '2xx,404' } }, null],
    [
      { flags: { rate: '12.5%,2k', duration: '90s', warmup: '0', timeout: '500us', output: ['a.md,json=b.txt'] } },
      null,
    ],
    [{ flags: { scenario: ['own,json'] } }, loaded({ scenarios: [own] })],
    [{ flags: { workers: 'native', pin: true, slice: '250ms', seed: '5' } }, loaded({ preset: 'article' })],
  ];
  for (const [parts, file] of runs) assertSame(run(parts, file), (again) => run({}, again));
  const loads: Partial<LoadInput>[] = [
    { positionals: ['http://127.0.0.1:3000/a'] },
    { command: ['node', 'a.js'], flags: { path: '/a', health: '/h', think: '5ms' } },
    { positionals: ['http://127.0.0.1:3000/'], flags: { request: ['2 GET /a', 'POST /b'], stages: '1k@1s,5k@500ms' } },
    {
      positionals: ['http://127.0.0.1:3000/'],
      flags: { requests: '10k', http2: true, maxErrors: '5%', latency: true },
    },
    {
      positionals: ['http://127.0.0.1:3000/'],
      flags: { rate: '5k', maxConnections: '80', reconnectEvery: '7', body: 'x' },
    },
  ];
  for (const parts of loads) assertSame(load(parts), (again) => load({}, again));
  const gates: Partial<GateInput>[] = [
    {
      positionals: ['a=node a.js', 'b=node b.js'],
      flags: { threshold: ['errorRate<0.1%', 'throughput>=5k'], looks: '6' },
    },
    { positionals: ['node server.js'], flags: { base: 'HEAD', build: ['npm ci', 'npm run build'], folder: 'api' } },
  ];
  for (const parts of gates) assertSame(gate(parts), (again) => gate({}, again));
});

function assertSame(printed: PrintedConfig, print: (file: LoadedConfig) => PrintedConfig): void {
  const { config } = plain(printed);
  assert.deepEqual(checkUserConfig(config, 'printed').problems, []);
  assert.deepEqual(plain(print(loaded(config as UserConfig))).config, config);
}
