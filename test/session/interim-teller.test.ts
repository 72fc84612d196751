import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../src/model/events.js';
import { InterimTeller } from '../../src/session/interim-teller.js';
import { type SyntheticRunOptions, syntheticRun, TWO_EQUAL_TARGETS } from '../helpers/events.js';
import { resumedRun } from '../helpers/resumed-run.js';

type InterimEvent = Extract<RunEvent, { kind: 'interim' }>;

/** All that was told during a run, with the kind of the event before it. */
function told(options: SyntheticRunOptions, signal = new AbortController().signal) {
  return toldOf(syntheticRun(options), { signal });
}

/** What is told by a process that comes to a run with the first event that `isFirst` knows. */
function toldOf(
  events: readonly RunEvent[],
  { signal = new AbortController().signal, isFirst = (_: RunEvent): boolean => true } = {},
) {
  const first = events.findIndex(isFirst);
  const seen: RunEvent[] = events.slice(0, first);
  const interims: { readonly after: RunEvent; readonly event: InterimEvent }[] = [];
  const onEvent = (event: RunEvent): void => {
    assert.ok(event.kind === 'interim');
    interims.push({ after: seen[seen.length - 1]!, event });
  };
  const teller = new InterimTeller({ onEvent, signal });
  for (const event of events.slice(first)) {
    seen.push(event);
    teller.see(event, seen);
  }
  return interims;
}

test('the first launch is told of after each block without bounds, every launch when it is over with them', () => {
  const interims = told({ targets: TWO_EQUAL_TARGETS, launches: 3, blocks: 4 });
  assert.deepEqual(
    interims.map(({ event, after }) => [event.launchesDone, after.kind]),
    [
      // The first slices of the second, the third and the fourth block.
      [0, 'slice'],
      [0, 'slice'],
      [0, 'slice'],
      [1, 'launch-finished'],
      [2, 'launch-finished'],
      [3, 'launch-finished'],
    ],
  );
  const bounds = interims.map(({ event }) => event.ratios.map(({ ratio }) => ratio.lower !== null));
  assert.deepEqual(bounds, [[false], [false], [false], [true], [true], [true]]);
});

test('a restart in another mode begins with sums again', () => {
  const interims = told({ targets: TWO_EQUAL_TARGETS, launches: 2, blocks: 3, restartsFrozen: true });
  // Six pilot blocks, then three blocks and the end of the first launch, then that of the second.
  assert.deepEqual(
    interims.map(({ event }) => event.launchesDone),
    [0, 0, 0, 0, 0, 0, 0, 1, 2],
  );
});

test('a lone target has nothing to stand against', () => {
  const interims = told({ targets: [{ name: 'express', throughputPerSec: 6000 }], launches: 1, blocks: 3 });
  assert.deepEqual(
    interims.map(({ event }) => [event.launchesDone, event.ratios.length]),
    [[1, 0]],
  );
});

test('once the end was asked for, launches are not analysed on the way', () => {
  const abort = new AbortController();
  abort.abort('SIGINT');
  assert.deepEqual(
    told({ targets: TWO_EQUAL_TARGETS, launches: 2, blocks: 1 }, abort.signal).map(({ event }) => event.launchesDone),
    [],
  );
});

test('a run that is resumed is told of from what was kept on, and goes on with intervals', () => {
  const events = resumedRun({ launches: 5, blocks: 4 }, { launch: 3, blocks: 2 });
  const interims = toldOf(events, { isFirst: ({ kind }) => kind === 'run-resumed' });
  assert.deepEqual(
    interims.map(({ event, after: { kind } }) => [event.launchesDone, kind]),
    [
      [2, 'run-resumed'],
      [3, 'launch-finished'],
      [4, 'launch-finished'],
      [5, 'launch-finished'],
    ],
  );
  assert.ok(interims.every(({ event }) => event.ratios.every(({ ratio }) => ratio.lower !== null)));
});

test('of a run of which no launch was kept sums are told again', () => {
  const events = resumedRun({ launches: 1, blocks: 3 }, { launch: 1, blocks: 2 });
  const interims = toldOf(events, { isFirst: ({ kind }) => kind === 'run-resumed' });
  assert.deepEqual(
    interims.map(({ event }) => [event.launchesDone, event.ratios.length]),
    [
      [0, 1],
      [0, 1],
      [1, 1],
    ],
  );
});
