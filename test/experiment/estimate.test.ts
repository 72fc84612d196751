import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  estimateAnewSeconds,
  estimateSeconds,
  isTimeToStartAgain,
  likelyPace,
  longestExtensionSeconds,
} from '../../src/experiment/estimate.js';
import { createPlan, type PlanInput } from '../../src/experiment/plan.js';
import type { Warmup } from '../../src/model/plan.js';
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

test('a run starts again late only where its budget leaves time for three launches, and is told to take what is left', () => {
  const plan = planOf(['a', 'b']);
  const paces = [{ scenario: 'json', profile: 'c64', sliceMs: 300, blocks: 6 }];
  const seconds = estimateSeconds(plan, paces);
  const launch = (seconds - estimateSeconds({ ...plan, launches: 2 }, paces)) / 3;
  isNear(estimateAnewSeconds(plan, paces, 100_000), seconds);
  assert.ok(isTimeToStartAgain(plan, paces, 100_000), 'without a budget there always is time');
  const after = (leftSeconds: number): [number, boolean] => {
    const stopping = { looks: [5], budgetMs: 100_000 + leftSeconds * 1000, resolution: null };
    const budgeted = { ...plan, stopping };
    return [estimateAnewSeconds(budgeted, paces, 100_000), isTimeToStartAgain(budgeted, paces, 100_000)];
  };
  const rows: [left: number, estimate: number, isTime: boolean][] = [
    [10 * seconds, seconds, true],
    [3.1 * launch, 3.1 * launch, true],
    [2.9 * launch, 2.9 * launch, false],
    // One is measured in any case.
    [0.5 * launch, launch, false],
  ];
  for (const [left, estimate, isTime] of rows) {
    const [estimated, isThere] = after(left);
    isNear(estimated, estimate);
    assert.equal(isThere, isTime, `${left} s`);
  }
});
