import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkThresholds, judgeThresholds } from '../../src/analysis/thresholds.js';
import { threshold } from '../../src/config/threshold.js';
import type { CountedMeasurement } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import type { Threshold } from '../../src/model/threshold.js';
import { loadJudged, loadUnanswered, loadWithErrors } from '../helpers/load-cases.js';
import { counted } from '../helpers/reports.js';

function thresholds(...texts: readonly string[]): Threshold[] {
  return texts.map((text) => {
    const parsed = threshold(text);
    assert.ok(parsed.ok, text);
    return parsed.value;
  });
}

function measurementOf({ measurements: [measurement] }: Report): CountedMeasurement {
  return counted(measurement);
}

const JUDGED = measurementOf(loadJudged());
const ROWS: readonly [string, number | null, boolean][] = [
  ['p99<2.51ms', 2510, false],
  ['p99<=2.51ms', 2510, true],
  ['p99>2.51ms', 2510, false],
  ['p99>=2.51ms', 2510, true],
  ['min<1ms', 102.3, true],
  ['avg<384us', 384.12, false],
  ['max<20ms', 20_720, false],
  ['p50<1ms', 225, true],
  ['p75<1ms', 371, true],
  ['p90<1ms', 613, true],
  ['p95<1ms', 942, true],
  ['p999<1h', null, false],
  ['rate>=4210', 4210.4, true],
  ['rate>4211', 4210.4, false],
  ['errors<20%', 842 / 5052, true],
  ['errors<=0', 842 / 5052, false],
];

for (const [text, value, passed] of ROWS) {
  test(`${text} is ${passed ? 'kept' : 'broken'} by ${value ?? 'what cannot be known'}`, () => {
    const [result] = judgeThresholds(thresholds(text), JUDGED);
    assert.deepEqual([result?.value, result?.passed], [value, passed]);
  });
}

test('attempts to connect that failed are errors as well', () => {
  const [result] = judgeThresholds(thresholds('errors<1%'), measurementOf(loadWithErrors()));
  assert.equal(result?.value, (46 + 2) / (85 + 46 + 2));
});

test('a load without an answer keeps no threshold', () => {
  const asked = thresholds('p50<1h', 'max<1h', 'rate>=0', 'errors<=100%');
  const results = judgeThresholds(asked, measurementOf(loadUnanswered()));
  assert.deepEqual(
    results.map(({ value, passed }) => [value, passed]),
    asked.map(() => [null, false]),
  );
});

test('broken thresholds are warned of in one line, and those of an interrupted load are not judged', () => {
  const asked = thresholds('p99<1ms', 'max<1s', 'rate>9k');
  const results = judgeThresholds(asked, JUDGED);
  const messages = (...[judged, interrupted]: readonly [typeof results, string | null]) =>
    checkThresholds(judged, asked, { interrupted }).map(({ code, message }) => `${code}: ${message}`);
  assert.deepEqual(messages(results, null), ['thresholds-broken: 2 of 3 thresholds are broken: p99<1ms, rate>9k']);
  assert.deepEqual(messages(results.slice(0, 2), null), ['thresholds-broken: 1 of 2 thresholds is broken: p99<1ms']);
  assert.deepEqual(messages(results.slice(0, 1), null), ['thresholds-broken: the threshold is broken: p99<1ms']);
  assert.deepEqual(messages(results.slice(1, 2), null), []);
  assert.deepEqual(messages([], 'SIGINT'), ['not-judged: thresholds are only judged once a load has come to its end']);
});
