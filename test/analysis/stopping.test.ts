import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { endAt, fitsAnother, foresee, type RunPace, standingOf } from '../../src/analysis/stopping.js';
import type { RunEvent } from '../../src/model/events.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';

const TWICE = [
  { name: 'express', throughputPerSec: 6000 },
  { name: 'fastify', throughputPerSec: 12_000 },
];
const LOOKS = { looks: [6, 9, 12], budgetMs: 120_000, resolution: null };
/** So much noise that two equal servers cannot be told from different ones. */
const NOISY = { launchStddev: 0.05, sliceStddev: 0.1 };

function runOf(launches: number, options: SyntheticRunOptions, stopping = {}): RunEvent[] {
  const plan = { launches: 12, stopping: { ...LOOKS, ...stopping }, alpha: 0.0221 };
  const events = syntheticRun({ ...options, launches, plan: { ...plan, launches } });
  return events.map((event) => (event.kind === 'run-started' ? { ...event, plan: { ...event.plan, ...plan } } : event));
}

function planOf([start]: readonly RunEvent[]) {
  assert.ok(start?.kind === 'run-started');
  return start.plan;
}

function paceAfter(launchesDone: number, elapsedMs = launchesDone * 10_000): RunPace {
  return { launchesDone, elapsedMs, launchMs: 10_000 };
}

function standing(events: readonly RunEvent[], resolution: number | null = null) {
  return standingOf(analyseRun(events, { toolVersion: '0' }), resolution);
}

test('a run is settled when every comparison of throughput has its verdict', () => {
  assert.deepEqual(standing(runOf(6, { targets: TWICE })), { settled: 'settled', words: 'every verdict stands' });
  assert.deepEqual(standing(runOf(6, NOISY)), { settled: null, words: 'its verdict is open' });
  assert.equal(standing(runOf(6, { targets: TWICE.slice(0, 1) })).settled, null);
});

test('what is not valid neither settles a run nor holds it up', () => {
  const report = analyseRun(runOf(6, { targets: TWICE }), { toolVersion: '0' });
  const invalid = report.comparisons.map((one) => ({ ...one, target: 'koa', verdict: 'invalid' as const }));
  assert.deepEqual(standingOf({ ...report, comparisons: invalid }, null), {
    settled: null,
    words: 'no comparison is valid',
  });
  assert.equal(standingOf({ ...report, comparisons: [...report.comparisons, ...invalid] }, null).settled, 'settled');
});

test('latency decides where all were sent the same rate', () => {
  const report = analyseRun(runOf(6, { targets: TWICE }), { toolVersion: '0' });
  const closed = report.comparisons;
  // The same once more, as if from an open loop beside.
  const profiles = report.profiles.flatMap((one) => [one, { ...one, name: 'open-50%', kind: 'open' as const }]);
  const atRate = closed.flatMap((one) => (one.metric === 'throughput' ? [] : [{ ...one, profile: 'open-50%' }]));
  assert.ok(atRate.some(({ metric }) => metric === 'latency.p50'));
  const settled = (...comparisons: typeof closed) => standingOf({ ...report, profiles, comparisons }, null).settled;
  const inconclusive = atRate.map((one) => ({ ...one, verdict: 'inconclusive' as const, mde: 0.2 }));
  assert.equal(settled(...atRate), 'settled');
  assert.equal(settled(...closed, ...atRate), 'settled');
  assert.equal(settled(...inconclusive), null);
  assert.equal(settled(...closed, ...inconclusive), null, 'one loop does not speak for the other');
});

test('what is inconclusive is resolved where it could have been called', () => {
  const events = runOf(6, NOISY);
  const [comparison] = analyseRun(events, { toolVersion: '0' }).comparisons;
  const mde = comparison?.mde ?? 0;
  assert.equal(standing(events, mde + 0.001).settled, 'resolved');
  assert.equal(standing(events, mde - 0.001).settled, null);
});

test('a run ends at a look and not between, unless its budget or its launches end', () => {
  const plan = planOf(runOf(6, {}));
  const settled = { settled: 'settled', words: 'every verdict stands' } as const;
  const open = { settled: null, words: 'its verdict is open' } as const;
  const rows = [
    [6, settled, true, 'settled'],
    [7, settled, false, null],
    [9, open, true, null],
    // 115 of 120 s are over.
    [11.5, open, false, 'budget'],
    [12, open, true, 'launches'],
    [12, settled, true, 'settled'],
  ] as const;
  for (const [launchesDone, standing, isLook, ended] of rows) {
    assert.equal(endAt(plan, paceAfter(launchesDone), { standing, isLook }).ended, ended, `${launchesDone}`);
  }
  assert.equal(fitsAnother(plan, paceAfter(3, 110_000)), true);
  assert.equal(fitsAnother(plan, paceAfter(3, 110_001)), false);
  assert.equal(fitsAnother({ ...plan, stopping: { ...LOOKS, budgetMs: null } }, paceAfter(3, 1e9)), true);
});

test('what a run can be expected to call is told of what is open, with what a resolution would take', () => {
  assert.equal(foresee(runOf(3, { targets: TWICE }), paceAfter(3)), null);
  const outlook = foresee(runOf(3, NOISY, { resolution: 0.03 }), paceAfter(3));
  assert.ok(outlook !== null && outlook.wanted !== null);
  assert.deepEqual([outlook.target, outlook.launches], ['fastify', 12]);
  assert.ok(outlook.effect > 0.03, `${outlook.effect}`);
  const { launches, seconds, isWithinReach } = outlook.wanted;
  assert.ok(launches !== null && launches > 12);
  assert.equal(seconds, 30 + (launches - 3) * 10);
  assert.equal(isWithinReach, false);
  // Half of the budget is gone with three launches.
  assert.equal(foresee(runOf(3, NOISY), { launchesDone: 3, elapsedMs: 60_000, launchMs: 20_000 })?.launches, 6);
});

test('of a rough run nothing is foreseen', () => {
  const events = syntheticRun({ ...NOISY, launches: 2, quick: true });
  assert.equal(foresee(events, paceAfter(1)), null);
  assert.equal(foresee(runOf(1, NOISY), { launchesDone: 1, elapsedMs: 60_000, launchMs: 60_000 }), null);
});

test('one launch already lets expect something, by its blocks', () => {
  const calm = foresee(runOf(1, { sliceStddev: 0.02 }, { resolution: 0.3 }), paceAfter(1));
  const noisy = foresee(runOf(1, { sliceStddev: 0.3 }, { resolution: 0.3 }), paceAfter(1));
  assert.ok(calm !== null && noisy !== null && calm.effect < noisy.effect);
  assert.equal(calm.wanted?.isWithinReach, true);
});
