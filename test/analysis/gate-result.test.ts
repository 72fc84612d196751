import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateResult } from '../../src/analysis/gate-result.js';
import type { GateCheck, GatePolicy, GateReaction, GateStatus } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import { JSON_SCENARIO, runReport } from '../helpers/reports.js';

const REPORT = runReport({ scenarios: [JSON_SCENARIO], measurements: [], comparisons: [] });

function check(status: GateStatus, severity: GateCheck['severity'] = 'error'): GateCheck {
  return {
    ...{ scenario: 'json', profile: 'c64', metric: 'throughput', target: 'head', baseline: 'base', severity, status },
    limit: { kind: 'regression', margin: 0.05 },
    estimate: { value: 1, lower: 0.9, upper: 1.1 },
    values: { baseline: 1, target: 1 },
    ...{ mde: null, pValue: null, confirmed: null, confirmation: null, message: '' },
  };
}

function outcome(
  statuses: readonly GateStatus[],
  [onInvalid, onInconclusive]: readonly [GateReaction, GateReaction] = ['fail', 'fail'],
  report: Report = REPORT,
): readonly [GateStatus, number] {
  const policy: GatePolicy = { onInvalid, onInconclusive, confirmRegression: true };
  const { status, exitCode } = gateResult(
    report,
    statuses.map((one) => check(one)),
    policy,
  );
  return [status, exitCode];
}

test('exit codes: 5 before 1 before 4 before 0', () => {
  assert.deepEqual(outcome(['pass', 'pass']), ['pass', 0]);
  assert.deepEqual(outcome(['pass', 'inconclusive']), ['inconclusive', 4]);
  assert.deepEqual(outcome(['inconclusive', 'fail', 'pass']), ['fail', 1]);
  assert.deepEqual(outcome(['inconclusive', 'fail', 'invalid']), ['invalid', 5]);
});

test('what is not to fail changes no code, and is still the status where nothing failed', () => {
  assert.deepEqual(outcome(['pass', 'inconclusive'], ['fail', 'warn']), ['inconclusive', 0]);
  assert.deepEqual(outcome(['invalid', 'inconclusive'], ['warn', 'pass']), ['invalid', 0]);
  assert.deepEqual(outcome(['invalid', 'fail'], ['warn', 'warn']), ['fail', 1]);
  assert.deepEqual(outcome(['invalid', 'inconclusive'], ['warn', 'fail']), ['inconclusive', 4]);
});

test('a target that failed is 3 before anything else, an interrupt before that', () => {
  const [target] = runReport({ scenarios: [JSON_SCENARIO], measurements: [], comparisons: [] }).targets;
  const dead = { ...REPORT, targets: [{ ...target!, failure: 'died' }] };
  assert.deepEqual(outcome(['invalid', 'fail'], ['fail', 'fail'], dead), ['invalid', 3]);
  const interrupted = { ...dead, run: { ...dead.run, interrupted: 'SIGTERM' } };
  assert.deepEqual(outcome(['fail'], ['fail', 'fail'], interrupted), ['invalid', 143]);
});

test('a rule that only warns changes neither', () => {
  const policy: GatePolicy = { onInvalid: 'fail', onInconclusive: 'fail', confirmRegression: true };
  for (const status of ['fail', 'inconclusive', 'invalid'] as const) {
    const result = gateResult(REPORT, [check('pass'), check(status, 'warn')], policy);
    assert.deepEqual([result.status, result.exitCode, result.results.length], ['pass', 0, 2]);
  }
});

test('without a single check nothing has passed', () => {
  assert.deepEqual(outcome([]), ['inconclusive', 4]);
  assert.deepEqual(outcome([], ['fail', 'warn']), ['inconclusive', 0]);
});
