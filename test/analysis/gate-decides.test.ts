import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { confirmGate } from '../../src/analysis/confirm-gate.js';
import { judgeGate } from '../../src/analysis/judge-gate.js';
import type { Report } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';
import { allowing, atMost } from '../helpers/judged-gates.js';

const RULES = {
  thresholds: [allowing('throughput', 0.1)],
  policy: { onInconclusive: 'fail', onInvalid: 'fail', confirmRegression: true },
} as const;

/** Recorded events of six launches, the first target being the baseline. */
function measured(rates: Readonly<Record<string, number>>, seed: number, launchStddev = 0.01): Report {
  const targets = Object.entries(rates).map(([name, throughputPerSec]) => ({ name, throughputPerSec }));
  return analyseRun(syntheticRun({ targets, launches: 6, seed, launchStddev }), { toolVersion: '0.1.0' });
}

test('events of a candidate at half the rate fail the gate, and events of fresh launches confirm it', () => {
  const first = measured({ old: 6000, new: 3000 }, 1);
  const result = judgeGate(first, RULES);
  assert.deepEqual([result.status, result.exitCode], ['fail', 1], result.results[0]?.message);
  const confirmed = confirmGate(first, result, measured({ old: 6000, new: 3000, again: 6000 }, 2), 'again');
  assert.deepEqual([confirmed.status, confirmed.exitCode], ['fail', 1], confirmed.results[0]?.message);
  assert.equal(confirmed.results[0]?.confirmed, true);
});

test('events of a candidate at the same rate pass it', () => {
  const result = judgeGate(measured({ old: 6000, new: 6000 }, 1), RULES);
  assert.deepEqual([result.status, result.exitCode], ['pass', 0], result.results[0]?.message);
});

test('beside a ratio stand the values of the tables, beside a limit on a value the one that is judged', () => {
  const report = measured({ old: 6000, new: 5000 }, 3, 0.2);
  const [old, fresh] = report.measurements;
  const thresholds = [allowing('throughput', 0.1), atMost('throughput', 100_000)];
  const values = judgeGate(report, { ...RULES, thresholds }).results.map((check) => check.values);
  assert.deepEqual(values, [
    { baseline: old?.throughput.value, target: fresh?.throughput.value },
    { baseline: old?.estimates?.throughput?.value, target: fresh?.estimates?.throughput?.value },
  ]);
  assert.notDeepEqual(values[0], values[1], 'launches scatter, so that the two are not the same');
});
