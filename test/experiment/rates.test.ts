import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPace, openSettleMs } from '../../src/experiment/open-pace.js';
import { createPlan, type PlanInput } from '../../src/experiment/plan.js';
import { arrivalSeed, chooseRates } from '../../src/experiment/rates.js';
import type { OpenLoadProfile } from '../../src/model/load-profile.js';
import type { ChosenRate, SectionPace } from '../../src/model/plan.js';
import { openProfile, syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

function shareProfile(share: number): OpenLoadProfile {
  const name = `open-${share * 100}%`;
  return openProfile(1, 1000, { name, share, arrivals: { spacing: 'poisson', stages: [], seed: 0 } });
}

const PROFILES = [syntheticProfile(), shareProfile(0.5), shareProfile(0.9), openProfile(2000, 1000)];
const SCENARIOS = [syntheticScenario('json'), syntheticScenario('items')];

function planOf(changes: Partial<PlanInput> = {}) {
  return createPlan({
    targets: ['a', 'b'].map((name) => ({ name, scenarios: SCENARIOS })),
    baseline: 'a',
    scenarios: SCENARIOS,
    profiles: PROFILES,
    ...{ seed: 1, launches: 5, blocks: 12, fewestBlocks: 6, sliceMs: null, durationMs: null },
    ...{ warmupMs: 2000, mode: 'auto', quick: false, margins: {} },
    ...changes,
  });
}

test('rates are shares of what the slowest target of each scenario did, rounded to three digits', () => {
  const perSec = { json: { a: 6129, b: 4321 }, items: { a: 1003, b: 0 } };
  const plan = planOf();
  const capacities = plan.instances.flatMap(({ cells }) =>
    cells.flatMap((cell) => {
      const own = perSec[cell.scenario as 'json' | 'items'][cell.target as 'a' | 'b'];
      return own > 0 ? [{ cell, perSec: own }] : [];
    }),
  );
  const chosen = chooseRates(plan, capacities);
  assert.deepEqual(
    chosen.map(({ scenario, profile, ratePerSec, slowest }) => [scenario, profile, ratePerSec, slowest]),
    [
      ['json', 'open-50%', 2160, 'b'],
      ['json', 'open-90%', 3890, 'b'],
      ['json', 'r2000', 2000, 'b'],
      ['items', 'open-50%', 502, 'a'],
      ['items', 'open-90%', 903, 'a'],
      ['items', 'r2000', 2000, 'a'],
    ],
  );
});

test('where nobody answered only rates that were asked for are known', () => {
  assert.deepEqual(
    chooseRates(planOf({ scenarios: [SCENARIOS[0]!], targets: [{ name: 'a', scenarios: [SCENARIOS[0]!] }] }), []),
    [{ scenario: 'json', profile: 'r2000', ratePerSec: 2000, capacityPerSec: null, slowest: null }],
  );
});

function paceOf(
  profile: OpenLoadProfile,
  rate: Pick<ChosenRate, 'ratePerSec' | 'capacityPerSec'> | null,
  changes: Partial<PlanInput> = {},
  mode: 'plain' | 'exclusive' = 'plain',
): Pick<SectionPace, 'sliceMs' | 'blocks'> {
  const { sliceMs, blocks } = openPace(planOf(changes), profile, { scenario: 'json', rate, mode });
  return { sliceMs, blocks };
}

test('slices at a rate last a second, near the limit five, and are as many as a p99 needs', () => {
  const [half, most] = [shareProfile(0.5), shareProfile(0.9)];
  const rate = (ratePerSec: number, capacityPerSec: number) => ({ ratePerSec, capacityPerSec });
  assert.deepEqual(paceOf(half, null), { sliceMs: 1000, blocks: 4 });
  assert.deepEqual(paceOf(half, rate(5000, 10_000)), { sliceMs: 1000, blocks: 4 });
  assert.deepEqual(paceOf(most, rate(9000, 10_000)), { sliceMs: 5000, blocks: 2 });
  // 10 500 answers at 1500/s take 7 s.
  assert.deepEqual(paceOf(half, rate(1500, 3200)), { sliceMs: 1000, blocks: 7 });
  // Not longer than 10 s, however few there are; 64 in flight at 640/s are 100 ms, and a slice holds twenty of them.
  assert.deepEqual(paceOf(half, rate(320, 640)), { sliceMs: 2000, blocks: 5 });
  assert.deepEqual(paceOf(half, rate(5, 10)), { sliceMs: 5000, blocks: 2 });
  // A rate that was asked for turns out to be near the limit.
  assert.deepEqual(paceOf(openProfile(2000, 1000), rate(2000, 2100)), { sliceMs: 5000, blocks: 2 });
});

test('what was asked for decides, as far as slices stay long enough', () => {
  const half = shareProfile(0.5);
  const rate = { ratePerSec: 5000, capacityPerSec: 10_000 };
  assert.deepEqual(paceOf(half, rate, { sliceMs: 100 }), { sliceMs: 1000, blocks: 4 });
  assert.deepEqual(paceOf(half, rate, { sliceMs: 3000 }), { sliceMs: 3000, blocks: 2 });
  assert.deepEqual(paceOf(half, rate, { blocks: 3, fewestBlocks: 3 }), { sliceMs: 1000, blocks: 3 });
  assert.deepEqual(paceOf(half, rate, { durationMs: 46_000 }), { sliceMs: 1000, blocks: 8 });
  assert.deepEqual(paceOf(half, rate, {}, 'exclusive'), { sliceMs: 2000, blocks: 2 });
});

test('loads over the same connections are warmed up as one', () => {
  const warmups = (profiles: PlanInput['profiles']) => planOf({ profiles }).instances[0]?.warmup;
  assert.equal(warmups(PROFILES), undefined);
  assert.deepEqual(warmups([...PROFILES, openProfile(10, 1000, { name: 'few', connections: 8 })]), {
    minMs: 4000,
    maxMs: 8000,
  });
});

test('a block has the same arrivals whoever has its turn, and every block its own', () => {
  const seeds = [1, 2, 3].flatMap((launch) => [0, 1, 2].map((block) => arrivalSeed({ seed: 5 }, launch, block)));
  assert.equal(new Set(seeds).size, 9);
  assert.equal(arrivalSeed({ seed: 5 }, 2, 1), seeds[4]);
  assert.notEqual(arrivalSeed({ seed: 6 }, 2, 1), seeds[4]);
});

test('arrivals before the window go on for a latency, within limits', () => {
  assert.deepEqual([0, 350, 60_000].map(openSettleMs), [200, 350, 1000]);
});
