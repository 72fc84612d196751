import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArrivalCursor, timeOfCountNs } from '../../src/load/arrivals.js';
import type { ArrivalPlan, RateStage } from '../../src/model/load-profile.js';
import { mean, stddev } from '../../src/stats/moments.js';

const MS = 1e6;

function stage(fromPerSec: number, toPerSec: number, durationMs: number): RateStage {
  return { fromPerSec, toPerSec, durationMs };
}

function even(...stages: readonly RateStage[]): ArrivalPlan {
  return { spacing: 'even', stages, seed: 1 };
}

function poisson(perSec: number, seed = 1): ArrivalPlan {
  return { spacing: 'poisson', stages: [stage(perSec, perSec, 1000)], seed };
}

/** The first arrivals of thread `index` of `of`. */
function timesNs(plan: ArrivalPlan, count: number, index = 0, of = 1): number[] {
  const cursor = new ArrivalCursor(plan, { index, of });
  return Array.from({ length: count }, () => {
    const { atNs } = cursor;
    cursor.advance();
    return atNs;
  });
}

/** How many arrivals come before a time. */
function countBefore(plan: ArrivalPlan, untilMs: number): number {
  const cursor = new ArrivalCursor(plan, { index: 0, of: 1 });
  while (cursor.atNs < untilMs * MS) cursor.advance();
  return cursor.passed;
}

test('the time of a count follows the stages', () => {
  const ramp = [stage(0, 100, 2000)];
  const cases: readonly (readonly [stages: readonly RateStage[], count: number, ms: number])[] = [
    [[stage(100, 100, 1000)], 0, 0],
    [[stage(100, 100, 1000)], 1, 10],
    [[stage(100, 100, 1000)], 250, 2500],
    [[stage(0.5, 0.5, 10_000)], 3, 6000],
    // N(t) = 25 t^2.
    [ramp, 25, 1000],
    [ramp, 100, 2000],
    [ramp, 200, 3000],
    // N(t) = 100 t - 25 t^2.
    [[stage(100, 0, 2000)], 75, 1000],
    [[stage(100, 0, 2000)], 101, Number.POSITIVE_INFINITY],
    [[stage(10, 10, 1000), stage(0, 0, 5000), stage(100, 100, 1000)], 10, 6000],
    [[stage(10, 10, 1000), stage(0, 0, 5000), stage(100, 100, 1000)], 20, 6100],
    [[stage(1000, 1000, 500), stage(1000, 3000, 1000), stage(3000, 3000, 500)], 2500, 1500],
  ];
  for (const [stages, count, ms] of cases) {
    assert.equal(timeOfCountNs(stages, count), ms * MS, `${count} of ${JSON.stringify(stages)}`);
  }
});

test('even arrivals are as far apart as the rate says', () => {
  assert.deepEqual(timesNs(even(stage(1000, 1000, 1000)), 4), [0, 1 * MS, 2 * MS, 3 * MS]);
  assert.deepEqual(timesNs(even(stage(0.5, 0.5, 1000)), 3), [0, 2000 * MS, 4000 * MS]);
  assert.deepEqual(timesNs(even(stage(3, 3, 1000)), 4), [0, 333_333_333, 666_666_667, 1000 * MS]);
});

test('a time holds exactly as many even arrivals as rate and time say', () => {
  const cases = [
    [even(stage(7, 7, 700)), 10_000, 70],
    [even(stage(5000, 5000, 10_000)), 10_000, 50_000],
    [even(stage(1000, 10_000, 2000)), 2000, 11_000],
    [even(stage(10_000, 1000, 2000)), 2000, 11_000],
    [even(stage(1000, 1000, 300), stage(5000, 5000, 1000)), 1300, 5300],
    [even(stage(0, 300, 1000), stage(300, 0, 1000)), 2000, 300],
  ] as const;
  for (const [plan, untilMs, count] of cases) assert.equal(countBefore(plan, untilMs), count);
});

test('a ramp comes closer together and never goes back', () => {
  const times = timesNs(even(stage(100, 1000, 1000)), 550);
  const gaps = times.slice(1).map((atNs, index) => atNs - times[index]!);
  gaps.slice(1).forEach((gap, index) => {
    // Whole nanoseconds.
    assert.ok(gap <= gaps[index]! + 1, `${gap} after ${gaps[index]}`);
  });
  assert.ok(gaps[0]! > 9 * MS && gaps.at(-1)! < 1.01 * MS);
});

test('poisson arrivals have exponential gaps of the mean that the rate says', () => {
  for (const seed of [1, 2, 3]) {
    const times = timesNs(poisson(2000, seed), 20_000);
    const gaps = times.map((atNs, index) => (atNs - (times[index - 1] ?? 0)) / MS);
    // Of an exponential distribution mean and deviation are the same: 0.5 ms, here known to 0.7 % and 1 %.
    assert.ok(Math.abs(mean(gaps) - 0.5) < 0.02, `mean ${mean(gaps)}`);
    assert.ok(Math.abs(stddev(gaps) - 0.5) < 0.03, `stddev ${stddev(gaps)}`);
    const beyond = gaps.filter((gap) => gap > 1).length / gaps.length;
    assert.ok(Math.abs(beyond - Math.exp(-2)) < 0.01, `${beyond} above two means`);
    // Counts of a second vary as Poisson's do: 10 intervals of 2000.
    const counts = Array.from({ length: 9 }, (_, second) => {
      const from = second * 1000 * MS;
      return times.filter((atNs) => atNs >= from && atNs < from + 1000 * MS).length;
    });
    for (const count of counts) assert.ok(Math.abs(count - 2000) < 5 * Math.sqrt(2000), `${count} in a second`);
  }
});

test('poisson arrivals depend on the seed and on nothing else', () => {
  assert.deepEqual(timesNs(poisson(100, 7), 50), timesNs(poisson(100, 7), 50));
  assert.notDeepEqual(timesNs(poisson(100, 7), 50), timesNs(poisson(100, 8), 50));
});

test('the arrivals of all threads together are the whole plan, each exactly once', () => {
  const plans = [
    even(stage(1000, 1000, 1000)),
    even(stage(100, 900, 1000), stage(900, 900, 500)),
    poisson(777),
    { ...poisson(50), stages: [stage(50, 500, 1000)] },
  ];
  for (const plan of plans) {
    const whole = timesNs(plan, 600);
    for (const threads of [2, 3, 4]) {
      const dealt: number[] = [];
      const parts = Array.from({ length: threads }, (_, index) => timesNs(plan, 600 / threads, index, threads));
      for (let turn = 0; turn < 600 / threads; turn += 1) for (const part of parts) dealt.push(part[turn]!);
      assert.deepEqual(dealt, whole, `${plan.spacing}, ${threads} threads`);
    }
  }
});
