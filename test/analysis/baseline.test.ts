import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Report } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';

const TARGETS = [
  { name: 'wrong', throughputPerSec: 6000, failsInLaunch: 1 },
  { name: 'gone', throughputPerSec: 6000, failsInLaunch: 2 },
  { name: 'tiny', throughputPerSec: 6000 },
  { name: 'slow', throughputPerSec: 4200 },
];

function analyse(isBaselineAsked: boolean | null, baseline: string, targets = TARGETS): Report {
  const plan = isBaselineAsked === null ? {} : { isBaselineAsked };
  const events = syntheticRun({ targets, baseline, launches: 3, blocks: 4, plan });
  return analyseRun(events, { toolVersion: '0.1.0' });
}

function replaced({ warnings }: Report): string[] {
  return warnings.flatMap(({ code, level, message }) => (code === 'baseline-replaced' ? [`${level} ${message}`] : []));
}

test('a baseline that nobody named and that failed gives its place to the next target that did not', () => {
  const report = analyse(false, 'wrong');
  assert.equal(report.plan.baseline, 'tiny');
  assert.deepEqual(
    report.comparisons.flatMap(({ metric, baseline, target, verdict }) =>
      metric === 'throughput' ? [`${target} against ${baseline}: ${verdict}`] : [],
    ),
    ['wrong against tiny: invalid', 'gone against tiny: invalid', 'slow against tiny: slower'],
  );
  assert.deepEqual(replaced(report), ['note the baseline is tiny, as wrong failed']);
});

test('a baseline that was named stays, and so does one that did not fail or was planned by an earlier version', () => {
  for (const [asked, baseline] of [
    [true, 'wrong'],
    [null, 'wrong'],
    [false, 'slow'],
  ] as const) {
    const report = analyse(asked, baseline);
    assert.deepEqual([report.plan.baseline, replaced(report)], [baseline, []]);
  }
});

test('where every other target failed, too, the planned baseline stays', () => {
  assert.equal(analyse(false, 'wrong', TARGETS.slice(0, 2)).plan.baseline, 'wrong');
});
