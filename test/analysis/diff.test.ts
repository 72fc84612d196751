import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffRuns, whyNoDiff } from '../../src/analysis/diff.js';
import type { Report } from '../../src/model/report.js';
import { EARLIER, LATER } from '../helpers/diff-cases.js';
import { threeTargets } from '../helpers/report-cases.js';
import { compared, machineOf, measured } from '../helpers/reports.js';

const options = { toolVersion: '0.1.0' };

test('what changed is the ratio of the ratios to the reference', () => {
  const diff = diffRuns(EARLIER, LATER, options);
  assert.equal(diff.isComparable, true);
  assert.deepEqual(
    diff.comparisons.map(({ scenario, target, metric, verdict }) => [scenario, target, metric, verdict]),
    [
      ['json', 'app', 'throughput', 'slower'],
      ['json', 'app', 'latency.p50', 'inconclusive'],
      ['json', 'app', 'cpuPerRequest', 'no-difference'],
    ],
  );
  const [throughput] = diff.comparisons;
  assert.ok(Math.abs((throughput?.change.value ?? 0) - 1.7 / 2) < 1e-9);
  assert.deepEqual([throughput?.first.value, throughput?.second.value, throughput?.margin], [2, 1.7, 0.02]);
  assert.ok((throughput?.change.upper ?? 1) < 0.98 && (throughput?.change.lower ?? 1) > 0.8);
  assert.ok((throughput?.df ?? 0) > 4 && (throughput?.df ?? 0) <= 8);
});

test('the wider margin and the stricter level of the two runs are held', () => {
  const stricter = LATER.comparisons.map((one) => ({ ...one, margin: 0.3, alpha: 0.0221 }));
  const [throughput] = diffRuns(EARLIER, { ...LATER, comparisons: stricter }, options).comparisons;
  assert.deepEqual([throughput?.margin, throughput?.alpha, throughput?.verdict], [0.3, 0.0221, 'no-difference']);
});

test('a quick run cannot show that nothing changed', () => {
  const quick: Report = { ...LATER, plan: { ...LATER.plan, quick: true } };
  const cpu = diffRuns(EARLIER, quick, options).comparisons.find(({ metric }) => metric === 'cpuPerRequest');
  assert.equal(cpu?.verdict, 'inconclusive');
});

test('another machine takes every verdict and leaves the numbers', () => {
  const moved: Report = { ...LATER, environment: { ...machineOf(LATER), cpuModel: 'AMD EPYC 7763' } };
  const diff = diffRuns(EARLIER, moved, options);
  assert.equal(diff.isComparable, false);
  assert.ok(
    diff.comparisons.every(({ verdict, reasons }) => verdict === 'invalid' && reasons[0] === 'CPU model differs'),
  );
  assert.ok(diff.comparisons.every(({ change }) => change.value !== null));
});

test('a reference that was slower than before takes the verdicts of its scenario', () => {
  const measurements = LATER.measurements.map((cell) =>
    cell.target === 'express' ? measured('express', 'json', 5500, 2) : cell,
  );
  const diff = diffRuns(EARLIER, { ...LATER, measurements }, options);
  assert.deepEqual([diff.isComparable, diff.comparisons[0]?.verdict], [false, 'invalid']);
  assert.deepEqual(diff.comparisons[0]?.reasons, ['speed of express in scenario json differs']);
});

test('what was invalid in one run stays so', () => {
  const comparisons = LATER.comparisons.map((one) => ({ ...one, verdict: 'invalid' as const }));
  const diff = diffRuns(EARLIER, { ...LATER, comparisons }, options);
  assert.equal(diff.isComparable, true);
  assert.deepEqual(diff.comparisons[0]?.reasons, [`invalid in run ${LATER.run.id}`]);
});

test('a ratio without an interval has no verdict and no width', () => {
  const comparisons = LATER.comparisons.map((one) => ({ ...one, ratio: { ...one.ratio, lower: null, upper: null } }));
  const [throughput] = diffRuns(EARLIER, { ...LATER, comparisons }, options).comparisons;
  assert.equal(throughput?.verdict, 'inconclusive');
  assert.deepEqual([throughput?.change.lower, throughput?.df, throughput?.widthRatio], [null, null, null]);
  assert.ok(Math.abs((throughput?.change.value ?? 0) - 0.85) < 1e-9);
});

const other = threeTargets();

for (const [title, first, second, expected] of [
  ['two runs of one reference and one target can be diffed', EARLIER, LATER, null],
  [
    'different baselines',
    EARLIER,
    { ...LATER, plan: { ...LATER.plan, baseline: 'node-http' } },
    /different baselines: express in \S+, node-http in/,
  ],
  ['a run of one server', EARLIER, { ...LATER, comparisons: [] }, /compares nothing/],
  ['other targets', EARLIER, other, /share no target and scenario beside the baseline express/],
  [
    'other scenarios',
    EARLIER,
    { ...LATER, comparisons: [compared('app', 'plaintext', [1, 0.9, 1.1], 'inconclusive')] },
    /share no target and scenario/,
  ],
] as const) {
  test(`${title}: ${expected === null ? 'yes' : 'no, and says why'}`, () => {
    const reason = whyNoDiff(first, second);
    if (expected === null) assert.equal(reason, null);
    else assert.match(reason?.message ?? '', expected);
  });
}
