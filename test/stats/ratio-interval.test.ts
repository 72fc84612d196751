import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchInterval, smallestCallableEffect } from '../../src/stats/ratio-interval.js';
import { blockLogRatios, logTotalRate, logTotalRatio, totalRate } from '../../src/stats/totals.js';

function assertClose(actual: number | null | undefined, expected: number, tolerance = 1e-9): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

const launches = (values: readonly number[], variance: number | null = 0) =>
  values.map((value) => ({ value, variance }));

test('the interval is Student t over launches', () => {
  const interval = launchInterval(launches([0.1, 0.16, 0.04, 0.13, 0.07]), { alpha: 0.05, moderated: false });
  assertClose(interval?.center, 0.1);
  // s = .0474342, t(4) = 2.776445
  assertClose(interval?.halfWidth, (2.776445 * 0.0474342) / Math.sqrt(5), 1e-6);
  assert.equal(interval?.df, 4);
});

test('launches that agree by luck do not narrow the interval below blocks and 1 % a launch', () => {
  const interval = launchInterval(launches([0.1, 0.1, 0.1], 0.0003), { alpha: 0.05, moderated: false });
  assertClose(interval?.halfWidth, 1.959964 * Math.sqrt((0.0003 + 0.0001) / 3), 1e-7);
});

test('a single launch has no interval, unless it is moderated', () => {
  const single = launches([0.2], 0.0004);
  assert.equal(launchInterval(single, { alpha: 0.05, moderated: false })?.halfWidth, null);
  const moderated = launchInterval(single, { alpha: 0.05, moderated: true });
  assert.equal(moderated?.df, 2);
  assertClose(moderated?.halfWidth, 4.302653 * Math.sqrt(0.0004 + 0.000225), 1e-6);
  assert.equal(launchInterval([], { alpha: 0.05, moderated: true }), null);
});

test('two launches are moderated by blocks and 1.5 % a launch', () => {
  const interval = launchInterval(launches([0.1, 0.14], 0.0004), { alpha: 0.05, moderated: true });
  // s^2 = .0008, so s~^2 = (2 (.0004 + .000225) + .0008) / 3, df 3.
  assertClose(interval?.halfWidth, 3.182446 * Math.sqrt((2 * 0.000625 + 0.0008) / 3 / 2), 1e-6);
  assert.equal(interval?.df, 3);
});

test('the smallest callable effect holds the margin and what it takes to clear it', () => {
  const interval = launchInterval(launches([0.03, -0.03, 0]), { alpha: 0.05, moderated: false });
  assert.ok(interval);
  const effect = smallestCallableEffect(interval, { alpha: 0.05, margin: 0.02 });
  // Three launches with s = 3 %: 3.26 s on top of the margin, in logarithms.
  assertClose(effect, 1 - 0.98 * Math.exp(-3.26 * 0.03), 2e-3);
  const single = launchInterval(launches([0.03]), { alpha: 0.05, moderated: false });
  assert.equal(single && smallestCallableEffect(single, { alpha: 0.05, margin: 0.02 }), null);
});

test('totals count an empty slice, where logarithms of slices cannot', () => {
  const pairs = [
    { baseline: { amount: 100, time: 0.1 }, target: { amount: 100, time: 0.1 } },
    { baseline: { amount: 100, time: 0.1 }, target: { amount: 0, time: 0.1 } },
  ];
  assertClose(logTotalRatio(pairs)?.value, Math.log(0.5));
  assert.ok(Number.isFinite(logTotalRatio(pairs)?.variance));
  assert.deepEqual(blockLogRatios(pairs), [0]);
});

test('the rate of nothing is undefined', () => {
  assert.equal(totalRate([]), null);
  assert.equal(totalRate([{ amount: 0, time: 1 }]), null);
  assert.equal(logTotalRate([{ amount: 0, time: 1 }]), null);
  assert.equal(logTotalRate([{ amount: 5, time: 1 }])?.variance, null);
});

test('pairing cancels what a block does to both sides', () => {
  const pairs = [1, 0.5, 2, 0.8].map((machine) => ({
    baseline: { amount: 100 * machine, time: 0.1 },
    target: { amount: 90 * machine, time: 0.1 },
  }));
  assertClose(logTotalRatio(pairs)?.value, Math.log(0.9));
  assertClose(logTotalRatio(pairs)?.variance, 0);
  assert.ok((logTotalRate(pairs.map((pair) => pair.target))?.variance ?? 0) > 0.05);
});

test('where the floor decides the width, four in five are found beyond the sum of the two normal quantiles', () => {
  const floored = { center: 0, halfWidth: 0.02, df: 4, isFloored: true } as const;
  // 0.02 x (1.960 + 0.842) / 1.960
  assert.ok(
    Math.abs((smallestCallableEffect(floored, { alpha: 0.05, margin: 0 }) ?? 0) - (1 - Math.exp(-0.028588))) < 1e-5,
  );
});
