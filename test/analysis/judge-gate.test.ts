import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { logIntervalOf } from '../../src/analysis/gate-evidence.js';
import { rulesFor } from '../../src/analysis/gate-rules.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import { judgeRegression } from '../../src/analysis/judge-regression.js';
import type { Comparison, Metric } from '../../src/model/comparison.js';
import type { GatePolicy, GateResult, GateStatus } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';
import { allowing, atMost } from '../helpers/judged-gates.js';
import { compared, JSON_SCENARIO, measured, runReport, warned } from '../helpers/reports.js';

const POLICY: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };
const RATIOS = [0.99, 1, 1.01, 1, 0.99, 1.01];

function ratioOf(ends: readonly [number, number, number], parts: Partial<Comparison> = {}): Comparison {
  return compared('head', 'json', ends, 'inconclusive', { launchRatios: RATIOS, ...parts });
}

function reportOf(comparisons: readonly Comparison[], parts: Partial<Report> = {}): Report {
  const report = runReport({
    scenarios: [JSON_SCENARIO],
    measurements: [measured('express', 'json', 6000, 1), measured('head', 'json', 5800, 1)],
    comparisons: [...comparisons],
  });
  return { ...report, plan: { ...report.plan, launches: 12, launchesDone: 6 }, ...parts };
}

function judged(
  report: Report,
  thresholds = [allowing('throughput', 0.05)],
  policy: Partial<GatePolicy> = {},
): GateResult {
  return judgeGate(report, { thresholds, policy: { ...POLICY, ...policy } });
}

const TABLE: readonly (readonly [lower: number, upper: number, status: GateStatus])[] = [
  [0.97, 1.02, 'pass'],
  // Slower for certain, and allowed to be.
  [0.955, 0.98, 'pass'],
  [1.2, 1.3, 'pass'],
  [0.94, 0.99, 'inconclusive'],
  [0.9, 0.951, 'inconclusive'],
  [0.9, 0.949, 'fail'],
  [0.5, 0.6, 'fail'],
];

for (const [lower, upper, status] of TABLE) {
  test(`[${lower}, ${upper}] against a margin of 5 % is ${status}`, () => {
    const ends = [Math.sqrt(lower * upper), lower, upper] as const;
    assert.equal(judgeRegression(ratioOf(ends), 0.05).status, status);
    const [check] = judged(reportOf([ratioOf(ends)])).results;
    assert.equal(check?.status, status);
    assert.deepEqual(
      [check?.baseline, check?.target, check?.limit],
      ['express', 'head', { kind: 'regression', margin: 0.05 }],
    );
  });
}

test('a total that the typical slice contradicts proves no regression', () => {
  const contradicted = ratioOf([0.8, 0.75, 0.85], { typicalRatio: { value: 1.1, lower: 1.05, upper: 1.15 } });
  assert.equal(judgeRegression(contradicted, 0.05).status, 'inconclusive');
  const [check] = judged(reportOf([contradicted])).results;
  assert.match(check?.message ?? '', /; a loss in total, which the typical slice contradicts$/);
});

test('the message holds what was judged and what was allowed', () => {
  const messages = [
    [ratioOf([0.86, 0.84, 0.88]), '0.86x [0.84, 0.88], allowed -5 %'],
    [ratioOf([1, 0.98, 1.02]), '1.00x [0.98, 1.02], allowed -5 %'],
  ] as const;
  for (const [comparison, message] of messages) {
    assert.equal(judged(reportOf([comparison])).results[0]?.message, message);
  }
  const open = judged(reportOf([ratioOf([0.95, 0.9, 1.0])])).results[0];
  assert.match(
    open?.message ?? '',
    /^0\.95x \[0\.90, 1\.00\], allowed -5 %; it takes a loss of [\d.]+ % to be called$/,
  );
  assert.ok(open!.mde! > 0.05 && open!.mde! < 0.15, `${open?.mde}`);
});

const MDE_RUNS: readonly (readonly [title: string, launchStddev: number, isFloored: boolean])[] = [
  ['launches agree by luck', 0.0001, true],
  ['launches scatter', 0.04, false],
];

for (const [title, launchStddev, isFloored] of MDE_RUNS) {
  test(`where ${title} a gate could have called what the report says for the same margin`, () => {
    const report = analyseRun(syntheticRun({ launches: 6, launchStddev, sliceStddev: 0.001 }), {
      toolVersion: '0.1.0',
    });
    const [comparison] = report.comparisons.filter(({ metric }) => metric === 'throughput');
    assert.ok(comparison?.mde);
    assert.equal(logIntervalOf(comparison)?.isFloored ?? false, isFloored);
    const { mde } = judgeRegression(comparison, comparison.margin);
    assert.ok(Math.abs((mde ?? 0) - comparison.mde) < 1e-9, `${mde}, ${comparison.mde}`);
  });
}

test('an absolute limit is exceeded only by a whole interval', () => {
  const cases: readonly (readonly [number, number, GateStatus])[] = [
    [20_000, 24_900, 'pass'],
    [24_000, 26_000, 'inconclusive'],
    [25_100, 27_000, 'fail'],
  ];
  for (const [lower, upper, status] of cases) {
    const value = (lower + upper) / 2;
    const head = measured('head', 'json', 5800, 1, { estimates: { 'latency.p99': { value, lower, upper } } });
    const report = reportOf([], { measurements: [measured('express', 'json', 6000, 1), head] });
    const [check] = judged(report, [atMost('latency.p99', 25_000)]).results;
    assert.deepEqual([check?.status, check?.baseline, check?.estimate.value], [status, null, value]);
  }
});

test('what was not measured leaves its limit open and says why', () => {
  const results = judged(reportOf([]), [allowing('latency.p99', 0.1), atMost('memory.peakRss', 1e8)]).results;
  assert.deepEqual(
    results.map(({ status, message }) => [status, message]),
    [
      ['inconclusive', 'allowed -10 %; not measured: too few answers in a launch, which a longer --duration gives'],
      ['inconclusive', 'max 100 MB; not measured: only of servers that perfcmp started can it be seen'],
    ],
  );
});

test('an invalid measurement of either side takes the verdict away, whatever the numbers', () => {
  for (const target of ['head', 'express', null]) {
    const warnings = [warned('invalid', 'client-bound', 'the generator was at its limit', { target })];
    const result = judged(reportOf([ratioOf([0.5, 0.45, 0.55])], { warnings }));
    assert.deepEqual([result.status, result.exitCode, result.results[0]?.status], ['invalid', 5, 'invalid']);
    assert.match(result.results[0]?.message ?? '', /the generator was at its limit; 0\.50x/);
  }
});

test('failures are what a limit on the error rate is about, and spoil the other metrics', () => {
  const warnings = [warned('invalid', 'errors', '120 of 6000 requests failed (2 %)', { target: 'head' })];
  const estimates = { errorRate: { value: 0.02, lower: 0.018, upper: 0.022 } };
  const measurements = [measured('express', 'json', 6000, 1), measured('head', 'json', 5800, 1, { estimates })];
  const report = reportOf([ratioOf([1, 0.98, 1.02])], { warnings, measurements });
  const result = judged(report, [allowing('throughput', 0.05), atMost('errorRate', 0.001)]);
  assert.deepEqual(
    result.results.map(({ metric, status }) => [metric, status]),
    [
      ['throughput', 'invalid'],
      ['errorRate', 'fail'],
    ],
  );
  assert.equal(result.exitCode, 5);
  assert.equal(judged(report, [atMost('errorRate', 0.001)]).exitCode, 1);
});

test('fewer than six launches decide nothing', () => {
  const report = reportOf([ratioOf([0.5, 0.45, 0.55])]);
  const [check] = judged({ ...report, plan: { ...report.plan, launchesDone: 4 } }).results;
  assert.equal(check?.status, 'inconclusive');
  assert.match(check?.message ?? '', /ended after 4 of the 6 launches/);
});

test('a failure that one limit would prove is not proven as one of many', () => {
  // p just below the level of a single limit; ten others are far from failing.
  const single = ratioOf([0.9, 0.855, 0.9475], { alpha: 0.05 });
  assert.equal(judged(reportOf([single])).results[0]?.status, 'fail');
  const scenarios = Array.from({ length: 10 }, (_, index) => `s${index}`);
  const others = scenarios.map((scenario) =>
    compared('head', scenario, [1, 0.98, 1.02], 'no-difference', { launchRatios: RATIOS }),
  );
  const report = reportOf([single, ...others]);
  const measurements = scenarios.map((scenario) => measured('head', scenario, 5800, 1));
  const [check] = judged({ ...report, measurements: [...report.measurements, ...measurements] }).results;
  assert.equal(check?.status, 'inconclusive');
  assert.match(check?.message ?? '', /a failure by itself, and not certain enough as one of 11 limits/);
  assert.ok(check!.pValue! > 0.025);
});

test('the first rule that speaks of a metric wins; how it may change and what it may be are two questions', () => {
  const rules = [
    allowing('throughput', 0.1, { scenario: 'json' }),
    allowing('throughput', 0.05),
    allowing('throughput', 0.01),
    allowing('latency.p99', 0.2, { loop: 'open' }),
    atMost('latency.p99', 25_000),
    atMost('latency.p99', 1),
  ];
  const marginsOf = (scenario: string, loop: 'closed' | 'open') =>
    rulesFor(rules, { scenario, loop }).map(({ metric, limit }) => [metric, Object.values(limit)[1]]);
  assert.deepEqual(marginsOf('json', 'closed'), [
    ['throughput', 0.1],
    ['latency.p99', 25_000],
  ]);
  // At a rate that is set, throughput is no finding.
  assert.deepEqual(marginsOf('other', 'open'), [
    ['latency.p99', 0.2],
    ['latency.p99', 25_000],
  ]);
});

test('memory that two scenarios of one server share is one limit', () => {
  const scenarios = ['json', 'items'];
  const memory = (ends: readonly [number, number, number], scenario: string) =>
    compared('head', scenario, ends, 'inconclusive', { metric: 'memory.peakRss', launchRatios: RATIOS });
  const measurements = scenarios.flatMap((one) => [measured('express', one, 6000, 1), measured('head', one, 5800, 1)]);
  const rule = allowing('memory.peakRss', 0.1);
  const shared = scenarios.map((one) => memory([0.8, 0.75, 0.85], one));
  const [check, ...others] = judged(reportOf(shared, { measurements }), [rule]).results;
  const [alone] = judged(reportOf(shared, { measurements: measurements.slice(0, 2) }), [rule]).results;
  assert.deepEqual([check, others], [alone, []]);
  const apart = [memory([0.8, 0.75, 0.85], 'json'), memory([0.81, 0.76, 0.86], 'items')];
  assert.equal(judged(reportOf(apart, { measurements }), [rule]).results.length, 2);
});

const DOUBTED: readonly (readonly [
  code: string,
  about: string,
  metric: Metric,
  doubts: readonly string[] | undefined,
])[] = [
  ['answers-differ', 'head', 'throughput', ['answers-differ']],
  ['answers-changed', 'head', 'latency.p50', ['answers-changed']],
  ['body-size-changed', 'express', 'throughput', ['body-size-changed']],
  ['near-ceiling', 'express', 'throughput', ['near-ceiling']],
  ['answers-changed', 'head', 'memory.peakRss', ['answers-changed']],
  // How near servers are to the ceiling of the machine says nothing of their memory.
  ['near-ceiling', 'head', 'memory.peakRss', undefined],
  ['answers-differ', 'another', 'throughput', undefined],
  ['foreign-cpu', 'head', 'throughput', undefined],
];

for (const [code, target, metric, doubts] of DOUBTED) {
  test(`a limit on ${metric} that is kept beside ${code} of ${target} is kept ${doubts ? 'with' : 'without'} a doubt`, () => {
    const warnings = [warned('warn', code, 'look at it', { target, scenario: 'json' })];
    // The run's own margin is smaller, and leaves open what the gate's decides.
    const result = judged(reportOf([ratioOf([0.98, 0.97, 0.99], { metric })], { warnings }), [allowing(metric, 0.05)]);
    const [check] = result.results;
    assert.deepEqual([result.status, result.exitCode, check?.status, check?.doubts], ['pass', 0, 'pass', doubts]);
  });
}

test('a loss is told with its doubts, and what is not decided has none', () => {
  const warnings = [warned('warn', 'answers-differ', 'answers differ: 12 bytes, 40 bytes', { target: 'head' })];
  const doubtsOf = (ends: readonly [number, number, number], parts: Partial<Report> = {}) =>
    judged(reportOf([ratioOf(ends)], { warnings, ...parts })).results.map(({ status, doubts }) => [status, doubts]);
  assert.deepEqual(doubtsOf([0.86, 0.84, 0.88]), [['fail', ['answers-differ']]]);
  assert.deepEqual(doubtsOf([0.95, 0.9, 1]), [['inconclusive', undefined]]);
  const invalid = warned('invalid', 'client-bound', 'the generator was at its limit');
  assert.deepEqual(doubtsOf([0.99, 0.98, 1], { warnings: [...warnings, invalid] }), [['invalid', undefined]]);
});

test('a value that is kept is in doubt for what the candidate answered, not for the ceiling of the machine', () => {
  const codes = ['answers-changed', 'near-ceiling'];
  const warnings = codes.map((code) => warned('warn', code, 'look at it', { target: 'head', scenario: 'json' }));
  const estimates = { 'latency.p99': { value: 20_000, lower: 19_000, upper: 21_000 } };
  const measurements = [measured('express', 'json', 6000, 1), measured('head', 'json', 5800, 1, { estimates })];
  const [check] = judged(reportOf([], { measurements, warnings }), [atMost('latency.p99', 25_000)]).results;
  assert.deepEqual([check?.status, check?.doubts], ['pass', ['answers-changed']]);
});

test('memory that two scenarios share is one limit, and in doubt for either', () => {
  const scenarios = ['json', 'items'];
  const measurements = scenarios.flatMap((one) => [measured('express', one, 6000, 1), measured('head', one, 5800, 1)]);
  const comparisons = scenarios.map((one) =>
    compared('head', one, [1, 0.99, 1.01], 'inconclusive', { metric: 'memory.peakRss', launchRatios: RATIOS }),
  );
  const warnings = [warned('warn', 'answers-changed', 'look at it', { target: 'head', scenario: 'items' })];
  const { results } = judged(reportOf(comparisons, { measurements, warnings }), [allowing('memory.peakRss', 0.1)]);
  assert.deepEqual(
    results.map(({ doubts }) => doubts),
    [['answers-changed']],
  );
});
