import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmGate } from '../../src/analysis/confirm-gate.js';
import { againstOf, againstWarnings, changeSince, refuseStored } from '../../src/analysis/gate-against.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import { PerfcmpError } from '../../src/errors.js';
import type { GatePolicy, GateReaction, GateStatus } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import type { Warning } from '../../src/model/warning.js';
import { studentTQuantile } from '../../src/stats/student-t.js';
import { EARLIER } from '../helpers/diff-cases.js';
import { allowing } from '../helpers/judged-gates.js';
import { compared, machineOf, measured, warned } from '../helpers/reports.js';

const POLICY: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };

/** A run of six launches in which the app had this ratio to express, with launches that scatter by this share. */
function runOf(ratio: number, scatter: number, id: string): Report {
  const launchRatios = [-1, -1, -1, 1, 1, 1].map((sign) => ratio * Math.exp(sign * scatter));
  // t(5) s / sqrt 6 with s = scatter sqrt(6 / 5)
  const half = (studentTQuantile(0.975, 5) * scatter) / Math.sqrt(5);
  const ends = [ratio, ratio * Math.exp(-half), ratio * Math.exp(half)] as const;
  const { run, plan } = EARLIER;
  return {
    ...EARLIER,
    run: { ...run, id },
    plan: { ...plan, launches: 6, launchesDone: 6 },
    comparisons: [compared('app', 'json', ends, 'faster', { launchRatios })],
  };
}

const STORED = runOf(2, 0.01, '20261122-1031-7f3a');

const TABLE: readonly (readonly [title: string, now: Report, status: GateStatus, exitCode: number])[] = [
  // Half-widths of both runs are 0.0115, and 0.0145 together.
  ['as fast beside the baseline as it was', runOf(2, 0.01, 'now'), 'pass', 0],
  ['a loss of 15 %', runOf(1.7, 0.01, 'now'), 'fail', 1],
  ['a loss that its own interval would prove, and both together do not', runOf(1.877, 0.01, 'now'), 'inconclusive', 0],
  ['a gain', runOf(2.4, 0.01, 'now'), 'pass', 0],
];

for (const [title, now, status, exitCode] of TABLE) {
  test(`against a stored run: ${title}: ${status}`, () => {
    const result = judgeGate(now, { thresholds: [allowing('throughput', 0.05)], policy: POLICY }, changeSince(STORED));
    assert.deepEqual([result.status, result.exitCode], [status, exitCode], result.results[0]?.message);
    const [check] = result.results;
    const ratio = (now.comparisons[0]?.ratio.value ?? 0) / 2;
    assert.ok(Math.abs((check?.estimate.value ?? 0) - ratio) < 1e-9);
    // t(10) * sqrt(2) * .0044721 = .014092
    assert.ok(Math.abs(Math.log((check?.estimate.upper ?? 0) / ratio) - 0.014092) < 1e-4, check?.message);
  });
}

test('where both runs were lucky, what could have been called is told by the floor that is left', () => {
  const lucky = (id: string): Report => {
    const run = runOf(2, 0.0001, id);
    const half = (1.959964 * 0.01) / Math.sqrt(6);
    const ends = [2, 2 * Math.exp(-half), 2 * Math.exp(half)] as const;
    const { launchRatios = [] } = run.comparisons[0] ?? {};
    return { ...run, comparisons: [compared('app', 'json', ends, 'faster', { launchRatios })] };
  };
  const rules = { thresholds: [allowing('throughput', 0.05)], policy: POLICY };
  const [check] = judgeGate(lucky('now'), rules, changeSince(lucky(STORED.run.id))).results;
  // 1 - .95 exp(-(1.959964 + .841621) .01 sqrt(2 / 6))
  assert.ok(Math.abs((check?.mde ?? 0) - 0.065242) < 1e-5, `${check?.mde}`);
});

test('what does not compare is invalid by name, with its number', () => {
  const now = runOf(1.7, 0.01, 'now');
  const measurements = now.measurements.map((one) =>
    one.target === 'express' ? measured('express', 'json', 5500, 2) : one,
  );
  const slower = { ...now, measurements };
  const rules = { thresholds: [allowing('throughput', 0.05)], policy: POLICY };
  const { status, exitCode, results } = judgeGate(slower, rules, changeSince(STORED));
  assert.deepEqual([status, exitCode], ['invalid', 5]);
  assert.match(results[0]?.message ?? '', /^not comparable: speed of express in scenario json differs; 0\.85x/);
  const codes = againstWarnings(againstOf(STORED, slower)).map(({ code, message }) => [code, message]);
  assert.deepEqual(
    codes.map(([code]) => code),
    ['stored-baseline', 'not-comparable'],
  );
  assert.match(codes[1]?.[1] ?? '', /speed of express in scenario json \(6214 req\/s, now 5500 req\/s\)$/);
});

test('what was invalid in the stored run proves nothing, but for failures, which make it so', () => {
  const now = runOf(1.7, 0.01, 'now');
  for (const [metric, status] of [
    ['throughput', 'invalid'],
    ['errorRate', 'fail'],
  ] as const) {
    const of = ({ comparisons }: Report, verdict: 'faster' | 'invalid') =>
      comparisons.map((one) => ({ ...one, metric, verdict }));
    const rules = { thresholds: [allowing(metric, 0.05)], policy: POLICY };
    const evidence = changeSince({ ...STORED, comparisons: of(STORED, 'invalid') });
    const [check] = judgeGate({ ...now, comparisons: of(now, 'faster') }, rules, evidence).results;
    assert.equal(check?.status, status, check?.message);
  }
});

test('a metric that the stored run lacks is invalid', () => {
  const now = runOf(1.7, 0.01, 'now');
  const withP99 = [...now.comparisons, compared('app', 'json', [1, 0.99, 1.01], 'faster', { metric: 'latency.p99' })];
  const rules = { thresholds: [allowing('latency.p99', 0.05)], policy: POLICY };
  const { results } = judgeGate({ ...now, comparisons: withP99 }, rules, changeSince(STORED));
  assert.deepEqual(
    [results[0]?.status, results[0]?.message.split(';')[0]],
    ['invalid', `run ${STORED.run.id} lacks it`],
  );
});

for (const [again, status] of [
  [1.7, 'fail'],
  [2, 'inconclusive'],
] as const) {
  test(`fresh launches at ${again} times the baseline leave a loss against a stored run ${status}`, () => {
    const now = runOf(1.7, 0.01, 'now');
    const evidence = changeSince(STORED);
    const first = judgeGate(now, { thresholds: [allowing('throughput', 0.05)], policy: POLICY }, evidence);
    const fresh = runOf(again, 0.01, 'fresh');
    const itself = compared('express again', 'json', [1, 0.99, 1.01], 'no-difference');
    const both = { ...fresh, comparisons: [...fresh.comparisons, itself] };
    const { results } = confirmGate(now, first, both, 'express again', evidence);
    assert.deepEqual([results[0]?.status, results[0]?.confirmed], [status, status === 'fail'], results[0]?.message);
    assert.ok(Math.abs((results[0]?.confirmation?.ratio.value ?? 0) - again / 2) < 1e-9);
  });
}

test('a gate says which run it was held against and how much less that is worth', () => {
  const against = againstOf(STORED, runOf(2, 0.01, 'now'));
  assert.deepEqual([against.run, against.launches], [STORED.run.id, 6]);
  assert.ok((against.widthRatio ?? 0) > 1.5, `${against.widthRatio}`);
  const [note] = againstWarnings(against);
  assert.match(note?.message ?? '', /^held against run 20261122-1031-7f3a of 2026-11-22: intervals are 2\.\d times/);
});

const DOUBTS: readonly (readonly [code: string, then: boolean, now: boolean, doubts: readonly string[] | undefined])[] =
  [
    ['answers-differ', false, true, ['answers-differ']],
    ['answers-differ', true, false, ['answers-differ']],
    // The reference is another server: that it answers something else is no news.
    ['answers-differ', true, true, undefined],
    ['answers-changed', true, true, ['answers-changed']],
    ['near-ceiling', true, false, ['near-ceiling']],
  ];

for (const [code, then, now, doubts] of DOUBTS) {
  test(`${code} ${then ? 'in' : 'not in'} the stored run and ${now ? 'in' : 'not in'} the present one: ${doubts ? 'a' : 'no'} doubt`, () => {
    const withIt = (run: Report, has: boolean): Report => ({
      ...run,
      warnings: has ? [warned('warn', code, 'look at it', { target: 'app', scenario: 'json' })] : [],
    });
    const rules = { thresholds: [allowing('throughput', 0.05)], policy: POLICY };
    const evidence = changeSince(withIt(STORED, then));
    const [check] = judgeGate(withIt(runOf(2, 0.01, 'now'), now), rules, evidence).results;
    assert.deepEqual([check?.status, check?.doubts], ['pass', doubts], check?.message);
  });
}

test('a stored run of another machine judges no loss, and fails where what is invalid is to fail', () => {
  const moved = { ...STORED, environment: { ...machineOf(STORED), cpuModel: 'AMD EPYC 7763' } };
  const found = (['fail', 'warn'] as const).map((onInvalid) => {
    const rules = { thresholds: [allowing('throughput', 0.05)], policy: { ...POLICY, onInvalid } };
    const { status, exitCode } = judgeGate(runOf(1.7, 0.01, 'now'), rules, changeSince(moved));
    return [status, exitCode];
  });
  assert.deepEqual(found, [
    ['invalid', 5],
    ['invalid', 0],
  ]);
});

function codesOf(warnings: readonly Warning[]): string[] {
  return warnings.map(({ code, level }) => `${code} ${level}`);
}

const PRESENT = runOf(2, 0.01, 'now');
const { plan } = PRESENT;
const environment = machineOf(PRESENT);
const toolVersion = STORED.tool.version;
const REFUSED: readonly (readonly [stored: Report, exitCode: number, message: RegExp])[] = [
  [{ ...STORED, comparisons: [] }, 2, /compares nothing/],
  [{ ...STORED, plan: { ...plan, baseline: 'node-http' } }, 2, /has the baseline node-http, and this gate express$/],
  [{ ...STORED, comparisons: [compared('other', 'json', [1, 1, 1], 'faster')] }, 2, /did not measure app, but other$/],
  [{ ...STORED, plan: { ...plan, launchesDone: 5 } }, 2, /has 5 launches, and a gate takes 6 at least$/],
  [{ ...STORED, tool: { ...STORED.tool, version: '0.0.9' } }, 5, /version of perfcmp \(0\.0\.9, now/],
  [
    { ...STORED, environment: { ...environment, cpuModel: 'AMD EPYC 7763', cores: 3 } },
    5,
    /does not compare: CPU model \(AMD EPYC 7763, now .*\); cores \(3, now \d+\)$/,
  ],
];

for (const [stored, exitCode, message] of REFUSED) {
  test(`before anything is measured a stored run is refused with ${exitCode}: ${message.source}`, () => {
    const planned = { plan: { baseline: 'express', targets: ['express', 'app'] }, environment, toolVersion };
    const under = (onInvalid: GateReaction) => ({ ...planned, policy: { onInvalid } });
    const isRefusal = (error: unknown): boolean =>
      error instanceof PerfcmpError && error.exitCode === exitCode && message.test(error.message);
    assert.deepEqual(refuseStored(STORED, under('fail')), []);
    assert.throws(() => refuseStored(stored, under('fail')), isRefusal);
    // What is invalid may be forgiven, what makes no sense may not.
    for (const onInvalid of ['warn', 'pass'] as const) {
      if (exitCode === 2) assert.throws(() => refuseStored(stored, under(onInvalid)), isRefusal);
      else assert.deepEqual(codesOf(refuseStored(stored, under(onInvalid))), ['not-comparable warn']);
    }
  });
}
