import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../src/model/events.js';
import { countedEvents, finishedLaunches } from '../../src/model/pieces.js';
import { syntheticRun } from '../helpers/events.js';
import { resumedRun } from '../helpers/resumed-run.js';

const OPTIONS = { launches: 4, blocks: 6 };

/** How many slices of each launch there are. */
function slicesByLaunch(events: readonly RunEvent[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const event of events) {
    if (event.kind === 'slice') counts[event.launch] = (counts[event.launch] ?? 0) + 1;
  }
  return counts;
}

test('a run that was never interrupted has all its events', () => {
  const events = syntheticRun(OPTIONS);
  assert.equal(countedEvents(events), events);
});

test('the launch that an interruption cut short is there once', () => {
  const events = resumedRun(OPTIONS, { launch: 3, blocks: 4 });
  assert.deepEqual(slicesByLaunch(events), { 1: 12, 2: 12, 3: 20, 4: 12 });
  const counted = countedEvents(events);
  assert.deepEqual(slicesByLaunch(counted), { 1: 12, 2: 12, 3: 12, 4: 12 });
  assert.deepEqual(
    counted.flatMap((event) => (event.kind === 'launch-started' ? [event.launch] : [])),
    [1, 2, 3, 4],
  );
  assert.equal(counted.filter(({ kind }) => kind === 'run-finished').length, 1);
  assert.equal(finishedLaunches(counted), 4);
});

test('what was interrupted before its first launch was over begins anew', () => {
  const counted = countedEvents(resumedRun(OPTIONS, { launch: 1, blocks: 2, isKilled: true }));
  assert.deepEqual(slicesByLaunch(counted), { 1: 12, 2: 12, 3: 12, 4: 12 });
});

test('a restart stands, with the launches after it', () => {
  const options = { ...OPTIONS, restartsFrozen: true };
  const counted = countedEvents(resumedRun(options, { launch: 2, blocks: 1 }));
  // Six pilot blocks before the restart, which count for nothing, stay where they are.
  assert.deepEqual(slicesByLaunch(counted), { 1: 24, 2: 12, 3: 12, 4: 12 });
  assert.equal(counted.filter((event) => event.kind === 'mode-chosen' && event.restart).length, 1);
});

test('a target that failed in the launch that is made again may do better', () => {
  const targets = [
    { name: 'a', throughputPerSec: 1000 },
    { name: 'b', throughputPerSec: 1000, failsInLaunch: 2 },
  ];
  const failed = syntheticRun({ ...OPTIONS, targets, interruptedAfter: { launch: 2, blocks: 1 } });
  const resumed: RunEvent = {
    ...{ kind: 'run-resumed', at: '', launchesKept: 1, pauseSeconds: 1 },
    ...{ secondsBefore: 1, estimatedSeconds: 1 },
  };
  assert.ok(failed.some(({ kind }) => kind === 'target-failed'));
  assert.ok(!countedEvents([...failed, resumed]).some(({ kind }) => kind === 'target-failed'));
  assert.ok(countedEvents([...failed, { ...resumed, launchesKept: 2 }]).some(({ kind }) => kind === 'target-failed'));
});
