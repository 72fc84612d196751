import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkErrorLimit, outcomesOf } from '../../src/analysis/error-limit.js';
import type { ErrorLimit } from '../../src/model/error-limit.js';
import type { CountedMeasurement } from '../../src/model/measurement.js';
import { loadOk, loadWithErrors } from '../helpers/load-cases.js';

const [failing, fine] = [loadWithErrors(), loadOk()].map(({ measurements }) => measurements[0]) as [
  CountedMeasurement,
  CountedMeasurement,
];

function warned(measurement: CountedMeasurement, limit: ErrorLimit | null, endedByErrors: boolean): string | undefined {
  return checkErrorLimit(measurement, limit, { endedByErrors, elapsedMs: 1234 })[0]?.message;
}

test('attempts to connect that failed are outcomes', () => {
  assert.deepEqual(outcomesOf(failing), { failures: 48, outcomes: 133 });
});

test('what ended a load early is said in words', () => {
  const ended = 'ended early, after 1.23s, by';
  assert.equal(warned(failing, { kind: 'count', most: 1 }, true), `${ended} the first failure`);
  assert.equal(warned(failing, { kind: 'count', most: 40 }, true), `${ended} 40 failures`);
  assert.equal(warned(failing, { kind: 'share', most: 0.05 }, true), `${ended} more than 5 % of failures`);
});

test('a share that is only exceeded at the end is told as well', () => {
  const limit: ErrorLimit = { kind: 'share', most: 0.05 };
  assert.equal(warned(failing, limit, false), 'more than 5 % of failures, which was the limit');
  assert.equal(warned(failing, { kind: 'share', most: 0.5 }, false), undefined);
  assert.equal(warned(fine, limit, false), undefined);
  assert.equal(warned(failing, null, false), undefined);
});
