import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IdleCpu } from '../../src/experiment/idle-watch.js';
import { decideMode, firstMode, sliceLengthMs } from '../../src/experiment/mode.js';
import { createPlan } from '../../src/experiment/plan.js';
import type { MeasuringMode } from '../../src/model/plan.js';

function planWith(sliceMs: number | null) {
  return createPlan({
    targets: [],
    baseline: 'a',
    scenarios: [],
    profiles: [],
    seed: 1,
    launches: 1,
    blocks: 4,
    fewestBlocks: 4,
    sliceMs,
    durationMs: null,
    warmupMs: 0,
    mode: 'auto',
    quick: false,
    margins: {},
  });
}

test('a slice holds twenty latencies of the slowest cell, within bounds, unless it was asked for', () => {
  const rows: [asked: number | null, latencyMs: number, mode: MeasuringMode, sliceMs: number][] = [
    [null, 0, 'plain', 100],
    [null, 5, 'plain', 100],
    [null, 5.01, 'plain', 101],
    [null, 33, 'plain', 660],
    [null, 1000, 'plain', 5000],
    [60, 33, 'plain', 60],
    [null, 5, 'freeze', 300],
    [60, 5, 'freeze', 300],
    [null, 33, 'freeze', 660],
    [400, 5, 'freeze', 400],
  ];
  for (const [asked, latencyMs, mode, sliceMs] of rows) {
    assert.equal(sliceLengthMs(planWith(asked), latencyMs, mode), sliceMs, `${asked} ${latencyMs} ${mode}`);
  }
});

/** Shares of ten seconds of CPU. */
function idle(shares: Record<string, number | null>): Map<string, IdleCpu> {
  return new Map(Object.entries(shares).map(([target, share]) => [target, { idleNs: (share ?? 0) * 10e9, share }]));
}

test('a large share of next to nothing is rounding', () => {
  assert.equal(decideMode('plain', 'auto', new Map([['a', { idleNs: 19e6, share: 0.1 }]]), true), null);
  assert.equal(decideMode('plain', 'auto', new Map([['a', { idleNs: 21e6, share: 0.1 }]]), true)?.mode, 'freeze');
});

test('one target that works while others are measured has all frozen, and the loudest is named', () => {
  assert.deepEqual(decideMode('plain', 'auto', idle({ a: 0.003, b: 0.0051, c: 0.24, d: null }), true), {
    mode: 'freeze',
    reason: 'c spent 24.0 % of its CPU outside its own slices',
  });
});

test('the mode stands where all are quiet, where it was asked for, and where somebody cannot be frozen', () => {
  const loud = idle({ a: 0.24 });
  assert.equal(decideMode('plain', 'auto', idle({ a: 0.005, b: null }), true), null);
  assert.equal(decideMode('plain', 'auto', new Map(), true), null);
  assert.equal(decideMode('plain', 'plain', loud, true), null);
  assert.equal(decideMode('freeze', 'auto', loud, true), null);
  assert.equal(decideMode('plain', 'auto', loud, false), null);
});

test('a run begins frozen where a compiler was cut short, unless a mode was asked for or somebody cannot be frozen', () => {
  const plan = planWith(null);
  const cut = { id: 'java', target: 'java', env: {}, cells: [], wantedWarmup: { minMs: 40_000, maxMs: 90_000 } };
  const withCut = { ...plan, instances: [cut] };
  assert.equal(firstMode(plan, 'plain', true).mode, 'plain');
  assert.deepEqual(firstMode(withCut, 'plain', true), {
    mode: 'freeze',
    reason: 'the warm-up of java was cut short, so its compiler is still at work',
  });
  assert.equal(firstMode(withCut, 'plain', false).mode, 'plain');
  assert.deepEqual(firstMode({ ...withCut, mode: 'plain' }, 'plain', true), { mode: 'plain', reason: 'asked for' });
});
