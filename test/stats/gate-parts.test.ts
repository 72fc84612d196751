import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binomialInterval } from '../../src/stats/binomial.js';
import { holmAdjusted } from '../../src/stats/holm.js';
import { launchInterval, pValueBelow } from '../../src/stats/ratio-interval.js';

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test("Holm's adjusted p values are those of R's p.adjust, in the order given", () => {
  const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
  // p.adjust(c(.01, .04, .03, .005), "holm")
  for (const [place, expected] of [0.03, 0.06, 0.06, 0.02].entries()) assertClose(adjusted[place], expected);
  assert.deepEqual(holmAdjusted([]), []);
  assert.deepEqual(holmAdjusted([0.2]), [0.2]);
  assert.deepEqual(holmAdjusted([0.9, 0.8]), [1, 1]);
});

test("a binomial share has Clopper and Pearson's interval, and three over n where nothing was seen", () => {
  // Where the tails of the binomial sums are 2.5 % each.
  const seen = binomialInterval(7, 100, 0.05);
  assertClose(seen.lower, 0.0286052889, 1e-9);
  assertClose(seen.upper, 0.1389197285, 1e-9);
  const none = binomialInterval(0, 10_000, 0.05);
  assert.equal(none.lower, 0);
  assertClose(none.upper, 1 - 0.025 ** (1 / 10_000), 1e-9);
  assert.equal(binomialInterval(5, 5, 0.05).upper, 1);
});

test('p against a limit is half of alpha exactly where the interval ends at the limit', () => {
  const launches = [0.1, 0.16, 0.04, 0.13, 0.07, 0.12].map((value) => ({ value, variance: 0.0001 }));
  for (const alpha of [0.05, 0.0221]) {
    const interval = launchInterval(launches, { alpha, moderated: false })!;
    const end = interval.center + interval.halfWidth!;
    assertClose(pValueBelow(interval, { alpha, limit: end }), alpha / 2, 1e-9);
    assert.ok(pValueBelow(interval, { alpha, limit: end + 0.01 })! < alpha / 2);
    assertClose(pValueBelow(interval, { alpha, limit: interval.center }), 0.5);
  }
});

test('a single launch has no p', () => {
  const interval = launchInterval([{ value: 0.2, variance: null }], { alpha: 0.05, moderated: false })!;
  assert.equal(pValueBelow(interval, { alpha: 0.05, limit: 0 }), null);
});

test('what starts make no difference to gets no deviation of starts', () => {
  const launches = [0, 0, 0].map((value) => ({ value, variance: 1e-10 }));
  const interval = launchInterval(launches, { alpha: 0.05, moderated: false, isExact: true });
  assertClose(interval?.halfWidth, 1.959964 * Math.sqrt(1e-10 / 3), 1e-10);
});
