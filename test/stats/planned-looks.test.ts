import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedLookLevel, plannedLooks } from '../../src/stats/planned-looks.js';
import { createRandom } from '../../src/stats/random.js';
import { launchInterval } from '../../src/stats/ratio-interval.js';
import { DRAWS, falseAlarmsOf, gateOutcomes, shareOf } from '../helpers/simulation.js';

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

for (const most of [8, 12, 24, 60]) {
  const looks = plannedLooks(most);
  test(`looks after ${looks.join(', ')} launches find a difference that is none in at most 5 % of runs`, () => {
    // 5 % and two standard errors of 4000 runs.
    for (const launchStddev of [0.01, 0.04]) {
      const share = falseAlarmsOf({ looks, launchStddev, draw: DRAWS.normal });
      assert.ok(share <= 0.0569, `normal, ${launchStddev}: ${share}`);
    }
    assert.ok(falseAlarmsOf({ looks, launchStddev: 0.04, draw: DRAWS.t3 }) <= 0.05);
  });
}

test('looks at every launch without wider intervals would find it three times as often', () => {
  const looks = Array.from({ length: 10 }, (_, look) => look + 3);
  const random = createRandom(11);
  const alarms = shareOf(2000, () => {
    const values = Array.from({ length: 12 }, () => ({ value: 0.04 * random.normal(), variance: 0 }));
    return looks.some((look) => {
      const { center, halfWidth } = launchInterval(values.slice(0, look), { alpha: 0.05, moderated: false })!;
      return Math.abs(center) > halfWidth!;
    });
  });
  assert.ok(alarms > 0.15, `${alarms}`);
});

test('a gate of 5 % passes what lost nothing, fails what lost 10 %, and rarely what lost 5 %', () => {
  const gate = (launchStddev: number, loss: number) =>
    gateOutcomes({ looks: [6, 9, 12], launchStddev, draw: DRAWS.normal, loss }, { runs: 1500 });
  for (const stddev of [0.02, 0.04]) {
    assert.ok(gate(stddev, 0).pass >= 0.92 && gate(stddev, 0).fail === 0, `${stddev}`);
    assert.ok(gate(stddev, 0.1).fail >= 0.94 && gate(stddev, 0.1).pass === 0, `${stddev}`);
  }
  // A true loss of the margin itself: each side is wrong in 2.5 % of runs, and two standard errors.
  assert.ok(gate(0.04, 0.05).fail <= 0.033);
  assert.ok(gate(0.08, 0).inconclusive > 0.3);
});
