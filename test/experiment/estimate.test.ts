import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  estimateAnewSeconds,
  estimateSeconds,
  launchesLeft,
  likelyPace,
  longestExtensionSeconds,
} from '../../src/experiment/estimate.js';
import { createPlan, type PlanInput } from '../../src/experiment/plan.js';
import type { Plan, SectionPace, Warmup } from '../../src/model/plan.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const JSON_SCENARIO = syntheticScenario('json');

function planOf(names: readonly string[], changes: Partial<PlanInput> = {}, warmup: Warmup | null = null) {
  return createPlan({
    targets: names.map((name) => ({ name, scenarios: [JSON_SCENARIO], warmup })),
    baseline: 'a',
    scenarios: [JSON_SCENARIO],
    profiles: [syntheticProfile()],
    seed: 7,
    launches: 5,
    blocks: 12,
    fewestBlocks: 6,
    sliceMs: 100,
    durationMs: null,
    warmupMs: 2000,
    mode: 'auto',
    quick: false,
    margins: {},
    ...changes,
  });
}

function isNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`);
}

test('the estimate is made of the ceiling, of starts, of warm-ups half extended and of slices', () => {
  const ceiling = 2.3;
  const starts = 2 * (1 + 0.15 + 3);
  const slices = 2 * 12 * (0.1 * 1.15 + 2 * 0.015 + 0.01);
  isNear(estimateSeconds(planOf(['a', 'b'])), ceiling + 5 * (starts + slices));
  isNear(estimateSeconds(planOf(['a', 'b'], { launches: 1 })), ceiling + starts + slices);
  isNear(estimateSeconds(planOf(['a', 'b'], { blocks: 24, fewestBlocks: 24 })), ceiling + 5 * (starts + 2 * slices));
});

test('a warm-up that never settles takes the other half; of a rough look there is none', () => {
  isNear(longestExtensionSeconds(planOf(['a', 'b'])), 5 * 2 * 1);
  isNear(longestExtensionSeconds(planOf(['a', 'b'], { quick: true })), 0);
  const java = planOf(['a'], {}, { minMs: 10_000, maxMs: 60_000 });
  isNear(estimateSeconds(java) - estimateSeconds(planOf(['a'])), 5 * (35 - 3));
  isNear(longestExtensionSeconds(java), 5 * 25);
});

test('once the pace of a scenario is known, the estimate has its slices, their settling and their last answers', () => {
  const plan = planOf(['a', 'b']);
  const known = [{ scenario: 'json', profile: 'c64', sliceMs: 1000, blocks: 6 }];
  const slices = (ms: number): number => (5 * 2 * ms) / 1000;
  isNear(estimateSeconds(plan, known) - estimateSeconds(plan), slices(6 * (1150 + 100 + 10) - 12 * (115 + 30 + 10)));
});

test('more connections and more targets make slices longer, as there is always a slower one', () => {
  const lengthOf = (count: number, connections = 64): number | null => {
    const names = Array.from({ length: count }, (_, index) => `t${index}`);
    const plan = planOf(names, { sliceMs: null, profiles: [syntheticProfile({ connections })] });
    return likelyPace(plan, { scenario: 'json', profile: 'c64' }).sliceMs;
  };
  assert.deepEqual([lengthOf(1), lengthOf(3), lengthOf(6), lengthOf(17)], [256, 256, 512, 854]);
  assert.deepEqual([lengthOf(3, 10), lengthOf(3, 400)], [100, 1600]);
});

const FROZEN = [{ scenario: 'json', profile: 'c64', sliceMs: 300, blocks: 6 }];

/** What each launch adds to the estimate. */
function secondsALaunch(plan: Plan, paces: readonly SectionPace[]): number {
  return (estimateSeconds(plan, paces) - estimateSeconds({ ...plan, launches: 2 }, paces)) / 3;
}

function withBudget(plan: Plan, budgetSeconds: number): Plan {
  return { ...plan, stopping: { looks: [5], budgetMs: 1000 * budgetSeconds, resolution: null } };
}

test('a run that starts again is told to take what is left of its budget', () => {
  const plan = planOf(['a', 'b']);
  const seconds = estimateSeconds(plan, FROZEN);
  const launch = secondsALaunch(plan, FROZEN);
  isNear(estimateAnewSeconds(plan, FROZEN, 100_000), seconds);
  const rows: [left: number, estimate: number][] = [
    [10 * seconds, seconds],
    [2.9 * launch, 2.9 * launch],
    // One is measured in any case.
    [0.5 * launch, launch],
  ];
  for (const [left, estimate] of rows)
    isNear(estimateAnewSeconds(withBudget(plan, 100 + left), FROZEN, 100_000), estimate);
});

test('as many launches are left as fit into the rest of the budget, each as slow as they were seen to be', () => {
  const plan = planOf(['a', 'b']);
  const launch = secondsALaunch(plan, FROZEN);
  const left = (leftSeconds: number, launchSeconds: number, paces: readonly SectionPace[]): number =>
    launchesLeft(withBudget(plan, 100 + leftSeconds), FROZEN, {
      elapsedMs: 100_000,
      launchMs: 1000 * launchSeconds,
      paces,
    });
  assert.deepEqual(
    [3.1, 2.9, 0.5, -1].map((launches) => left(launches * launch, launch, FROZEN)),
    [3, 2, 0, 0],
  );
  // Warm-ups ended soon, which they need not do again.
  assert.equal(left(2.9 * launch, launch / 2, FROZEN), 2);
  // Starts of 15 s.
  assert.equal(left(2.9 * (launch + 30), launch + 30, FROZEN), 2);
  // Slices were shorter than they are going to be.
  const plain = [{ scenario: 'json', profile: 'c64', sliceMs: 100, blocks: 6 }];
  const more = launch - secondsALaunch(plan, plain);
  assert.ok(more > 1, `${more} s`);
  assert.equal(left(3 * (100 + more) - 1, 100, plain), 2);
  assert.equal(left(3 * (100 + more) + 1, 100, plain), 3);
  assert.equal(
    launchesLeft(plan, FROZEN, { elapsedMs: 100_000, launchMs: 1000, paces: FROZEN }),
    Number.POSITIVE_INFINITY,
    'without a budget there always is time',
  );
});
