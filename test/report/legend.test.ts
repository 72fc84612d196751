import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { legendOf, markOf } from '../../src/report/legend.js';
import { sectionsOf } from '../../src/report/row.js';
import { manyTargets } from '../helpers/many-targets.js';
import { threeTargets } from '../helpers/report-cases.js';
import { warned } from '../helpers/reports.js';

function rowsOf(report: Report) {
  return sectionsOf(report)[0]?.rows ?? [];
}

test('each mark of a table is explained once, and what is not there is not', () => {
  assert.deepEqual(legendOf(rowsOf(manyTargets())), [
    '* its throughput rose by more than 3 % while measured',
    '~ rough, of few launches',
    '! near ceiling: go-net-http, go-gin',
  ]);
  assert.deepEqual(legendOf(rowsOf(threeTargets())), ['no difference: less than 5 %']);
});

test('a target is marked as warming by what was seen in this scenario, and by a cut warm-up in all', () => {
  const marked = (...warnings: Report['warnings']): string[] =>
    rowsOf({ ...threeTargets(), warnings }).flatMap((row) => (markOf(row) === ' *' ? row.target.name : []));
  const of = (code: string, scenario: string | null) => warned('warn', code, 'rose', { target: 'express', scenario });
  assert.deepEqual(marked(of('still-warming', 'json')), ['express']);
  assert.deepEqual(marked(of('still-warming', 'benchmark-no-wait')), []);
  assert.deepEqual(marked(of('warm-up-cut', null)), ['express']);
  assert.deepEqual(marked(of('gets-slower', 'json')), []);
});

test('a doubt is told with those it is about, and one of a verdict that is not there is not', () => {
  const report = threeTargets();
  const doubted = report.comparisons.map((one) => ({ ...one, doubts: ['near-ceiling', 'answers-differ'] }));
  assert.deepEqual(legendOf(rowsOf({ ...report, comparisons: doubted })).slice(0, 2), [
    '! near ceiling: node-http, spring-like',
    '! answers differ: node-http, spring-like',
  ]);
});
