import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkUserConfig } from '../../src/config/check-file.js';
import type { GateFlags } from '../../src/config/flags.js';
import { absoluteLimit, allowance } from '../../src/config/gate-threshold.js';
import { type GateInput, resolveGate } from '../../src/config/resolve-gate.js';
import { requestName } from '../../src/config/target-request.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { GateThreshold } from '../../src/model/gate.js';
import { allowing, atMost } from '../helpers/judged-gates.js';

const TWO: GateInput = { positionals: ['old=node a.js', 'new=node b.js'], flags: {}, file: null, env: {} };

function problemsOf(input: Partial<GateInput>): readonly string[] {
  try {
    resolveGate({ ...TWO, ...input });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

function thresholdsOf(flags: GateFlags, file: UserConfig | null = null): readonly GateThreshold[] {
  return resolveGate({ ...TWO, flags, file }).thresholds;
}

test('a gate without a word takes 5 % of throughput, looks at 6, 9 and 12 launches, and fails on what is invalid', () => {
  const { thresholds, policy, looks, budgetMs, run } = resolveGate(TWO);
  assert.deepEqual(thresholds, [allowing('throughput', 0.05)]);
  assert.deepEqual(policy, { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true });
  assert.deepEqual([looks, budgetMs, run.quick, run.baseline], [[6, 9, 12], null, false, null]);
  assert.equal(run.margins.throughput, 0.05);
});

test('losses are written like margins, limits like thresholds of a load', () => {
  const losses: readonly (readonly [string, GateThreshold])[] = [
    ['5%', allowing('throughput', 0.05)],
    ['0.05', allowing('throughput', 0.05)],
    ['throughput=3%', allowing('throughput', 0.03)],
    ['p99=20%', allowing('latency.p99', 0.2)],
    ['json:latency.p50=10%', allowing('latency.p50', 0.1, { scenario: 'json' })],
    ['memory.peakRss=15%', allowing('memory.peakRss', 0.15)],
    ['json:5%', allowing('throughput', 0.05, { scenario: 'json' })],
  ];
  for (const [text, rule] of losses) assert.deepEqual(allowance(text), { ok: true, value: rule }, text);
  const limits: readonly (readonly [string, GateThreshold])[] = [
    ['latency.p99<25ms', atMost('latency.p99', 25_000)],
    ['p99<=2.5ms', atMost('latency.p99', 2500)],
    ['json:errorRate<0.1%', atMost('errorRate', 0.001, { scenario: 'json' })],
    ['errors<=0', atMost('errorRate', 0)],
    ['cpuPerRequest<80us', atMost('cpuPerRequest', 80)],
    ['memory.peakRss<200MB', atMost('memory.peakRss', 200e6)],
    ['memory.peakRss<1GiB', atMost('memory.peakRss', 2 ** 30)],
    ['startup<1.5s', atMost('startup', 1500)],
    ['throughput>=5k', { ...atMost('throughput', 0), limit: { kind: 'least', value: 5000 } }],
    ['throughput>5k/s', { ...atMost('throughput', 0), limit: { kind: 'least', value: 5000 } }],
  ];
  for (const [text, rule] of limits) assert.deepEqual(absoluteLimit(text), { ok: true, value: rule }, text);
});

test('what cannot be meant is refused with the way it is written', () => {
  const cases: readonly (readonly [typeof allowance, string, RegExp, RegExp])[] = [
    [allowance, 'latency.p99<25ms', /is a limit of its own, not a loss/, /--threshold/],
    [allowance, 'througput=5%', /has no metric "througput"/, /throughput/],
    [allowance, 'throughput=500%', /must be a share above 0 and below 100 %/, /./],
    [allowance, 'throughput=', /must be a share/, /./],
    [absoluteLimit, 'throughput=5%', /is a loss, not a limit/, /--allow/],
    [absoluteLimit, 'latency.p99<25', /needs a time with its unit/, /25ms/],
    [absoluteLimit, 'latency.p99>25ms', /cannot hold latency.p99 up/, /latency.p99</],
    [absoluteLimit, 'throughput<5k', /cannot hold throughput down/, /throughput>=/],
    [absoluteLimit, 'errorRate<200%', /at most 100 %/, /./],
    [absoluteLimit, 'memory.peakRss<big', /needs an amount of memory/, /200MB/],
    [absoluteLimit, 'latency.p99', /must be a metric, a comparison and a limit/, /./],
  ];
  for (const [parse, text, message, hint] of cases) {
    const parsed = parse(text);
    assert.ok(!parsed.ok, text);
    assert.match(parsed.message, message);
    assert.match(parsed.hint ?? '', hint, text);
  }
});

test('rules of the command line come before those of the file, and either takes the default away', () => {
  const file: UserConfig = {
    gate: {
      thresholds: [
        { metric: 'throughput', maxRegression: '4%', severity: 'warn' },
        { scenario: 'json', metric: 'latency.p99', max: '25ms', loop: 'open' },
        { metric: 'throughput', min: 900 },
        'memory.peakRss=15%',
        'errorRate<0.1%',
      ],
    },
  };
  assert.deepEqual(thresholdsOf({ allow: ['3%,p99=20%'], threshold: ['startup<2s'] }, file), [
    allowing('throughput', 0.03),
    allowing('latency.p99', 0.2),
    atMost('startup', 2000),
    allowing('throughput', 0.04, { severity: 'warn' }),
    atMost('latency.p99', 25_000, { scenario: 'json', loop: 'open' }),
    { ...atMost('throughput', 0), limit: { kind: 'least', value: 900 } },
    allowing('memory.peakRss', 0.15),
    atMost('errorRate', 0.001),
  ]);
  assert.deepEqual(thresholdsOf({ threshold: ['errors<=0'] }), [atMost('errorRate', 0)]);
});

test('flags win over the environment, that over the file', () => {
  const file: UserConfig = {
    gate: { onInconclusive: 'fail', onInvalid: 'warn', confirm: false, budget: '5m', looks: [8, 12], baseline: 'new' },
  };
  const fromFile = resolveGate({ ...TWO, file });
  assert.deepEqual(fromFile.policy, { onInconclusive: 'fail', onInvalid: 'warn', confirmRegression: false });
  assert.deepEqual([fromFile.budgetMs, fromFile.looks, fromFile.run.baseline], [300_000, [8, 12], 'new']);
  const env = { PERFCMP_ON_INVALID: 'pass', PERFCMP_BUDGET: '60s' };
  const flags = { onInvalid: 'fail', looks: '7', baseline: 'old' };
  const { policy, budgetMs, looks, run } = resolveGate({ ...TWO, file, env, flags });
  assert.deepEqual([policy.onInvalid, budgetMs, looks, run.baseline], ['fail', 60_000, [7], 'old']);
});

test('only the command line can ask for a plan instead of a judgement', () => {
  const asked = (input: Partial<GateInput>) => resolveGate({ ...TWO, ...input }).run.dryRun;
  assert.equal(asked({ flags: { dryRun: true } }), true);
  assert.equal(asked({ env: { PERFCMP_DRY_RUN: '1' } }), false);
});

test('what a file says of run leaves the gate its launches, margins and looks', () => {
  const file: UserConfig = { quick: true, launches: 2, margins: { throughput: '1%' }, path: '/items', connections: 8 };
  const { run, looks } = resolveGate({ ...TWO, file });
  assert.deepEqual([run.quick, looks, run.margins.throughput], [false, [6, 9, 12], 0.05]);
  assert.deepEqual([run.request.path, run.generator.connections], ['/items', 8]);
});

test('the file names targets and who of them is judged', () => {
  const targets = ['old=node a.js', 'new=node b.js', 'other=node c.js'];
  const file: UserConfig = { targets, gate: { candidates: ['new'] } };
  const labels = (input: Partial<GateInput>) => resolveGate({ ...TWO, ...input }).run.targets.map(({ label }) => label);
  assert.deepEqual(labels({ positionals: [], file }), ['old', 'new']);
  assert.deepEqual(labels({ positionals: [], file: { ...file, gate: { baseline: 'other', candidates: ['new'] } } }), [
    'new',
    'other',
  ]);
  const unknown = { ...file, gate: { candidates: ['nwe'] } };
  assert.deepEqual(problemsOf({ positionals: [], file: unknown, fileName: 'perfcmp.config.json' }), [
    'perfcmp.config.json, gate.candidates: "nwe" is no target',
  ]);
});

test('a gate calls its targets as the report does', () => {
  const targets: UserConfig['targets'] = ['http://127.0.0.1:3001/', { image: 'shop:1' }, { image: 'shop:2', port: 80 }];
  const namesOf = (gate: UserConfig['gate']) =>
    resolveGate({ ...TWO, positionals: [], file: { targets, gate } }).run.targets.map(requestName);
  assert.deepEqual(namesOf({ candidates: ['docker:shop:2@80'] }), ['127.0.0.1:3001', 'docker:shop:2@80']);
  assert.deepEqual(namesOf({ baseline: 'docker:shop:1', candidates: ['127.0.0.1:3001'] }), [
    '127.0.0.1:3001',
    'docker:shop:1',
  ]);
});

test('one target is no gate, and neither are the bundled ones that nobody asked for', () => {
  const expected = ['targets: a gate needs a baseline and a candidate'];
  assert.deepEqual(problemsOf({ positionals: ['node a.js'] }), expected);
  assert.deepEqual(problemsOf({ positionals: [] }), expected);
});

test('everything that is wrong comes at once', () => {
  assert.deepEqual(
    problemsOf({
      positionals: ['127.0.0.1:3000', 'new=node b.js'],
      flags: {
        ...{ quick: true, allow: ['5'], threshold: ['p99<20'], onInvalid: 'ignore' },
        ...{ looks: '3,6', budget: 'soon', connections: 'many' },
      },
    }).map((line) => line.replace(/, got .*/, '')),
    [
      '--quick: is a rough look at two launches, by which nothing may pass or fail',
      '--allow: must be a share above 0 and below 100 %',
      '--threshold: needs a time with its unit',
      '--on-invalid: must be one of pass, warn, fail',
      '--looks: must be up to 5 numbers of launches, ascending, from 6 on',
      '--budget: must be a time above 0',
      'target "127.0.0.1:3000": has no scheme: "127.0.0.1:3000"',
      '-c/--connections: must be a whole number from 1 to 100000',
    ],
  );
});

test('thresholds of a file are checked one by one, each with its place', () => {
  const file: UserConfig = {
    gate: {
      thresholds: [
        { metric: 'throughput' },
        { metric: 'throughput', maxRegression: '5%', min: 3 },
        { metric: 'speed', max: 3 },
        { metric: 'latency.p99', max: 25 },
        { metric: 'latency.p99', max: '25ms', loop: 'ajar' },
        { metric: 'latency.p99', max: '25ms', severity: 'fatal' },
      ],
    },
  };
  assert.deepEqual(
    problemsOf({ file, fileName: 'perfcmp.config.json' }).map((line) => line.replace(/, got .*/, '')),
    [
      'perfcmp.config.json, gate.thresholds[0]: must have exactly one of maxRegression, max and min',
      'perfcmp.config.json, gate.thresholds[1]: must have exactly one of maxRegression, max and min',
      'perfcmp.config.json, gate.thresholds[2]: has no metric "speed"',
      'perfcmp.config.json, gate.thresholds[3]: max needs a time with its unit',
      'perfcmp.config.json, gate.thresholds[4]: loop must be one of closed, open',
      'perfcmp.config.json, gate.thresholds[5]: severity must be one of error, warn',
    ],
  );
});

test('unknown keys of the gate are named with the known ones', () => {
  const content = { gate: { onInconclusiv: 'fail', thresholds: [{ metric: 'throughput', maxLoss: '5%' }] } };
  const { problems } = checkUserConfig(content, 'perfcmp.config.json');
  assert.deepEqual(
    problems.map(({ where, message, hint }) => [where, message, /onInconclusive|maxRegression/.test(hint ?? '')]),
    [
      ['perfcmp.config.json, gate.thresholds[0]', 'unknown key "maxLoss"', true],
      ['perfcmp.config.json, gate', 'unknown key "onInconclusiv"', true],
    ],
  );
});

test('an empty list of limits is a mistake, unless the command line has some', () => {
  const file: UserConfig = { gate: { thresholds: [] } };
  const [problem] = problemsOf({ file });
  assert.match(problem ?? '', /thresholds: is empty, so that a gate would hold nothing$/);
  assert.deepEqual(thresholdsOf({ allow: ['5%'] }, file), [allowing('throughput', 0.05)]);
});
