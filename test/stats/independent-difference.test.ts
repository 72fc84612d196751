import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  differenceInterval,
  type RunSpread,
  spreadOf,
  togetherHalfWidth,
} from '../../src/stats/independent-difference.js';
import { mean } from '../../src/stats/moments.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { launchInterval } from '../../src/stats/ratio-interval.js';
import { shareOf } from '../helpers/simulation.js';

const ALPHA = 0.05;

function spread(standardError: number, launches: number, parts: Partial<RunSpread> = {}): RunSpread {
  return { center: 0, launches, standardError, df: launches - 1, floorError: 0, ...parts };
}

// Degrees of freedom by hand: (a^2 + b^2)^2 / (a^4 / (n - 1) + b^4 / (m - 1)), quantiles by numeric integration of the density.
for (const [one, other, df, halfWidth] of [
  [spread(0.01, 5), spread(0.01, 5), 8, 2.306004 * Math.SQRT2 * 0.01],
  [spread(0.01, 5), spread(0.02, 5), (25 * 4) / 17, 0.054981],
  [spread(0.01, 5), spread(0.01, 3), 5.333333, 0.0356806],
  [spread(0.01, 9), spread(0.000001, 3), 8, 2.306004 * 0.01],
] as const) {
  test(`errors of ${one.standardError} and ${other.standardError} over ${one.launches} and ${other.launches} launches`, () => {
    const interval = differenceInterval({ ...one, center: 0.1 }, { ...other, center: 0.3 }, ALPHA);
    assert.ok(Math.abs(interval.center - 0.2) < 1e-12);
    assert.ok(Math.abs(interval.df - df) < 1e-4, `df ${interval.df}`);
    assert.ok(Math.abs((interval.halfWidth ?? 0) - halfWidth) < 1e-7, `half width ${interval.halfWidth}`);
    assert.equal(interval.isFloored, undefined);
  });
}

test('the floors of lucky runs are the floor of their difference', () => {
  const lucky = spread(0, 5, { floorError: 0.01 / Math.sqrt(5) });
  const { halfWidth, isFloored } = differenceInterval(lucky, lucky, ALPHA);
  assert.equal(isFloored, true);
  assert.ok(Math.abs((halfWidth ?? 0) - (1.959964 * Math.hypot(0.01, 0.01)) / Math.sqrt(5)) < 1e-7);
});

test('two runs without any scatter differ by exactly what they say', () => {
  const { halfWidth } = differenceInterval(spread(0, 5), spread(0, 5), ALPHA);
  assert.equal(halfWidth, 0);
});

test('one run of ten launches with both in it is half as wide as two of five', () => {
  const run = spread(0.01, 5);
  const apart = differenceInterval(run, run, ALPHA).halfWidth ?? 0;
  const together = togetherHalfWidth(run, run, ALPHA);
  // t(9) s / sqrt 10 with s = .01 sqrt 5
  assert.ok(Math.abs(together - (2.262157 * 0.01) / Math.SQRT2) < 1e-6, String(together));
  assert.ok(Math.abs(apart / together - 2.0388) < 1e-3, String(apart / together));
});

test('a spread is read back from launches and interval as it went in', () => {
  const values = [0.1, 0.16, 0.04, 0.13, 0.07];
  const launches = values.map((value) => ({ value, variance: 0 }));
  const plain = launchInterval(launches, { alpha: ALPHA, moderated: false });
  const read = spreadOf(values, { center: 0.1, halfWidth: plain?.halfWidth ?? null, alpha: ALPHA }, false);
  assert.ok(Math.abs((read?.standardError ?? 0) - 0.0474342 / Math.sqrt(5)) < 1e-7);
  assert.deepEqual([read?.df, read?.launches, read?.floorError], [4, 5, 0]);
  const moderated = launchInterval(launches.slice(0, 2), { alpha: ALPHA, moderated: true });
  const few = spreadOf(
    values.slice(0, 2),
    { center: 0.13, halfWidth: moderated?.halfWidth ?? null, alpha: ALPHA },
    true,
  );
  assert.equal(few?.df, 3);
  assert.ok(Math.abs((few?.standardError ?? 0) * 3.182446 - (moderated?.halfWidth ?? 0)) < 1e-7);
});

test('without an interval there is no spread', () => {
  assert.equal(spreadOf([0.1], { center: 0.1, halfWidth: null, alpha: ALPHA }, false), null);
  assert.equal(spreadOf([], { center: 0.1, halfWidth: 0.1, alpha: ALPHA }, false), null);
});

/** A run of a target whose log ratio is `truth`: launches scatter by `stddev`, their blocks tell half of that. */
function simulatedRun(random: Random, truth: number, launches: number, stddev: number): RunSpread {
  const values = Array.from({ length: launches }, () => truth + stddev * random.normal());
  const interval = launchInterval(
    values.map((value) => ({ value, variance: stddev ** 2 / 4 })),
    {
      alpha: ALPHA,
      moderated: false,
    },
  );
  const found = spreadOf(values, { center: mean(values), halfWidth: interval?.halfWidth ?? null, alpha: ALPHA }, false);
  assert.ok(found !== null);
  return found;
}

for (const [launches, others] of [
  [3, 3],
  [5, 5],
  [3, 8],
] as const) {
  test(`intervals of the difference of ${launches} and ${others} launches hold the truth in 95 of 100 cases`, () => {
    const random = createRandom(launches * 100 + others);
    for (const [one, other] of [
      [0.02, 0.02],
      [0.01, 0.06],
      [0.002, 0.002],
    ] as const) {
      const share = shareOf(3000, () => {
        const first = simulatedRun(random, 0.3, launches, one);
        const { center, halfWidth } = differenceInterval(first, simulatedRun(random, 0.25, others, other), ALPHA);
        return Math.abs(center + 0.05) <= (halfWidth ?? 0);
      });
      assert.ok(share >= 0.935, `${share} at ${one} and ${other}`);
    }
  });
}
