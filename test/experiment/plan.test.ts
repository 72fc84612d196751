import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateSeconds, likelyPace } from '../../src/experiment/estimate.js';
import { blocksOf, createPlan, type PlanInput } from '../../src/experiment/plan.js';
import type { Warmup } from '../../src/model/plan.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const JSON_SCENARIO = syntheticScenario('json');

const INPUT: PlanInput = {
  targets: [
    { name: 'express', scenarios: [JSON_SCENARIO] },
    { name: 'node-http', scenarios: [JSON_SCENARIO] },
  ],
  baseline: 'express',
  scenarios: [JSON_SCENARIO],
  profiles: [syntheticProfile()],
  seed: 7,
  launches: 5,
  blocks: 12,
  fewestBlocks: 6,
  sliceMs: null,
  durationMs: null,
  warmupMs: 2000,
  mode: 'auto',
  quick: false,
  margins: { throughput: 0.02 },
};

test('a plan is what was asked for, with the settled figures of the method', () => {
  const { instances, ...plan } = createPlan(INPUT);
  assert.deepEqual(plan, {
    seed: 7,
    launches: 5,
    blocks: 12,
    fewestBlocks: 6,
    durationMs: null,
    sliceMs: null,
    settleMs: 15,
    mode: 'auto',
    warmup: { minMs: 2000, maxMs: 4000 },
    quick: false,
    targets: ['express', 'node-http'],
    baseline: 'express',
    scenarios: [JSON_SCENARIO],
    profiles: [syntheticProfile()],
    alpha: 0.05,
    margins: { throughput: 0.02 },
  });
  assert.deepEqual(
    instances.map(({ id }) => id),
    ['express', 'node-http'],
  );
});

test('a duration is the measured load of a cell over all launches, and decides the blocks', () => {
  const blocks = (durationMs: number | null, sliceMs: number, launches = 5): number =>
    blocksOf(createPlan({ ...INPUT, durationMs, launches }), sliceMs, 'c64', 'plain');
  // 5 launches of slices of 115 ms on average.
  assert.equal(blocks(5 * 9.9 * 115, 100), 10);
  assert.equal(blocks(5 * 10.1 * 115, 100), 11);
  assert.equal(blocks(2 * 19.9 * 1150, 1000, 2), 20);
  assert.equal(blocks(1, 100), 4, 'never too few to pair');
});

test('long slices are fewer, for the same load, but enough to pair; what was asked for stays', () => {
  const rows: [sliceMs: number, blocks: number][] = [
    [100, 12],
    [130, 12],
    [131, 12],
    [200, 8],
    [250, 7],
    [300, 6],
    [5000, 6],
  ];
  for (const [sliceMs, blocks] of rows)
    assert.equal(blocksOf(createPlan(INPUT), sliceMs, 'c64', 'plain'), blocks, `${sliceMs} ms`);
  assert.equal(blocksOf(createPlan({ ...INPUT, blocks: 9, fewestBlocks: 9 }), 5000, 'c64', 'plain'), 9);
});

test('in exclusive mode a target has three slices of two seconds a launch, and the estimate knows', () => {
  const exclusive = createPlan({ ...INPUT, mode: 'exclusive' });
  assert.equal(blocksOf(exclusive, 2000, 'c64', 'exclusive'), 3);
  assert.equal(
    blocksOf(createPlan({ ...INPUT, blocks: 9, fewestBlocks: 9 }), 2000, 'c64', 'exclusive'),
    9,
    'asked for',
  );
  const longer = createPlan({ ...INPUT, durationMs: 5 * 3.9 * 2300 });
  assert.equal(blocksOf(longer, 2000, 'c64', 'exclusive'), 4);
  const [cell] = exclusive.instances.flatMap(({ cells }) => cells);
  assert.ok(cell);
  assert.deepEqual(likelyPace(exclusive, cell), {
    scenario: cell.scenario,
    profile: cell.profile,
    sliceMs: 2000,
    blocks: 3,
  });
  assert.ok(estimateSeconds(exclusive) > 2 * estimateSeconds(createPlan({ ...INPUT, mode: 'plain' })) - 60);
});

test('a target that needs a longer warm-up gets it, where the others keep theirs', () => {
  const plan = (warmup: Warmup | null, warmupMs = 2000) =>
    createPlan({
      ...INPUT,
      warmupMs,
      targets: [{ name: 'java', scenarios: [JSON_SCENARIO], warmup }, INPUT.targets[0]!],
    });
  const warmups = (...input: Parameters<typeof plan>) => plan(...input).instances.map(({ warmup }) => warmup ?? null);
  assert.deepEqual(warmups({ minMs: 10_000, maxMs: 60_000 }), [{ minMs: 10_000, maxMs: 60_000 }, null]);
  assert.deepEqual(warmups({ minMs: 10_000, maxMs: 15_000 }, 9000), [{ minMs: 10_000, maxMs: 18_000 }, null]);
  assert.deepEqual(warmups({ minMs: 1000, maxMs: 15_000, minCpuMs: 9000 }), [
    { minMs: 2000, maxMs: 15_000, minCpuMs: 9000 },
    null,
  ]);
  assert.deepEqual(warmups({ minMs: 1000, maxMs: 3000 }), [null, null], 'it is never shortened');
  assert.deepEqual(warmups(null), [null, null]);
});

test('a rough look extends no warm-up, and cuts what a target needs beyond its most, which the plan tells', () => {
  const own = { minMs: 40_000, maxMs: 90_000 };
  const instancesOf = (changes: Partial<PlanInput>, warmup = own) =>
    createPlan({
      ...INPUT,
      warmupMs: 1500,
      quick: true,
      ownWarmupMs: 8000,
      targets: [{ name: 'java', scenarios: [JSON_SCENARIO], warmup }, INPUT.targets[0]!],
      ...changes,
    }).instances.map(({ warmup: had, wantedWarmup }) => [had, wantedWarmup]);
  const usual = [undefined, undefined];
  assert.deepEqual(createPlan({ ...INPUT, warmupMs: 1500, quick: true }).warmup, { minMs: 1500, maxMs: 1500 });
  assert.deepEqual(instancesOf({}), [[{ minMs: 8000, maxMs: 8000 }, own], usual]);
  assert.deepEqual(instancesOf({}, { minMs: 8000, maxMs: 9000 }), [[{ minMs: 8000, maxMs: 9000 }, undefined], usual]);
  const byCpu = { minMs: 1000, maxMs: 90_000, minCpuMs: 30_000 };
  assert.deepEqual(instancesOf({}, byCpu)[0], [
    { minMs: 8000, maxMs: 8000 },
    { ...byCpu, minMs: 1500 },
  ]);
  assert.deepEqual(instancesOf({ warmupMs: 9000 }), [[undefined, own], usual], 'what all have is no cut');
  assert.deepEqual(instancesOf({ ownWarmupMs: null }), [[own, undefined], usual]);
});
