import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearAxis, logAxis, placeOn, spreadAxis } from '../../../src/report/html/axes.js';
import type { Axis } from '../../../src/report/html/chart.js';

const WORDS = { name: 'x', format: (value: number) => value.toFixed(2) };

function labelsOf({ ticks }: Axis): string[] {
  return ticks.map(({ label }) => label);
}

test('a linear axis goes from 0 to a round number beyond the largest value', () => {
  const axis = linearAxis([12, 47.6, 3], WORDS);
  assert.deepEqual([axis.from, axis.to], [0, 50]);
  assert.deepEqual(labelsOf(axis), ['0', '10', '20', '30', '40', '50']);
});

test('an axis without values, or with none but 0, can be drawn', () => {
  assert.deepEqual(labelsOf(linearAxis([], WORDS)), ['0', '0.2', '0.4', '0.6', '0.8', '1']);
  assert.deepEqual(linearAxis([0, 0], WORDS).to, 1);
  assert.deepEqual(labelsOf(logAxis([], WORDS)), ['1', '3', '10']);
});

test('a logarithmic axis has round numbers, as many as there is room for', () => {
  const cases: readonly (readonly [readonly number[], readonly string[]])[] = [
    [
      [1, 1000],
      ['1', '10', '100', '1000'],
    ],
    [
      [4, 60],
      ['5', '10', '20', '50'],
    ],
    [
      [0.97, 1.04],
      ['0.98', '1', '1.02', '1.04'],
    ],
  ];
  for (const [values, labels] of cases) assert.deepEqual(labelsOf(logAxis(values, WORDS)), labels);
  assert.ok(labelsOf(logAxis([1, 1e14], WORDS)).length <= 10);
});

test('a logarithmic axis ignores what it cannot show, and has room around the rest', () => {
  const axis = logAxis([0, -3, 5, Number.NaN, 80], WORDS);
  assert.ok(axis.from < 5 && axis.from > 4 && axis.to > 80 && axis.to < 90);
  assert.deepEqual([placeOn(axis, 100), placeOn(axis, 0)], [2, null]);
});

test('values that lie far apart get a logarithmic axis, which says so', () => {
  assert.deepEqual([spreadAxis([5, 24], WORDS).scale, spreadAxis([5, 24], WORDS).name], ['linear', 'x']);
  assert.deepEqual([spreadAxis([5, 300], WORDS).scale, spreadAxis([5, 300], WORDS).name], ['log', 'x, logarithmic']);
});
