import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LiveCell } from '../../src/experiment/live-cell.js';
import { createPlan } from '../../src/experiment/plan.js';
import type { Generator, LoadPool, SliceRequest } from '../../src/load/generator.js';
import { createCounter } from '../../src/load/request-numbers.js';
import type { ScenarioAnswer } from '../../src/model/contract.js';
import type { Plan } from '../../src/model/plan.js';
import type { Scenario } from '../../src/model/scenario.js';
import { createRandom } from '../../src/stats/random.js';
import type { Instance } from '../../src/target/instance.js';
import { openProfile, syntheticProfile, syntheticRecording, syntheticScenario } from '../helpers/recordings.js';

function planOf(scenario: Scenario): Plan {
  return createPlan({
    targets: [{ name: 'a', scenarios: [scenario] }],
    baseline: 'a',
    scenarios: [scenario],
    profiles: [syntheticProfile()],
    ...{ seed: 1, launches: 1, blocks: 1, fewestBlocks: 1, sliceMs: 100, durationMs: null, warmupMs: 0 },
    ...{ mode: 'plain', quick: false, margins: {} },
  });
}

test('connections that were idle for long are replaced before a slice, younger ones only where they are closed', async () => {
  const happened: string[] = [];
  const poolOf = (name: string): Partial<LoadPool> => ({
    opened: { open: 64, reopened: 0, failures: [] },
    reopen: async () => {
      happened.push(`${name} looked after`);
      return { open: 64, reopened: 3, failures: [] };
    },
    run: async () => {
      happened.push(`${name} loaded`);
      return syntheticRecording({ throughputPerSec: 1000, random: createRandom(1) });
    },
    close: () => happened.push(`${name} closed`),
  });
  const names = ['pool 1', 'pool 2'];
  const generator = { open: async () => poolOf(names.shift() ?? 'one too many') } as unknown as Generator;
  const scenario = syntheticScenario('json');
  const plan = planOf(scenario);
  let nowMs = 0;
  const clock = mock.method(performance, 'now', () => nowMs);
  try {
    const [cell] = plan.instances[0]!.cells;
    const own = { plan, signal: new AbortController().signal, counter: createCounter() };
    const live = await LiveCell.open(generator, { endpoint: null } as unknown as Instance, cell!, own);
    nowMs = 15_000;
    assert.equal(await live.reopen(), 3);
    await live.load(0, 100);
    nowMs = 30_000;
    assert.equal(await live.reopen(), 3);
    nowMs = 36_000;
    assert.equal(await live.reopen(), 64);
    await live.load(0, 100);
  } finally {
    clock.mock.restore();
  }
  assert.deepEqual(happened, [
    ...['pool 1 looked after', 'pool 1 loaded', 'pool 1 looked after'],
    ...['pool 1 closed', 'pool 2 loaded'],
  ]);
});

test('bodies are counted where all that is asked was asked before, nobody declared them, and none is long', async () => {
  const asked: (boolean | undefined)[] = [];
  const generator = {
    open: async () => ({
      opened: { open: 64, reopened: 0, failures: [] },
      run: async (request: SliceRequest) => {
        asked.push(request.countsBodies);
        return syntheticRecording({ throughputPerSec: 1000, random: createRandom(1) });
      },
    }),
  } as unknown as Generator;
  const scenario = syntheticScenario('page');
  const plan = planOf(scenario);
  const [cell] = plan.instances[0]!.cells;
  const answer = { scenario: 'page', request: 'GET /', status: 200, headerBytes: 100, bodyBytes: 9, mediaType: null };
  const cases: readonly (readonly ScenarioAnswer[])[] = [
    [{ ...answer, bodyHash: 'a' }],
    [{ ...answer, bodyHash: null }],
    [answer],
    [{ ...answer, bodyHash: 'a', bodyBytes: 100_000 }],
    [{ ...answer, bodyHash: 'a', scenario: 'another' }],
  ];
  for (const answers of cases) {
    const own = { plan, signal: new AbortController().signal, counter: createCounter(), answers };
    const live = await LiveCell.open(generator, { endpoint: null } as unknown as Instance, cell!, own);
    await live.load(0, 100);
  }
  assert.deepEqual(asked, [true, true, false, false, false]);
  const overHttp2 = { ...plan, profiles: [syntheticProfile({ engine: 'http2' })] };
  const own = { plan: overHttp2, signal: new AbortController().signal, counter: createCounter(), answers: cases[0]! };
  const live = await LiveCell.open(generator, { endpoint: null } as unknown as Instance, cell!, own);
  await live.load(0, 100);
  assert.equal(asked.at(-1), false, 'it was asked over HTTP/1');
});

test('loads of a scenario share their connections, and each sends as its profile says', async () => {
  const pools: { asked: SliceRequest[]; closed: number }[] = [];
  const generator = {
    open: async () => {
      const pool = { asked: [] as SliceRequest[], closed: 0 };
      pools.push(pool);
      return {
        opened: { open: 64, reopened: 0, failures: [] },
        run: async (request: SliceRequest) => {
          pool.asked.push(request);
          return syntheticRecording({ throughputPerSec: 1000, random: createRandom(1) });
        },
        close: () => {
          pool.closed += 1;
        },
      };
    },
  } as unknown as Generator;
  const scenarios = [syntheticScenario('json'), syntheticScenario('items')];
  const rate = openProfile(100, 1000, { arrivals: { spacing: 'poisson', stages: [], seed: 0 }, name: 'open' });
  const plan = createPlan({
    targets: [{ name: 'a', scenarios }],
    baseline: 'a',
    scenarios,
    profiles: [syntheticProfile(), rate],
    ...{ seed: 1, launches: 1, blocks: 1, fewestBlocks: 1, sliceMs: 100, durationMs: null, warmupMs: 0 },
    ...{ mode: 'plain', quick: false, margins: {} },
  });
  const cells: LiveCell[] = [];
  for (const cell of plan.instances[0]!.cells) {
    const own = { plan, signal: new AbortController().signal, counter: createCounter(), others: cells };
    cells.push(await LiveCell.open(generator, { endpoint: null } as unknown as Instance, cell, own));
  }
  assert.deepEqual(
    cells.map(({ cell }) => `${cell.scenario} ${cell.profile}`),
    ['json c64', 'json open', 'items c64', 'items open'],
  );
  assert.equal(pools.length, 2, 'one for each scenario');
  const [closed, open] = cells;
  await closed!.load(15, 100);
  await open!.loadAtRate(200, 1000, { ratePerSec: 250, seed: 9 });
  await assert.rejects(async () => closed!.loadAtRate(200, 1000, { ratePerSec: 250, seed: 9 }), /"c64" has no rate/);
  const [first, second] = pools[0]!.asked;
  assert.deepEqual([first?.arrivals, first?.fillerMs, first?.sendsBacklog], [null, 100, undefined]);
  assert.deepEqual(second?.arrivals, {
    spacing: 'poisson',
    stages: [{ fromPerSec: 250, toPerSec: 250, durationMs: 1200 }],
    seed: 9,
  });
  assert.deepEqual([second?.settleMs, second?.windowMs, second?.sendsBacklog, second?.drain], [200, 1000, true, true]);
  assert.equal(second?.fillerMs, 2200, 'until the last of them has timed out');
  for (const cell of cells) cell.close();
  assert.deepEqual(
    pools.map((pool) => pool.closed),
    [1, 1],
  );
});
