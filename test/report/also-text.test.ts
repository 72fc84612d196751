import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { alsoLines } from '../../src/report/also-text.js';
import { sectionsOf } from '../../src/report/row.js';
import { manyTargets } from '../helpers/many-targets.js';
import { invalidCell, threeTargets } from '../helpers/report-cases.js';

function linesOf(report: Report, width = 100): string[] {
  const [section] = sectionsOf(report);
  return section === undefined ? [] : alsoLines(section, width, (text) => text);
}

test('of few targets each metric is a line with words', () => {
  assert.deepEqual(linesOf(threeTargets(), 120).slice(0, 2), [
    ' also against express (above 1 is better)',
    '   latency p50     node-http faster (4.02x [3.90, 4.15])   spring-like no difference (0.991x [0.985, 0.998])',
  ]);
});

test('a verdict of few launches or with a doubt has its marks', () => {
  const report = threeTargets();
  const comparisons = report.comparisons.map((one) => ({ ...one, doubts: ['answers-differ'] }));
  const [, line = ''] = linesOf({ ...report, plan: { ...report.plan, launchesDone: 2 }, comparisons }, 120);
  assert.match(line, /node-http faster ~! \(.*no difference ! \(/);
});

test('of many targets each has a row, and a mark where its ratio alone would not say what it is worth', () => {
  const lines = linesOf(manyTargets());
  assert.equal(lines.length, 2 + 12, 'without the baseline and the four that are invalid');
  assert.deepEqual(
    [lines[0], lines[1]],
    [
      ' also against express (above 1 is better; ? inconclusive)',
      '                    latency p50            latency p99            cpu/request',
    ],
  );
  assert.equal(
    lines.find((line) => line.includes('spring-boot')),
    '   spring-boot      1.78x [1.47, 2.16] ~   0.39x [0.23, 0.67] ~   1.62x [1.40, 1.88] ~',
  );
  assert.match(lines.at(-1) ?? '', /^ {3}spring-like +0\.82x \[0\.57, 1\.19\] \? +0\.70x \[0\.48, 1\.01\] \? +0\.92x/);
});

test('a narrow table loses metrics from the right, never a part of a number', () => {
  for (const line of linesOf(manyTargets(), 62)) assert.ok(line.length <= 62, line);
  assert.doesNotMatch(linesOf(manyTargets(), 62).join('\n'), /cpu\/request/);
});

test('what is invalid is told by its row alone', () => {
  assert.deepEqual(linesOf(invalidCell()), []);
});

test('the typical slice is told where it lies beyond what the whole may be', () => {
  const report = threeTargets();
  const told = (value: number): string[] => {
    const comparisons = report.comparisons.map((one) =>
      one.typicalRatio === null ? one : { ...one, typicalRatio: { value, lower: value - 0.01, upper: value + 0.01 } },
    );
    return linesOf({ ...report, comparisons }).filter((line) => line.includes('typical slice'));
  };
  assert.deepEqual(told(3.95), ['   typical slice   spring-like 3.95x [3.94, 3.96]']);
  assert.deepEqual(told(0.98), ['   typical slice   node-http 0.98x [0.97, 0.99]']);
});
