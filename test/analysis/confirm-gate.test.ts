import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmGate, failedToConfirm, freshDoubts, toBeConfirmed } from '../../src/analysis/confirm-gate.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import { EXIT, MeasurementError, TargetError } from '../../src/errors.js';
import type { GatePolicy, GateResult } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import { allowing, atMost } from '../helpers/judged-gates.js';
import { compared, JSON_SCENARIO, measured, runReport, warned } from '../helpers/reports.js';

const POLICY: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };
const AGAIN = 'express again';
const LAUNCHES = [0.85, 0.86, 0.87, 0.86, 0.85, 0.87];

type Ends = readonly [value: number, lower: number, upper: number];

function report(head: Ends, again: Ends | null = null, parts: Partial<Report> = {}): Report {
  const ratio = (target: string, ends: Ends) => compared(target, 'json', ends, 'slower', { launchRatios: LAUNCHES });
  const base = runReport({
    scenarios: [JSON_SCENARIO],
    measurements: [measured('express', 'json', 6000, 1), measured('head', 'json', 5100, 1)],
    comparisons: [ratio('head', head), ...(again === null ? [] : [ratio(AGAIN, again)])],
  });
  return { ...base, plan: { ...base.plan, launches: 12, launchesDone: 6 }, ...parts };
}

const FIRST = report([0.86, 0.84, 0.88]);
const SAME: Ends = [1.001, 0.985, 1.017];

function judged(policy: Partial<GatePolicy> = {}): GateResult {
  return judgeGate(FIRST, { thresholds: [allowing('throughput', 0.05)], policy: { ...POLICY, ...policy } });
}

function after(fresh: Report): GateResult {
  return confirmGate(FIRST, judged(), fresh, AGAIN);
}

test('only regressions that would fail the build are shown again', () => {
  assert.equal(toBeConfirmed(judged()).length, 1);
  assert.equal(toBeConfirmed(judged({ confirmRegression: false })).length, 0);
  const rules = [allowing('throughput', 0.05, { severity: 'warn' }), atMost('throughput', 1)];
  assert.equal(toBeConfirmed(judgeGate(FIRST, { thresholds: rules, policy: POLICY })).length, 0);
});

test('a regression that fresh launches show again fails, with both numbers', () => {
  const result = after(report([0.87, 0.85, 0.89], SAME));
  const [check] = result.results;
  assert.deepEqual([result.status, result.exitCode, check?.confirmed], ['fail', 1, true]);
  assert.equal(check?.message, '0.86x [0.84, 0.88], allowed -5 %, confirmed by 0.87x [0.85, 0.89] in 6 fresh launches');
  assert.deepEqual(check?.confirmation?.baselineAgain, { value: 1.001, lower: 0.985, upper: 1.017 });
});

test('one that they do not show again is inconclusive, with both numbers', () => {
  const result = after(report([0.97, 0.93, 1.01], SAME));
  const [check] = result.results;
  assert.deepEqual([result.status, result.exitCode, check?.confirmed], ['inconclusive', 0, false]);
  assert.equal(
    check?.message,
    '0.86x [0.84, 0.88], allowed -5 %, not confirmed: 0.97x [0.93, 1.01] in 6 fresh launches',
  );
});

test('where the baseline differs from itself by more than half the margin the environment is to blame', () => {
  const cases: readonly (readonly [Ends, string])[] = [
    [[0.95, 0.93, 0.97], 'invalid'],
    [[1.05, 1.03, 1.07], 'invalid'],
    // Different for certain, by less than half the margin.
    [[0.98, 0.97, 0.99], 'fail'],
  ];
  for (const [again, status] of cases) {
    const result = after(report([0.87, 0.85, 0.89], again));
    assert.equal(result.status, status, again.join());
  }
  const [check] = after(report([0.87, 0.85, 0.89], [0.95, 0.93, 0.97])).results;
  assert.match(check?.message ?? '', /^environment: the baseline against itself came out as 0\.95x \[0\.93, 0\.97\]; /);
});

test('fresh launches that are invalid confirm nothing', () => {
  const warnings = [warned('invalid', 'background-work', 'worked while others were measured', { target: AGAIN })];
  const result = after(report([0.87, 0.85, 0.89], SAME, { warnings }));
  assert.deepEqual([result.status, result.exitCode], ['invalid', 5]);
});

test('what could not be measured again is inconclusive', () => {
  const result = after({ ...report([1, 1, 1]), comparisons: [] });
  assert.deepEqual([result.status, result.results[0]?.confirmed], ['inconclusive', false]);
  assert.match(result.results[0]?.message ?? '', /could not be measured again/);
});

test('failures that fresh launches show again confirm a limit on them', () => {
  const failing = (parts: Partial<Report>): Report => {
    const one = report([0.97, 0.965, 0.975], SAME, parts);
    return { ...one, comparisons: one.comparisons.map((comparison) => ({ ...comparison, metric: 'errorRate' })) };
  };
  const warnings = [warned('invalid', 'errors', '180 of 6000 requests failed (3 %)', { target: 'head' })];
  const first = failing({ warnings });
  const result = judgeGate(first, { thresholds: [allowing('errorRate', 0.01)], policy: POLICY });
  assert.equal(result.status, 'fail');
  const confirmed = confirmGate(first, result, failing({ warnings }), AGAIN);
  assert.deepEqual([confirmed.status, confirmed.exitCode, confirmed.results[0]?.confirmed], ['fail', 1, true]);
  const bound = [...warnings, warned('invalid', 'client-bound', 'the generator was at its limit', { target: 'head' })];
  assert.equal(confirmGate(first, result, failing({ warnings: bound }), AGAIN).status, 'invalid');
});

test('fresh launches that ended too early confirm nothing, and an interrupt keeps its exit code', () => {
  const whole = report([0.87, 0.85, 0.89], SAME);
  const short = after({ ...whole, plan: { ...whole.plan, launchesDone: 5 } });
  assert.deepEqual([short.status, short.exitCode, short.results[0]?.confirmed], ['inconclusive', 0, false]);
  assert.match(short.results[0]?.message ?? '', /; ended before it could be shown again$/);
  const cut = after({ ...whole, run: { ...whole.run, interrupted: 'SIGTERM' } });
  assert.deepEqual([cut.status, cut.exitCode, cut.results[0]?.status], ['inconclusive', 143, 'inconclusive']);
});

test('a target that failed in fresh launches exits with 3 as in the first ones', () => {
  const whole = report([0.87, 0.85, 0.89], SAME);
  const [target] = whole.targets;
  const dead = after({ ...whole, targets: [{ ...target!, name: 'head', failure: 'ended with code 9' }] });
  assert.deepEqual([dead.status, dead.exitCode], ['invalid', EXIT.target]);
  assert.match(dead.results[0]?.message ?? '', /^head failed when it was measured again: ended with code 9; /);
});

test('fresh launches that broke off leave the first ones, and what was doubted is invalid', () => {
  const rules = [allowing('throughput', 0.05), allowing('latency.p99', 0.2)];
  const first = judgeGate(FIRST, { thresholds: rules, policy: POLICY });
  const broken = failedToConfirm(FIRST, first, new MeasurementError('worker', 'a worker crashed'));
  assert.deepEqual([broken.status, broken.exitCode], ['invalid', EXIT.invalid]);
  assert.match(broken.results[0]?.message ?? '', /^it could not be measured again: a worker crashed; 0\.86x/);
  assert.deepEqual(broken.results[1], first.results[1]);
  const dead = new TargetError('nothing-measured', 'head', 'target "head": ended with code 9');
  assert.equal(failedToConfirm(FIRST, first, dead).exitCode, EXIT.target);
  const stopped = failedToConfirm(FIRST, first, new MeasurementError('interrupted', 'interrupted'), 'SIGINT');
  assert.deepEqual([stopped.results[0]?.status, stopped.exitCode], ['inconclusive', 130]);
});

test('a loss that is shown again is in doubt of what was found in either', () => {
  const found = (code: string) => warned('warn', code, 'look at it', { target: 'head' });
  const doubted = { ...FIRST, warnings: [found('near-ceiling')] };
  const rules = { thresholds: [allowing('throughput', 0.05)], policy: POLICY };
  const fresh = report([0.87, 0.85, 0.89], SAME, { warnings: [found('near-ceiling'), found('answers-changed')] });
  const doubtsOf = (first: Report) =>
    confirmGate(first, judgeGate(first, rules), fresh, AGAIN).results.map(({ status, doubts }) => [status, doubts]);
  assert.deepEqual(doubtsOf(doubted), [['fail', ['near-ceiling', 'answers-changed']]]);
  assert.deepEqual(doubtsOf(FIRST), [['fail', ['near-ceiling', 'answers-changed']]]);
});

test('a loss that is not shown again is in no doubt that it was', () => {
  const warnings = [warned('warn', 'near-ceiling', 'as fast as null-server', { target: 'head' })];
  const doubted = { ...FIRST, warnings };
  const first = judgeGate(doubted, { thresholds: [allowing('throughput', 0.05)], policy: POLICY });
  const doubtsAfter = (again: Ends) =>
    confirmGate(doubted, first, report(again, SAME), AGAIN).results.map(({ status, doubts }) => [status, doubts]);
  assert.deepEqual(doubtsAfter([0.87, 0.85, 0.89]), [['fail', ['near-ceiling']]]);
  assert.deepEqual(doubtsAfter([0.97, 0.93, 1.01]), [['inconclusive', undefined]]);
});

test('what only fresh launches found of a loss is told once, with when it was seen', () => {
  const found = (code: string, message = 'look at it') => warned('warn', code, message, { target: 'head' });
  const rules = { thresholds: [allowing('throughput', 0.05), allowing('latency.p99', 0.2)], policy: POLICY };
  const warnings = [found('near-ceiling', 'seen again'), found('answers-changed'), found('foreign-cpu')];
  const toldAfter = (first: Report, again: Ends) => {
    const fresh = report(again, SAME, { warnings });
    const gate = confirmGate(first, judgeGate(first, rules), fresh, AGAIN);
    return freshDoubts(first, gate, fresh).map(({ code, message }) => [code, message]);
  };
  const changed = ['answers-changed', 'when it was measured again: look at it'];
  const nearCeiling = ['near-ceiling', 'when it was measured again: seen again'];
  assert.deepEqual(toldAfter(FIRST, [0.87, 0.85, 0.89]), [nearCeiling, changed]);
  const known = { ...FIRST, warnings: [found('near-ceiling')] };
  assert.deepEqual(toldAfter(known, [0.87, 0.85, 0.89]), [changed]);
  // A note of it casts no doubt.
  const noted = { ...FIRST, warnings: [warned('note', 'near-ceiling', 'look at it', { target: 'head' })] };
  assert.deepEqual(toldAfter(noted, [0.87, 0.85, 0.89]), [nearCeiling, changed]);
  // Nothing was shown again that could be doubted.
  assert.deepEqual(toldAfter(FIRST, [0.97, 0.93, 1.01]), []);
});
