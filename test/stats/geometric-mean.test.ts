import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geometricMean } from '../../src/stats/geometric-mean.js';
import { createRandom } from '../../src/stats/random.js';
import { launchInterval } from '../../src/stats/ratio-interval.js';
import { logTotalRatio } from '../../src/stats/totals.js';
import { shareOf, simulateLaunch } from '../helpers/simulation.js';

test('twice as fast here and half as fast there is neither', () => {
  const mean = geometricMean([
    { value: Math.log(2), variance: 0.04 },
    { value: Math.log(0.5), variance: 0.08 },
  ]);
  assert.ok(mean !== null && Math.abs(mean.value) < 1e-12);
  assert.equal(mean.variance?.toFixed(6), '0.030000');
  assert.equal(geometricMean([{ value: 1, variance: null }])?.variance, null);
  assert.equal(geometricMean([]), null);
});

test('its interval holds the truth in at least 93 % of runs, whose scenarios share how starts differ', () => {
  const random = createRandom(12);
  const ratios = [0.8, 1.3, 2];
  const truth = Math.log(0.8 * 1.3 * 2) / 3;
  const covered = shareOf(500, () => {
    const values = Array.from({ length: 5 }, () => {
      const start = 0.02 * random.normal();
      const noise = { launchStddev: 0.01, sliceScale: 0.1, blocks: 8 };
      const scenarios = ratios.map((ratio) => logTotalRatio(simulateLaunch(random, { ...noise, ratio }))!);
      const { value, variance } = geometricMean(scenarios)!;
      return { value: value + start, variance };
    });
    const { center, halfWidth } = launchInterval(values, { alpha: 0.05, moderated: false })!;
    return Math.abs(center - truth) <= halfWidth!;
  });
  assert.ok(covered >= 0.93, `${covered}`);
});
