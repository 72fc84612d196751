import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../src/model/events.js';
import type { LaunchDecision } from '../../src/model/look.js';
import type { StoppingPlan } from '../../src/model/plan.js';
import { watchRun } from '../../src/session/watch-run.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';

const TWICE = [
  { name: 'express', throughputPerSec: 6000 },
  { name: 'fastify', throughputPerSec: 12_000 },
];
const NOISY = { launchStddev: 0.05, sliceStddev: 0.1 };

/** What is decided after each launch of a run, launches taking ten seconds, until it ends; `firstMs` went before. */
function watch(options: SyntheticRunOptions, stopping?: StoppingPlan, firstMs = 0): (LaunchDecision | null)[] {
  const launches = stopping?.looks.at(-1) ?? 5;
  const events = syntheticRun({ ...options, launches, plan: { launches, ...(stopping && { stopping }) } });
  const [start] = events;
  assert.ok(start?.kind === 'run-started');
  let nowMs = 0;
  const decide = watchRun(start.plan, { nowMs: () => nowMs });
  nowMs = firstMs;
  const decisions: (LaunchDecision | null)[] = [];
  const seen: RunEvent[] = [];
  for (const event of events) {
    seen.push(event);
    if (event.kind !== 'launch-finished') continue;
    nowMs += 10_000;
    const decision = decide(seen, event.launch, 10_000);
    decisions.push(decision);
    if (decision?.ended != null) break;
  }
  return decisions;
}

const ends = (decisions: readonly (LaunchDecision | null)[]) => decisions.map((decision) => decision?.ended ?? null);

test('a run with looks ends at the first at which every verdict stands', () => {
  const decisions = watch({ targets: TWICE }, { looks: [6, 9, 12], budgetMs: null, resolution: null });
  assert.deepEqual(ends(decisions), [null, null, null, null, null, 'settled']);
  assert.equal(decisions.at(-1)?.outlook, undefined);
});

test('a run that stays open ends with the last launch that fits, and says what it would have taken', () => {
  const decisions = watch(NOISY, { looks: [6, 9, 12], budgetMs: 75_000, resolution: 0.03 });
  assert.deepEqual(ends(decisions), [null, null, null, null, null, null, 'budget']);
  assert.deepEqual(
    decisions.map((decision) => decision?.outlook?.launches ?? null),
    // Of the pilot, the look and the end.
    [7, null, 7, null, null, 7, 7],
  );
  assert.ok((decisions.at(-1)?.outlook?.wanted?.launches ?? 0) > 7);
});

test('what went before the first launch is taken from the budget, but no launch is expected to take as long', () => {
  const stopping = { looks: [6, 9, 12], budgetMs: 75_000, resolution: 0.03 };
  assert.deepEqual(ends(watch(NOISY, stopping, 35_000)), [null, null, null, 'budget']);
});

test('a run of a settled length is foreseen after its pilot and never ended', () => {
  const decisions = watch(NOISY);
  assert.deepEqual(ends(decisions), [null, null, null, null, null]);
  assert.deepEqual(
    decisions.map((decision) => decision?.outlook?.launches ?? null),
    [5, null, 5, null, null],
  );
  assert.deepEqual(watch({ targets: TWICE }), [null, null, null, null, null]);
});

test('launches of a mode that was left tell nothing of how long the next one takes', () => {
  const stopping = { looks: [3, 5, 8], budgetMs: 75_000, resolution: null };
  const [start, ...rest] = syntheticRun({ ...NOISY, launches: 8, plan: { stopping } });
  assert.ok(start?.kind === 'run-started');
  let nowMs = 0;
  const decide = watchRun(start.plan, { nowMs: () => nowMs });
  const first = [start, ...rest.slice(0, rest.findIndex(({ kind }) => kind === 'launch-finished') + 1)];
  nowMs = 30_000;
  assert.equal(decide(first, 1, 40_000)?.ended ?? null, null);
  // Begun anew, as its second launch was loud.
  nowMs = 60_000;
  assert.equal(decide(first, 1, 10_000)?.ended ?? null, null);
});
