import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateSeconds } from '../../src/experiment/estimate.js';
import type { LiveInstance } from '../../src/experiment/live-cell.js';
import { choosePaces, longerSlices, takesPart } from '../../src/experiment/pace.js';
import { createPlan } from '../../src/experiment/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const SCENARIOS = [
  syntheticScenario('quick'),
  syntheticScenario('slow', { likelyLatencyMs: 60 }),
  syntheticScenario('batch', { isBatch: true, likelyLatencyMs: 700 }),
];

function planOf(scenarios: readonly Scenario[]) {
  return createPlan({
    targets: ['a', 'b'].map((name) => ({ name, scenarios })),
    baseline: 'a',
    scenarios,
    profiles: [syntheticProfile()],
    ownProfiles: new Map([['batch', [syntheticProfile({ name: 'batch', connections: 1 })]]]),
    seed: 1,
    launches: 2,
    blocks: 12,
    fewestBlocks: 6,
    sliceMs: null,
    durationMs: null,
    warmupMs: 2000,
    mode: 'auto',
    quick: false,
    margins: {},
  });
}

/** Targets as warm-up found them, by scenario. */
function warm(latenciesMs: Readonly<Record<string, number>>): LiveInstance {
  const cells = SCENARIOS.map((scenario) => ({
    scenario,
    cell: { target: 'a', scenario: scenario.name, profile: scenario.isBatch ? 'batch' : 'c64' },
    meanLatencyMs: latenciesMs[scenario.name],
  }));
  return { cells } as unknown as LiveInstance;
}

test('slices are as long as the slowest target of their scenario needs; of a batch one is one request', () => {
  const live = [warm({ quick: 2, slow: 50, batch: 900 }), warm({ quick: 4, slow: 60, batch: 400 })];
  assert.deepEqual(choosePaces(planOf(SCENARIOS), live, 'plain'), [
    { scenario: 'quick', profile: 'c64', sliceMs: 100, blocks: 12 },
    { scenario: 'slow', profile: 'c64', sliceMs: 1200, blocks: 6 },
    { scenario: 'batch', profile: 'batch', sliceMs: null, blocks: 3 },
  ]);
});

test('slices that are longer than usual have a reason: the slowest target, or the mode where that wants more', () => {
  const plan = planOf(SCENARIOS);
  const quick = [warm({ quick: 2, slow: 4, batch: 900 })];
  const slow = [...quick, warm({ quick: 4, slow: 60, batch: 400 })];
  assert.equal(longerSlices(plan, quick, 'plain'), null);
  assert.deepEqual(longerSlices(plan, slow, 'plain'), { sliceMs: 1200, reason: 'a takes 60ms to answer slow' });
  assert.deepEqual(longerSlices(plan, slow, 'freeze'), { sliceMs: 1200, reason: 'a takes 60ms to answer slow' });
  assert.deepEqual(longerSlices(plan, quick, 'freeze'), { sliceMs: 300, reason: 'mode freeze takes no shorter ones' });
  // Who asked for a length knows it, unless the mode has another.
  assert.equal(longerSlices({ ...plan, sliceMs: 400 }, slow, 'freeze'), null);
  assert.equal(longerSlices({ ...plan, sliceMs: 50 }, slow, 'freeze')?.sliceMs, 300);
  assert.equal(longerSlices(plan, [], 'freeze'), null);
});

test('fewer slices than blocks are spread evenly over them, each scenario with exactly its number', () => {
  const blocks = (slices: number): number[] =>
    Array.from({ length: 12 }, (_, block) => block).filter((block) => takesPart(slices, block, 12));
  assert.deepEqual(blocks(12).length, 12);
  assert.deepEqual(blocks(6), [1, 3, 5, 7, 9, 11]);
  assert.deepEqual(blocks(3), [3, 7, 11]);
  for (let slices = 0; slices <= 12; slices += 1) assert.equal(blocks(slices).length, slices);
});

test('a scenario has its own profile and nobody else does; the estimate knows what is slow', () => {
  const plan = planOf(SCENARIOS);
  assert.deepEqual(
    plan.profiles.map(({ name }) => name),
    ['c64', 'batch'],
  );
  assert.deepEqual(
    plan.instances[0]?.cells.map(({ scenario, profile }) => `${scenario} ${profile}`),
    ['quick c64', 'slow c64', 'batch batch'],
  );
  const alone = (name: string): number => estimateSeconds(planOf(SCENARIOS.filter((one) => one.name === name)));
  // The ceiling, then 2 launches x 2 targets: a start, its warm-up, and the slices.
  assert.ok(Math.abs(alone('batch') - 2.3 - 4 * (1.15 + 3 * 0.7)) < 0.01, String(alone('batch')));
  assert.ok(Math.abs(alone('slow') - 2.3 - 4 * (1.15 + 3 + 6 * (1.2 * 1.15 + 0.13))) < 0.01, String(alone('slow')));
});

test('three scenarios are warmed longer than two, a batch not at all', () => {
  const more = [...SCENARIOS, syntheticScenario('third')];
  assert.equal(planOf(SCENARIOS).instances[0]?.warmup, undefined);
  assert.deepEqual(planOf(more).instances[0]?.warmup, { minMs: 3000, maxMs: 6000 });
});
