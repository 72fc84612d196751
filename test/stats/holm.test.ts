import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holmAdjusted } from '../../src/stats/holm.js';
import { createRandom } from '../../src/stats/random.js';
import { launchInterval, pValueBelow } from '../../src/stats/ratio-interval.js';
import { shareOf } from '../helpers/simulation.js';

const ALPHA = 0.05;
const LIMIT = Math.log(0.95);

/** Share of runs of six launches in which any of four rules fails, whose truth lies on the margin or beyond it. */
function failing(truth: number, adjust: (pValues: readonly number[]) => readonly number[]): number {
  const random = createRandom(4);
  return shareOf(2000, () => {
    // What a start does to all of them alike makes them hang together.
    const starts = Array.from({ length: 6 }, () => 0.02 * random.normal());
    const pValues = Array.from({ length: 4 }, () => {
      const launches = starts.map((start) => ({ value: truth + start + 0.02 * random.normal(), variance: 1e-4 }));
      const interval = launchInterval(launches, { alpha: ALPHA, moderated: false })!;
      return pValueBelow(interval, { alpha: ALPHA, limit: LIMIT })!;
    });
    return adjust(pValues).some((p) => p < ALPHA / 2);
  });
}

test('four rules on whose margin the truth lies fail in at most 2.5 % of runs after Holm, and in more without', () => {
  // And two standard errors of 2000 runs.
  assert.ok(failing(LIMIT, holmAdjusted) <= 0.025 + 0.007);
  assert.ok(failing(LIMIT, (pValues) => pValues) > 0.04);
});

test('a loss of 15 % against a margin of 5 % still fails nearly always after Holm', () => {
  assert.ok(failing(Math.log(0.85), holmAdjusted) >= 0.98);
});
