import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstMode } from '../../src/experiment/first-mode.js';
import { decideMode, type ModeEvidence, sliceLengthMs } from '../../src/experiment/mode.js';
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
    [100, 5, 'exclusive', 2000],
    [null, 200, 'exclusive', 4000],
  ];
  for (const [asked, latencyMs, mode, sliceMs] of rows) {
    assert.equal(sliceLengthMs(planWith(asked), latencyMs, mode), sliceMs, `${asked} ${latencyMs} ${mode}`);
  }
});

const ALL_NS = 10e9 + 1;

/** Shares of ten seconds of CPU, stalls at thaws in milliseconds; early in a run. */
function seen(shares: Record<string, number>, stalls: Record<string, number> = {}): ModeEvidence {
  return {
    idle: new Map(Object.entries(shares).map(([target, share]) => [target, { idleNs: share * ALL_NS, allNs: ALL_NS }])),
    thawStallMs: new Map(Object.entries(stalls)),
    canFreezeAll: true,
    isEarly: true,
    isEnd: false,
  };
}

const LOUD = seen({ a: 0.24 });

test('a large share of next to nothing is rounding', () => {
  const of = (idleNs: number, allNs: number): ModeEvidence => {
    return { ...LOUD, idle: new Map([['a', { idleNs, allNs }]]) };
  };
  assert.equal(decideMode('plain', 'auto', of(20e6, 500e6)), null, 'two ticks');
  assert.equal(decideMode('plain', 'auto', of(30e6, 500e6))?.mode, 'freeze');
  assert.equal(decideMode('plain', 'auto', of(4_900_123, 500_000_123)), null, 'read exactly');
  assert.equal(decideMode('plain', 'auto', of(5_100_123, 500_000_123))?.mode, 'freeze');
});

test('one launch of load shows a share just over the limit', () => {
  const allNs = 1_380_000_123;
  const idle = new Map([['a', { idleNs: 0.007 * allNs, allNs }]]);
  assert.equal(decideMode('plain', 'auto', { ...LOUD, idle })?.mode, 'freeze');
});

test('one target that works while others are measured has all frozen, and the loudest is named', () => {
  assert.deepEqual(decideMode('plain', 'auto', seen({ a: 0.003, b: 0.0051, c: 0.24 })), {
    mode: 'freeze',
    reason: 'c spent 24.0 % of its CPU outside its own slices',
  });
});

const late = (evidence: ModeEvidence): ModeEvidence => ({ ...evidence, isEarly: false });

test('while little is lost, whoever is not plainly quiet is frozen, with a share that shows it', () => {
  const reasons = [0.0031, 0.00347, 0.003001, 0.0049].map(
    (share) => decideMode('plain', 'auto', seen({ a: 0, b: share }))?.reason,
  );
  assert.deepEqual(reasons, [
    'b spent 0.31 % of its CPU outside its own slices',
    'b spent 0.35 % of its CPU outside its own slices',
    'b spent 0.3001 % of its CPU outside its own slices',
    'b spent 0.5 % of its CPU outside its own slices',
  ]);
});

test('later a run starts again only for what would make a target invalid', () => {
  assert.equal(decideMode('plain', 'auto', late(seen({ a: 0.005 }))), null);
  assert.deepEqual(decideMode('plain', 'auto', late(seen({ a: 0.0051 }))), {
    mode: 'freeze',
    reason: 'a spent 0.51 % of its CPU outside its own slices',
  });
  assert.equal(decideMode('plain', 'auto', { ...late(LOUD), canFreezeAll: false })?.mode, 'exclusive');
  assert.equal(decideMode('plain', 'auto', { ...late(seen({ a: 0 })), unseen: 'b' }), null);
});

test('when all is measured nothing wanders any more, and what is valid is kept', () => {
  assert.equal(decideMode('plain', 'auto', { ...seen({ a: 0.005 }), isEnd: true }), null);
  assert.equal(decideMode('plain', 'auto', { ...seen({ a: 0.0051 }), isEnd: true })?.mode, 'freeze');
});

test('where somebody cannot be frozen each is measured alone for the limit alone, which takes longer and tells less', () => {
  const of = (share: number): ModeEvidence => ({ ...seen({ a: share }), canFreezeAll: false });
  assert.equal(decideMode('plain', 'auto', of(0.005)), null);
  assert.equal(decideMode('plain', 'auto', of(0.0051))?.mode, 'exclusive');
});

test('frozen servers are not taken apart late', () => {
  assert.equal(decideMode('freeze', 'auto', late(LOUD)), null);
  assert.equal(decideMode('freeze', 'auto', late(seen({ a: 0 }, { a: 7 }))), null);
});

test('a server whose work cannot be seen is frozen with all others', () => {
  assert.deepEqual(decideMode('plain', 'auto', { ...seen({ a: 0 }), unseen: 'b' }), {
    mode: 'freeze',
    reason: 'what b does while others are measured cannot be seen',
  });
});

test('where somebody cannot be frozen, or works or stalls in spite of it, each target is measured alone', () => {
  const rows: [present: MeasuringMode, evidence: ModeEvidence, reason: RegExp][] = [
    ['plain', { ...LOUD, canFreezeAll: false }, /^a spent 24\.0 % of its CPU outside its own slices$/],
    [
      'plain',
      { ...seen({ a: 0 }), unseen: 'b', canFreezeAll: false },
      /^what b does while others are measured cannot be seen$/,
    ],
    ['freeze', LOUD, /^a spent 24\.0 % .* though it was frozen meanwhile$/],
    ['freeze', seen({ a: 0, b: 0 }, { a: 5.1, b: 7 }), /^b stalls for 7\.0 ms on average when it is thawed$/],
  ];
  for (const [present, evidence, reason] of rows) {
    const decision = decideMode(present, 'auto', evidence);
    assert.equal(decision?.mode, 'exclusive');
    assert.match(decision?.reason ?? '', reason);
  }
});

test('the mode stands where all are quiet, where it was asked for, and where each is alone already', () => {
  assert.equal(decideMode('plain', 'auto', seen({ a: 0.003 })), null);
  assert.equal(decideMode('plain', 'auto', seen({})), null);
  assert.equal(decideMode('freeze', 'auto', seen({ a: 0.005 }, { a: 5 })), null);
  assert.equal(decideMode('plain', 'plain', LOUD), null);
  assert.equal(decideMode('freeze', 'freeze', LOUD), null);
  assert.equal(decideMode('exclusive', 'auto', LOUD), null);
});

test('work that cannot be seen cannot be ruled out: beside a URL each target is measured alone from the first', () => {
  const plan = { ...planWith(null), targets: ['a', 'b'] };
  assert.equal(firstMode(plan).mode, 'plain');
  assert.equal(firstMode({ ...plan, notStarted: ['b'] }).mode, 'exclusive');
  assert.match(firstMode({ ...plan, notStarted: ['b'] }).reason, /^perfcmp can neither see nor stop what b does/);
  assert.equal(firstMode({ ...plan, targets: ['b'], notStarted: ['b'] }).mode, 'plain', 'nobody is beside it');
  assert.equal(firstMode({ ...plan, mode: 'plain', notStarted: ['b'] }).mode, 'plain', 'asked for');
});

test('a run begins frozen where a compiler was cut short, unless a mode was asked for or somebody cannot be frozen', () => {
  const plan = planWith(null);
  const cut = { id: 'java', target: 'java', env: {}, cells: [], wantedWarmup: { minMs: 40_000, maxMs: 90_000 } };
  const withCut = { ...plan, targets: ['java', 'b'], instances: [cut] };
  assert.deepEqual(firstMode(withCut), {
    mode: 'freeze',
    reason: 'the warm-up of java was cut short, so its compiler is still at work',
  });
  assert.equal(firstMode({ ...withCut, notStarted: ['b'] }).mode, 'exclusive');
  assert.deepEqual(firstMode({ ...withCut, mode: 'plain' }), { mode: 'plain', reason: 'asked for' });
});
