import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/stats/random.js';
import { launchInterval } from '../../src/stats/ratio-interval.js';
import { expectedEffect, expectedLaunchStddev, launchesToResolve } from '../../src/stats/resolution.js';
import { shareOf } from '../helpers/simulation.js';

const JUDGING = { alpha: 0.05, margin: 0.02 };

test('a pilot of one launch adds what starts usually differ by, one of three weighs it against their own', () => {
  assert.equal(expectedLaunchStddev([{ value: 0.1, variance: 0.02 ** 2 }])?.toFixed(4), '0.0250');
  const three = [-0.05, 0, 0.05].map((value) => ({ value, variance: 0.02 ** 2 }));
  // (2 x .025^2 + 2 x .05^2) / 4.
  assert.equal(expectedLaunchStddev(three)?.toFixed(5), Math.sqrt(0.0015625).toFixed(5));
  assert.equal(expectedLaunchStddev([{ value: 0.1, variance: null }]), null);
  assert.equal(expectedLaunchStddev([]), null);
});

test('more launches can call less, and never as little as the margin', () => {
  const effects = [3, 5, 8, 12, 100].map((launches) => expectedEffect(0.02, launches, JUDGING));
  assert.deepEqual(
    effects.map((effect) => effect.toFixed(3)),
    ['0.082', '0.052', '0.042', '0.037', '0.026'],
  );
  assert.ok(expectedEffect(0.02, 1000, JUDGING) > JUDGING.margin);
});

test('the launches that a resolution takes are the fewest that can call it', () => {
  for (const resolution of [0.03, 0.05, 0.1]) {
    const launches = launchesToResolve(0.02, resolution, JUDGING)!;
    assert.ok(expectedEffect(0.02, launches, JUDGING) <= resolution);
    assert.ok(expectedEffect(0.02, launches - 1, JUDGING) > resolution);
  }
  assert.equal(launchesToResolve(0.02, 0.02, JUDGING), null);
  assert.equal(launchesToResolve(0.5, 0.03, JUDGING), null);
});

test('what is foreseen to be callable is called in four of five runs', () => {
  const random = createRandom(8);
  for (const launches of [5, 8, 12]) {
    const loss = expectedEffect(0.03, launches, JUDGING);
    const found = shareOf(2000, () => {
      const values = Array.from({ length: launches }, () => ({
        value: Math.log(1 - loss) + 0.03 * random.normal(),
        variance: 0,
      }));
      const { center, halfWidth } = launchInterval(values, { alpha: JUDGING.alpha, moderated: false })!;
      return center + halfWidth! < Math.log(1 - JUDGING.margin);
    });
    assert.ok(found > 0.77 && found < 0.83, `${launches} launches: ${found}`);
  }
});
