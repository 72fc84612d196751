import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadPool, SliceRequest } from '../../src/load/generator.js';
import { warmUp } from '../../src/session/load-warm-up.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticProfile, syntheticRecording, syntheticScenario } from '../helpers/recordings.js';
import { quietIo, recorder } from './io.js';

const STEADY = [1000, 1001, 999, 1000];

/** A pool whose loads answer at these rates, four windows a load; the last load goes on for ever. */
function poolOf(loads: readonly (readonly number[])[]) {
  const slices: SliceRequest[] = [];
  let reopened = 0;
  const pool = {
    runSurviving(slice: SliceRequest) {
      const reqPerSecSamples = loads[Math.min(slices.length, loads.length - 1)] ?? [];
      slices.push(slice);
      const recording = syntheticRecording({
        random: createRandom(1),
        throughputPerSec: 1000,
        windowMs: 100,
        lanes: 2,
      });
      return Promise.resolve({ ...recording, reqPerSecSamples });
    },
    async reopen() {
      reopened += 1;
    },
    abort() {},
  } as unknown as LoadPool;
  return { pool, slices, reopened: () => reopened };
}

function loadOn(pool: LoadPool) {
  const cell = { target: 'a', scenario: '/', profile: 'c2' };
  return { pool, profile: syntheticProfile({ connections: 2 }), scenario: syntheticScenario('/'), cell };
}

test('load goes on until throughput is steady, and every second of it is told', async () => {
  const { pool, slices, reopened } = poolOf([[100, 200, 400, 800], STEADY, STEADY]);
  const { events, onEvent } = recorder();
  const warmup = await warmUp(loadOn(pool), { kind: 'steady', mostMs: 20_000 }, quietIo({ onEvent }));
  assert.equal(warmup.steady, true);
  assert.deepEqual([slices.length, warmup.windows.length, reopened()], [3, 3, 3]);
  assert.deepEqual(
    slices.map(({ windowMs, drain, sampleMs }) => [windowMs, drain, sampleMs]),
    Array(3).fill([1000, true, 250]),
  );
  assert.deepEqual(
    events.map((event) => event.kind === 'warmup' && event.window.cell.target),
    ['a', 'a', 'a'],
  );
});

test('a warm-up that has no time left is not steady', async () => {
  const { pool } = poolOf([STEADY]);
  const warmup = await warmUp(loadOn(pool), { kind: 'steady', mostMs: 999 }, quietIo());
  assert.deepEqual([warmup.steady, warmup.windows], [false, []]);
});

test('a warm-up of so many seconds asks nothing about being steady', async () => {
  const { pool, slices } = poolOf([[1, 1000]]);
  const warmup = await warmUp(loadOn(pool), { kind: 'time', durationMs: 5000 }, quietIo());
  assert.deepEqual([warmup.steady, warmup.elapsedMs, warmup.windows.length], [null, 5000, 1]);
  assert.deepEqual(
    slices.map(({ windowMs, drain }) => [windowMs, drain]),
    [[5000, true]],
  );
});

test('without a warm-up nothing is sent before the load', async () => {
  const { pool, slices } = poolOf([STEADY]);
  const warmup = await warmUp(loadOn(pool), { kind: 'time', durationMs: 0 }, quietIo());
  assert.deepEqual([warmup, slices], [{ elapsedMs: 0, windows: [], steady: null }, []]);
});

test('a warm-up that is interrupted took the time until then, and has no throughput', async () => {
  const { pool } = poolOf([STEADY]);
  const abort = new AbortController();
  const run = pool.runSurviving.bind(pool);
  pool.runSurviving = (slice) => {
    abort.abort('SIGINT');
    return run(slice);
  };
  const warmup = await warmUp(loadOn(pool), { kind: 'time', durationMs: 600_000 }, quietIo({ signal: abort.signal }));
  assert.ok(warmup.elapsedMs < 600_000);
  assert.deepEqual(warmup.windows, []);
});
