import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedLookLevel, plannedLooks } from '../../src/stats/planned-looks.js';
import { createRandom, type Random } from '../../src/stats/random.js';
import { type LaunchValue, launchInterval } from '../../src/stats/ratio-interval.js';
import { shareOf } from '../helpers/simulation.js';

test('the launches of a run are looked at a few times, the last time at its end', () => {
  const rows: readonly [most: number, looks: readonly number[]][] = [
    [1, [1]],
    [3, [3]],
    [4, [3, 4]],
    [5, [3, 4, 5]],
    [8, [3, 5, 8]],
    [10, [4, 7, 10]],
    [12, [6, 9, 12]],
    [16, [8, 12, 16]],
    [18, [6, 12, 18]],
    [24, [6, 12, 18, 24]],
    [60, [12, 24, 36, 48, 60]],
  ];
  for (const [most, looks] of rows) assert.deepEqual(plannedLooks(most), looks, `${most}`);
});

test('levels are those of Pocock, lower where the first look comes early or looks lie far apart', () => {
  assert.equal(plannedLookLevel([5]), 0.05);
  assert.equal(plannedLookLevel([6, 9, 12]), 0.0221);
  assert.equal(plannedLookLevel([3, 5, 8])?.toFixed(4), '0.0200');
  assert.equal(plannedLookLevel([6, 12, 18])?.toFixed(4), '0.0200');
  assert.equal(plannedLookLevel([6, 7, 8, 9, 10, 11]), null);
});

const WITHIN_STDDEV = 0.006;

/** Share of runs without a true difference in which an interval of any look leaves 1 out. */
function falseAlarms(draw: (random: Random) => number, run: { looks: readonly number[]; stddev: number }): number {
  const random = createRandom(run.looks.length + 100 * run.stddev);
  const alpha = plannedLookLevel(run.looks)!;
  return shareOf(6000, () => {
    const values: LaunchValue[] = Array.from({ length: run.looks.at(-1)! }, () => ({
      value: run.stddev * draw(random),
      variance: WITHIN_STDDEV ** 2,
    }));
    return run.looks.some((look) => {
      const { center, halfWidth } = launchInterval(values.slice(0, look), { alpha, moderated: false })!;
      return Math.abs(center) > halfWidth!;
    });
  });
}

const normal = (random: Random): number => random.normal();
/** Student t with 3 degrees of freedom, variance 1. */
const heavyTailed = (random: Random): number =>
  random.normal() / Math.sqrt(random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2);

for (const most of [8, 12, 24, 60]) {
  const looks = plannedLooks(most);
  test(`looks after ${looks.join(', ')} launches find a difference that is none in at most 5 % of runs`, () => {
    // 5 % and two standard errors of 6000 runs.
    for (const stddev of [0.01, 0.02, 0.04]) {
      const share = falseAlarms(normal, { looks, stddev });
      assert.ok(share <= 0.0556, `normal, ${stddev}: ${share}`);
    }
    assert.ok(falseAlarms(heavyTailed, { looks, stddev: 0.04 }) <= 0.045);
  });
}
