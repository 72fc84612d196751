import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateSeconds, launchesWithin, longestExtensionSeconds } from '../../src/experiment/estimate.js';
import { withStopping } from '../../src/experiment/stopping-plan.js';
import { PLAN } from '../cli/progress-events.js';

test('a plan that may end early has its last look for its end, and intervals that allow for the looks', () => {
  const plan = withStopping(PLAN, { looks: [6, 9, 12], budgetMs: null, resolution: 0.03 });
  assert.deepEqual([plan.launches, plan.alpha, plan.stopping?.looks], [12, 0.0221, [6, 9, 12]]);
  assert.equal(withStopping(PLAN, { looks: [5], budgetMs: null, resolution: null }).alpha, 0.05);
  const many = withStopping(PLAN, { looks: [3, 4, 5, 6, 7, 8, 9, 10], budgetMs: null, resolution: null });
  assert.equal(many.alpha, 0.05 / 8);
});

test('the load of a launch stays what it was', () => {
  const timed = { ...PLAN, durationMs: 10_000, ownDurationsMs: { c64: 4000 } };
  const plan = withStopping(timed, { looks: [3, 5, 8], budgetMs: null, resolution: null });
  assert.deepEqual([plan.durationMs, plan.ownDurationsMs], [40_000, { c64: 16_000 }]);
});

test('as many launches as fit are foreseen, and no run longer than its budget', () => {
  // The ceiling is measured once.
  const seconds = (launches: number) => estimateSeconds({ ...PLAN, launches });
  assert.equal(launchesWithin(PLAN, (seconds(8) + 0.1) * 1000), 8);
  assert.equal(launchesWithin(PLAN, (seconds(8) - 0.1) * 1000), 7);
  assert.equal(launchesWithin(PLAN, 1), 0);
  const plan = withStopping(PLAN, { looks: [6, 9, 12], budgetMs: 5000, resolution: null });
  assert.equal(estimateSeconds(plan), 5);
  assert.equal(longestExtensionSeconds(plan), 0);
});
