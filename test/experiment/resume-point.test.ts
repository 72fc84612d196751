import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleShare } from '../../src/experiment/idle-watch.js';
import { resumePoint, turnsBefore } from '../../src/experiment/resume-point.js';
import { resumedRunState } from '../../src/experiment/run-state.js';
import type { RunEvent } from '../../src/model/events.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { resumedRun } from '../helpers/resumed-run.js';

const TIME = { at: '2026-11-24T00:00:00.000Z', pauseSeconds: 60, secondsBefore: 50 };

function pointOf(options: SyntheticRunOptions) {
  return resumePoint(syntheticRun(options), TIME);
}

function planOf(events: readonly RunEvent[]) {
  const [start] = events;
  assert.ok(start?.kind === 'run-started');
  return start.plan;
}

test('a run goes on behind its last finished launch, with what it knows', () => {
  const point = pointOf({ launches: 5, blocks: 6, interruptedAfter: { launch: 3, blocks: 2 } });
  assert.deepEqual([point.pieces, point.launchesKept, point.hasCeiling, point.isOver], [1, 2, true, false]);
  assert.deepEqual(new Set(point.slices.map(({ launch }) => launch)), new Set([1, 2]));
  assert.deepEqual(point.rates, [], 'a closed loop has none, which is known after a launch');
  assert.equal(point.order.length, 2);
});

test('of one that was interrupted in its first launch only a restart is known', () => {
  const point = pointOf({ launches: 2, blocks: 6, interruptedAfter: { launch: 1, blocks: 2 } });
  assert.deepEqual([point.launchesKept, point.choice, point.rates, point.slices], [0, null, null, []]);
  const frozen = pointOf({ launches: 2, blocks: 6, restartsFrozen: true, interruptedAfter: { launch: 1, blocks: 2 } });
  assert.deepEqual([frozen.launchesKept, frozen.choice?.mode], [0, 'freeze']);
});

test('a second interruption goes on behind the launches of both pieces', () => {
  const events = resumedRun({ launches: 5, blocks: 6 }, { launch: 2, blocks: 1 });
  const cut = events.findLastIndex((event) => event.kind === 'launch-finished');
  const point = resumePoint(events.slice(0, cut), TIME);
  assert.deepEqual([point.pieces, point.launchesKept], [2, 4]);
});

test('a target that failed in a launch that stays takes no further part', () => {
  const targets = [
    { name: 'a', throughputPerSec: 1000 },
    { name: 'b', throughputPerSec: 1000, failsInLaunch: 2 },
  ];
  const kept = pointOf({ targets, launches: 4, blocks: 6, interruptedAfter: { launch: 3, blocks: 1 } });
  assert.deepEqual(kept.failed, ['b']);
  const dropped = pointOf({ targets, launches: 4, blocks: 6, interruptedAfter: { launch: 2, blocks: 1 } });
  assert.deepEqual(dropped.failed, []);
});

test('a look that ended the run leaves nothing to be measured, one that did not is not taken again', () => {
  const events = syntheticRun({ launches: 2, blocks: 6, interruptedAfter: { launch: 2, blocks: 1 } });
  const after = events.findIndex(({ kind }) => kind === 'launch-finished') + 1;
  const withLook = (ended: 'settled' | null): RunEvent[] => [
    ...events.slice(0, after),
    { kind: 'look', launchesDone: 1, ended, reason: 'as it stands' },
    ...events.slice(after),
  ];
  const facts = ({ isOver, isLookTaken }: ReturnType<typeof resumePoint>) => [isOver, isLookTaken];
  assert.deepEqual(facts(resumePoint(events, TIME)), [false, false]);
  assert.deepEqual(facts(resumePoint(withLook(null), TIME)), [false, true]);
  assert.deepEqual(facts(resumePoint(withLook('settled'), TIME)), [true, true]);
});

test('the state that it goes on with has its mode and the background work seen before, and other random numbers', () => {
  const options = { launches: 5, blocks: 6, restartsFrozen: true, interruptedAfter: { launch: 3, blocks: 2 } };
  const events = syntheticRun({
    ...options,
    targets: [
      { name: 'a', throughputPerSec: 1000, idleShare: 0.1 },
      { name: 'b', throughputPerSec: 1000 },
    ],
  });
  const plan = planOf(events);
  const point = resumePoint(events, TIME);
  const state = resumedRunState(plan, point);
  assert.equal(state.mode, 'freeze');
  assert.equal(state.blocks, 6);
  const share = idleShare(state.idle.seen().get('a') ?? { idleNs: 0, allNs: 0 }) ?? 0;
  assert.ok(Math.abs(share - 0.1 / 1.1) < 1e-6, `${share}`);
  const again = resumedRunState(plan, { ...point, pieces: 2 });
  assert.notEqual(state.random.next(), again.random.next());
});

test('the order of the last launch is known in turns: servers alone, and those that run by themselves together', () => {
  const events = syntheticRun({ targets: ['a', 'b', 'c', 'd'].map((name) => ({ name, throughputPerSec: 1 })) });
  const turns = turnsBefore({ order: ['c', 'a', 'd', 'b'] }, { ...planOf(events), notStarted: ['a', 'b'] });
  assert.deepEqual(
    turns.map((turn) => turn.map(({ id }) => id)),
    [['c'], ['a', 'b'], ['d']],
  );
});
