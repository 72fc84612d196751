import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunState } from '../../src/experiment/run-state.js';
import { turnsOf } from '../../src/experiment/turns.js';
import type { MeasuringMode, Plan } from '../../src/model/plan.js';
import { syntheticRun } from '../helpers/events.js';

const TARGETS = ['a', 'b', 'c', 'd'].map((name) => ({ name, throughputPerSec: 1000 }));

function planned(mode: MeasuringMode, more: Partial<Plan> = {}): Plan {
  const [start] = syntheticRun({ targets: TARGETS, launches: 1, plan: { mode, ...more } });
  assert.equal(start?.kind, 'run-started');
  return start.plan;
}

/** Ids of the turns of each launch. */
function turns(plan: Plan, launches: number, failed: readonly string[] = []): string[][] {
  const state = createRunState(plan);
  for (const target of failed) state.failed.add(target);
  return Array.from({ length: launches }, (_, index) =>
    turnsOf({ plan }, state, index + 1).map((turn) => turn.map(({ id }) => id).join('+')),
  );
}

test('alive together, all targets are one turn in random order', () => {
  const launches = turns(planned('plain'), 20).map(([turn, ...others]) => {
    assert.deepEqual(others, []);
    return turn ?? '';
  });
  assert.ok(new Set(launches).size > 5);
  for (const turn of launches) assert.deepEqual(turn.split('+').sort(), ['a', 'b', 'c', 'd']);
});

test('in exclusive mode each has its turn, in random order, and every second launch goes back', () => {
  const launches = turns(planned('exclusive'), 20);
  for (const launch of launches) assert.deepEqual([...launch].sort(), ['a', 'b', 'c', 'd']);
  for (let index = 0; index < 20; index += 2)
    assert.deepEqual(launches[index + 1], [...(launches[index] ?? [])].reverse());
  assert.ok(new Set(launches.map(String)).size > 5);
});

test('what perfcmp cannot stop shares a turn, and what failed has none', () => {
  const [first, second] = turns(planned('exclusive', { notStarted: ['b', 'c'] }), 2, ['d']);
  assert.deepEqual([...(first ?? [])].sort(), ['a', 'b+c']);
  assert.deepEqual(second, [...(first ?? [])].reverse());
});
