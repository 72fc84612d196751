import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnOf, type LogScale, ratioScale, scaleLine, valueScale } from '../../src/report/log-scale.js';
import { whisker, whiskerScale } from '../../src/report/whisker.js';

const SCALE: LogScale = { from: 0.5, to: 2, columns: 21, ticks: [0.5, 1, 2] };

test('equal factors are equally far apart', () => {
  assert.deepEqual(
    [0.5, Math.SQRT1_2, 1, Math.SQRT2, 2].map((ratio) => columnOf(SCALE, ratio)),
    [0, 5, 10, 15, 20],
  );
  assert.deepEqual([columnOf(SCALE, 0.1), columnOf(SCALE, 100)], [0, 20]);
});

test('a whisker shows the interval, the value and where 1 is', () => {
  const rows: [value: number | null, lower: number | null, upper: number | null, unicode: string, ascii: string][] = [
    [1.41, 1.2, 1.7, '          │  ├─●──┤', '          |  [-o--]'],
    [0.7, 0.6, 0.84, '   ├─●─┤  │', '   [-o-]  |'],
    [1.1, 0.8, 1.5, '       ├──┼●────┤', '       [--+o----]'],
    [1.3, null, null, '          │   ●', '          |   o'],
    [1, 1, 1, '          ●', '          o'],
    [null, null, null, '          │', '          |'],
  ];
  for (const [value, lower, upper, unicode, ascii] of rows) {
    const drawn = [true, false].map((isUnicode) => whisker({ value, lower, upper }, SCALE, isUnicode));
    assert.deepEqual(drawn, [unicode, ascii], `${value}`);
  }
});

test('labels stand around their places, and those that would touch are left out', () => {
  assert.equal(whiskerScale(SCALE), '0.5x     1x        2x');
  const crowded = { ...SCALE, ticks: [0.5, 0.55, 1, 2] };
  assert.equal(scaleLine(crowded, String), '0.5       1         2');
});

test('ticks below 1 are as round as those above', () => {
  for (const lowest of [0.6, 0.3, 0.2, 0.1, 0.05, 0.02, 0.005]) {
    for (const highest of [1, 2, 8, 30, 500]) {
      for (let columns = 20; columns <= 60; columns += 1) {
        const { ticks } = ratioScale([lowest, highest], columns);
        const unround = ticks.filter((tick) => tick < 0.25 && !/^0\.0*[1-9]5?$/.test(String(tick)));
        assert.deepEqual(unround, [], `${lowest} to ${highest} in ${columns} columns: ${ticks}`);
      }
    }
  }
  assert.deepEqual(ratioScale([0.05, 7], 60).ticks, [0.05, 0.1, 0.2, 0.5, 1, 2, 4, 8]);
});

test('powers far below 1 are round numbers', () => {
  for (let columns = 20; columns <= 60; columns += 1) {
    assert.doesNotMatch(whiskerScale(ratioScale([0.00001, 1], columns)), /99/, `${columns} columns`);
  }
});

test('a scale of ratios has 1 on it, all values, and at least 5 % on both sides', () => {
  for (const values of [[], [1], [3.9, 4.02], [0.2], [0.99, 1.01], [1000, 0.001]]) {
    const { from, to, ticks } = ratioScale(values, 40);
    assert.ok(from <= 0.953 && to >= 1.05, `${values}: ${from} to ${to}`);
    for (const value of values) assert.ok(value >= from && value <= to, `${value} in ${from} to ${to}`);
    assert.ok(ticks.includes(1), `${values}: ${ticks}`);
    assert.ok(ticks.length <= 7 && ticks.every((tick) => tick >= from && tick <= to), `${ticks}`);
  }
});

test('ticks are round numbers, fine on a narrow scale, powers on a wide one', () => {
  assert.deepEqual(ratioScale([0.97, 1.03], 40).ticks, [0.95, 1, 1.05]);
  assert.deepEqual(ratioScale([0.9, 4.02], 40).ticks, [1, 2, 3, 4]);
  assert.deepEqual(ratioScale([0.5, 7], 40).ticks, [0.5, 1, 2, 4, 8]);
  assert.deepEqual(ratioScale([0.01, 90], 40).ticks, [0.01, 0.1, 1, 10]);
});

test('a scale shows three ticks or more, 1x among them, over any range that its columns have room for', () => {
  const rows: [values: number[], columns: number, labels: string][] = [
    [[0.0000091, 1], 60, '0.0001x 0.01x 1x'],
    [[0.0000091, 1], 49, '0.0001x 0.01x 1x'],
    [[0.0000091, 1000], 24, '0.001x 1x 1000x'],
    [[0.2, 1], 24, '0.2x 0.5x 1x'],
    [[0.9, 1], 24, '0.9x 0.95x 1x 1.05x'],
  ];
  for (const [values, columns, labels] of rows) {
    assert.equal(labelsOf(values, columns).join(' '), labels, `${values} in ${columns} columns`);
  }
  for (const lowest of [1, 0.9, 0.5, 0.2, 0.07, 0.01, 0.003, 0.0001, 0.0000091]) {
    for (const highest of [1, 1.2, 1.9, 4, 13, 100, 2500]) {
      for (let columns = 40; columns <= 60; columns += 1) {
        const labels = labelsOf([lowest, highest], columns);
        const isGood = labels.length >= 3 && labels.includes('1x');
        assert.ok(isGood, `${lowest} to ${highest} in ${columns} columns: ${labels}`);
      }
    }
  }
});

function labelsOf(values: readonly number[], columns: number): string[] {
  return whiskerScale(ratioScale(values, columns)).trim().split(/ +/);
}

test('what is no positive number has no place on a scale', () => {
  assert.deepEqual(ratioScale([0, Number.NaN, Number.POSITIVE_INFINITY], 40), ratioScale([], 40));
  assert.equal(valueScale([0], 40), null);
});

test('a scale of values lies between round numbers around them', () => {
  const { from, to, ticks } = valueScale([102, 20_700], 40) ?? assert.fail();
  assert.deepEqual([from, to, ticks], [100, 50_000, [100, 1000, 10_000]]);
  const narrow = valueScale([210, 480], 40) ?? assert.fail();
  assert.deepEqual([narrow.from, narrow.to, narrow.ticks], [200, 500, [200, 500]]);
});
