import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { LiveInstance } from '../../src/experiment/live-cell.js';
import { warmUp } from '../../src/experiment/warm-up.js';
import type { Warmup } from '../../src/model/plan.js';
import type { Recording } from '../../src/model/recording.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticRecording, syntheticScenario } from '../helpers/recordings.js';

const WINDOW_MS = 20;
const NEVER = new AbortController().signal;

/** A server that exists only as numbers: what a request costs it in CPU, by how many windows it has been loaded. */
function fakeInstance(cpuPerRequestUs: (window: number) => number | null, exitsAfter = Number.POSITIVE_INFINITY) {
  const random = createRandom(1);
  let cpuNs = 0;
  let windows = 0;
  const cell = {
    cell: { target: 'a', scenario: 'json', profile: 'c64' },
    meanLatencyMs: 5,
    profile: { threads: 1 },
    scenario: syntheticScenario(),
    reopen: async () => {},
    load: async (): Promise<Recording> => {
      await delay(WINDOW_MS);
      const recording = syntheticRecording({ random, throughputPerSec: 10_000, windowMs: 250 });
      cpuNs += (recording.requests.ok + recording.requests.failed) * (cpuPerRequestUs(windows) ?? 0) * 1000;
      windows += 1;
      return recording;
    },
  };
  const instance = {
    cpuNs: () => (cpuPerRequestUs(windows) === null ? null : cpuNs),
    get exit() {
      return windows >= exitsAfter ? { code: 1, signal: null } : null;
    },
  };
  return { planned: { target: 'a', id: 'a' }, instance, cells: [cell] } as unknown as LiveInstance;
}

async function summaryOf(live: LiveInstance, warmup: Warmup, signal = NEVER) {
  const windows = warmUp(live, warmup, signal);
  for (let count = 0; ; count += 1) {
    const next = await windows.next();
    if (next.done === true) return { ...next.value, windows: count };
  }
}

test('a steady server is warm after the least time, at the cost of its second half', async () => {
  // The first windows are dear: they are of code that was not compiled yet. Few, as a busy machine has no time for many.
  const live = fakeInstance((window) => (window < 3 ? 1000 : 40));
  const summary = await summaryOf(live, { minMs: 1100, maxMs: 60_000 });
  assert.deepEqual([summary.target, summary.steady], ['a', true]);
  assert.ok(summary.elapsedMs >= 1100);
  const [cell] = summary.cells;
  assert.equal(cell?.meanLatencyMs, 5);
  assert.ok(Math.abs((cell?.cpuPerRequestUs ?? 0) - 40) < 1e-6);
});

test('the cost of a request is unknown where the warm-up is too short, or the server not ours to see', async () => {
  const short = await summaryOf(
    fakeInstance(() => 40),
    { minMs: 100, maxMs: 200 },
  );
  const hidden = await summaryOf(
    fakeInstance(() => null),
    { minMs: 1100, maxMs: 1200 },
  );
  assert.deepEqual([short.cells[0]?.cpuPerRequestUs, hidden.cells[0]?.cpuPerRequestUs], [null, null]);
});

test('a server is not warm before it has used the CPU time that its runtime needs, or at its most', async () => {
  // 2500 requests a load of 40 us each are 100 ms.
  const spent = (minCpuMs: number, maxMs: number) =>
    summaryOf(
      fakeInstance(() => 40),
      { minMs: 200, maxMs, minCpuMs },
    );
  const [little, much, never] = await Promise.all([spent(10, 60_000), spent(3000, 60_000), spent(60_000, 600)]);
  assert.ok(little.windows < 25 && much.windows >= 30 && never.windows < 60, JSON.stringify([little, much, never]));
  const hidden = await summaryOf(
    fakeInstance(() => null),
    { minMs: 200, maxMs: 60_000, minCpuMs: 60_000 },
  );
  assert.ok(hidden.windows < 60, 'a server whose CPU cannot be seen is not waited for');
});

test('a server that is asked nothing but batches answers them for the least time of its runtime', {
  timeout: 10_000,
}, async () => {
  let asked = 0;
  const live = fakeInstance(() => 40);
  const [cell] = live.cells;
  const batch = {
    ...cell,
    scenario: { ...syntheticScenario(), isBatch: true },
    loadOnce: async () => {
      asked += 1;
      await delay(WINDOW_MS);
    },
  };
  const only = (warmup: { minMs: number; maxMs: number }, signal = NEVER) =>
    summaryOf({ ...live, cells: [batch] } as unknown as LiveInstance, warmup, signal);
  const summary = await only({ minMs: 3 * WINDOW_MS, maxMs: 60_000 });
  assert.ok(asked > 1, `${asked}`);
  assert.deepEqual([summary.windows, summary.steady], [0, true]);
  asked = 0;
  await only({ minMs: 0, maxMs: 0 });
  assert.equal(asked, 1);
  // Whoever interrupts need not wait for it.
  await only({ minMs: 60_000, maxMs: 60_000 }, AbortSignal.timeout(2 * WINDOW_MS));
});

test('a warm-up ends when its server does, and when it is told to', async () => {
  const warmup = { minMs: 60_000, maxMs: 60_000 };
  const died = await summaryOf(
    fakeInstance(() => 40, 1),
    warmup,
  );
  assert.deepEqual([died.windows, died.steady], [1, false]);
  const told = await summaryOf(
    fakeInstance(() => 40),
    warmup,
    AbortSignal.abort('SIGINT'),
  );
  assert.deepEqual([told.windows, told.steady], [0, false]);
});

test('what shares the connections of another load is warm with it, and knows what the closed loop came to', async () => {
  const live = fakeInstance(() => 40);
  const [cell] = live.cells;
  const twin = { ...cell, cell: { ...cell!.cell, profile: 'open-50%' }, load: () => assert.fail('not loaded') };
  const other = { ...cell, scenario: syntheticScenario('items'), cell: { ...cell!.cell, scenario: 'items' } };
  const cells = [cell, twin, other];
  const summary = await summaryOf({ ...live, cells } as unknown as LiveInstance, { minMs: 200, maxMs: 400 });
  assert.deepEqual(
    summary.cells.map(({ cell: { scenario, profile } }) => `${scenario} ${profile}`),
    ['json c64', 'items c64'],
  );
  const capacities = cells.map((one) => (one as { capacityPerSec?: number }).capacityPerSec);
  assert.deepEqual(capacities, Array(3).fill(summary.cells[0]?.throughputPerSec));
  assert.ok(Math.abs((capacities[0] ?? 0) / 10_000 - 1) < 0.01, String(capacities));
  assert.equal((twin as { meanLatencyMs?: number }).meanLatencyMs, 5);
});
