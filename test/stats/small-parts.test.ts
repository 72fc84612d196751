import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fisherExact } from '../../src/stats/fisher.js';
import { mean, median, quantile, stddev, variance } from '../../src/stats/moments.js';
import { createRandom } from '../../src/stats/random.js';
import { rankRanges } from '../../src/stats/rank-ranges.js';
import { linearRise, theilSenSlope } from '../../src/stats/slope.js';
import { isSteady } from '../../src/stats/steadiness.js';
import { trimmedMean } from '../../src/stats/trimmed-mean.js';

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test('moments and quantiles agree with R', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assertClose(mean(values), 5);
  assertClose(variance(values), 32 / 7);
  assertClose(stddev(values), Math.sqrt(32 / 7));
  assertClose(median(values), 4.5);
  assertClose(quantile(values, 0.9), 7.6);
  assertClose(quantile([3], 0.9), 3);
  assert.ok(Number.isNaN(mean([])) && Number.isNaN(variance([1])) && Number.isNaN(median([])));
});

test('the 20 % trimmed mean drops one of five at each end and has the variance Yuen gives it', () => {
  const trimmed = trimmedMean([100, 2, 3, 4, -50]);
  assertClose(trimmed?.value, 3);
  // Winsorised: 2 2 3 4 4, squares 4, three kept: 4 / (3 x 2).
  assertClose(trimmed?.variance, 4 / 6);
  assert.deepEqual(trimmedMean([7]), { value: 7, variance: null });
  assert.equal(trimmedMean([]), null);
});

test("Fisher's exact p agrees with the tea tasting and with R", () => {
  assertClose(fisherExact({ firstYes: 3, firstNo: 1, secondYes: 1, secondNo: 3 }), 0.4857142857, 1e-9);
  assertClose(fisherExact({ firstYes: 1, firstNo: 9, secondYes: 11, secondNo: 3 }), 0.002759456, 1e-8);
  assert.equal(fisherExact({ firstYes: 0, firstNo: 12, secondYes: 0, secondNo: 12 }), 1);
});

test('the Theil-Sen slope is not moved by one outlier', () => {
  assert.equal(theilSenSlope([1, 3, 5, 7, 9]), 2);
  assert.equal(theilSenSlope([1, 3, 500, 7, 9]), 2);
});

test('a line rises from its first value to its last, and its variance is that of such lines', () => {
  assert.deepEqual(linearRise([1, 3, 5, 7]), { value: 6, variance: 0 });
  assert.equal(linearRise([1, 2]), null);
  const random = createRandom(5);
  const rises = Array.from({ length: 2000 }, () => {
    return linearRise(Array.from({ length: 12 }, (_, block) => 7 + 0.01 * block + 0.01 * random.normal()))!;
  });
  assertClose(mean(rises.map(({ value }) => value)), 0.11, 0.001);
  const seen = variance(rises.map(({ value }) => value));
  assertClose(mean(rises.map((rise) => rise.variance!)) / seen, 1, 0.1);
});

test('warm-up is over only when neither slope nor step is left', () => {
  const table: readonly (readonly [string, readonly number[], boolean])[] = [
    ['flat', [100, 101, 100, 99, 100, 101, 100, 100], true],
    ['flat after a cold start', [10, 40, 80, 100, 101, 100, 99, 100, 101, 100, 100], true],
    ['still rising', [100, 102, 104, 106, 108, 110, 112, 114], false],
    ['a step', [100, 100, 100, 100, 110, 110, 110, 110], false],
    ['a trend within noise', [100, 103, 103, 108, 107, 112, 113, 116], false],
    ['one stall', [100, 101, 100, 20, 100, 101, 100, 99], true],
    ['too few', [100, 100, 100], false],
    ['nothing answered', [0, 0, 0, 0, 0, 0, 0, 0], false],
  ];
  for (const [name, windows, expected] of table) assert.equal(isSteady(windows), expected, name);
});

test('a noisy but level server is called steady within a few windows', () => {
  const random = createRandom(11);
  let waits = 0;
  for (let server = 0; server < 200; server++) {
    const windows = Array.from({ length: 8 }, () => 1000 * (1 + 0.08 * random.normal()));
    while (!isSteady(windows)) {
      windows.push(1000 * (1 + 0.08 * random.normal()));
      waits += 1;
    }
  }
  assert.ok(waits / 200 < 6, `${waits / 200} windows on average`);
});

test('who cannot be told apart shares a range of ranks', () => {
  // 0 beats all; 1 and 2 tie; 3 loses to 1 but not provably to 2.
  const proven = new Set(['0>1', '0>2', '0>3', '1>3']);
  assert.deepEqual(
    rankRanges(4, (better, worse) => proven.has(`${better}>${worse}`)),
    [
      { from: 1, to: 1 },
      { from: 2, to: 3 },
      { from: 2, to: 4 },
      { from: 3, to: 4 },
    ],
  );
});
