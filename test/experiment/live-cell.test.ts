import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { LiveCell } from '../../src/experiment/live-cell.js';
import { createPlan } from '../../src/experiment/plan.js';
import type { Generator, LoadPool } from '../../src/load/generator.js';
import { createCounter } from '../../src/load/request-numbers.js';
import { createRandom } from '../../src/stats/random.js';
import type { Instance } from '../../src/target/instance.js';
import { syntheticProfile, syntheticRecording, syntheticScenario } from '../helpers/recordings.js';

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
  const plan = createPlan({
    targets: [{ name: 'a', scenarios: [scenario] }],
    baseline: 'a',
    scenarios: [scenario],
    profiles: [syntheticProfile()],
    ...{ seed: 1, launches: 1, blocks: 1, fewestBlocks: 1, sliceMs: 100, durationMs: null, warmupMs: 0 },
    ...{ mode: 'plain', quick: false, margins: {} },
  });
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
