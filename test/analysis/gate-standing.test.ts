import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateStanding, outOfReach } from '../../src/analysis/gate-standing.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import type { GatePolicy } from '../../src/model/gate.js';
import type { Report } from '../../src/model/report.js';
import { allowing, atMost, gateKept, gateOpen, gateRegressed } from '../helpers/judged-gates.js';

const policy: GatePolicy = { onInconclusive: 'warn', onInvalid: 'fail', confirmRegression: true };

function scattering(ratios: readonly number[]): Report {
  const report = gateKept();
  return { ...report, comparisons: report.comparisons.map((one) => ({ ...one, launchRatios: ratios })) };
}

test('a gate is settled when every limit that fails a build is decided, whichever way', () => {
  for (const report of [gateKept(), gateRegressed()]) {
    assert.equal(gateStanding(report.gate!).settled, 'settled');
  }
  assert.deepEqual(gateStanding(gateOpen().gate!), { settled: null, words: '1 of 5 limits are open' });
});

test('a limit that could not be judged is not decided', () => {
  const { results, ...gate } = gateKept().gate!;
  const [first, ...others] = results;
  const standing = gateStanding({ ...gate, results: [{ ...first!, status: 'invalid' }, ...others] });
  assert.deepEqual(standing, { settled: null, words: '1 of 5 limits are open' });
});

test('an open limit that only warns keeps nobody waiting', () => {
  const report = gateOpen();
  const result = judgeGate(report, { thresholds: [allowing('throughput', 0.05, { severity: 'warn' })], policy });
  assert.ok(result.results.some(({ status }) => status === 'inconclusive'));
  assert.equal(gateStanding(result).settled, 'settled');
});

test('three launches that scatter by more than the margin put it out of reach, in the words of its metric', () => {
  const thresholds = [allowing('throughput', 0.05), atMost('memory.peakRss', 1e9)];
  // Standard deviations of logarithms: 10 % and 1 %.
  const wide = scattering([0.9, 1, 1.1]);
  const [first, ...others] = outOfReach(wide, judgeGate(wide, { thresholds, policy }));
  assert.equal(others.length, 1, 'one for each scenario, none for the absolute limit');
  assert.deepEqual(
    [first?.code, first?.level, first?.target, first?.scenario],
    ['out-of-reach', 'warn', 'head', 'json'],
  );
  assert.match(first?.message ?? '', /^throughput: launches scatter by 10 %, so a margin of 5 % is out of reach here$/);
  const narrow = scattering([0.99, 1, 1.01]);
  assert.deepEqual(outOfReach(narrow, judgeGate(narrow, { thresholds, policy })), []);
});
