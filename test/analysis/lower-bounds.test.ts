import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { SliceEvent } from '../../src/model/events.js';
import { type Report, rankOf } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';

/** Targets by their rates; the generator is at its end with those that are named. */
function analysed(
  rates: Readonly<Record<string, number>>,
  bound: readonly string[],
  { failing = [] as readonly string[], baseline = 'express' } = {},
): Report {
  const slice = (one: SliceEvent): SliceEvent => {
    const { recording } = one;
    const busy = bound.includes(one.cell.target) ? 0.97 : 0.4;
    return { ...one, recording: { ...recording, generator: { ...recording.generator, busy } } };
  };
  const targets = Object.entries(rates).map(([name, throughputPerSec]) => ({
    name,
    throughputPerSec,
    failedShare: failing.includes(name) ? 0.05 : 0,
  }));
  return analyseRun(syntheticRun({ targets, baseline, slice }), { toolVersion: '0.1.0' });
}

function ranksOf(report: Report): string[] {
  return rankOf(report, 'json', 'c64').map(
    ({ target, from, to, atLeast = false }) => `${target} ${from}-${to}${atLeast ? ' at least' : ''}`,
  );
}

test('where the generator was the limit, a target is proven better than those below, and worse than nobody', () => {
  const report = analysed({ express: 2000, first: 9000, bound: 6000, other: 5000, last: 1000 }, ['bound', 'other']);
  assert.deepEqual(ranksOf(report), [
    'first 1-3',
    'bound 1-3 at least',
    'other 1-3 at least',
    'express 4-4',
    'last 5-5',
  ]);
});

test('one that the generator held below a slower one may be any of the first', () => {
  const report = analysed({ express: 2000, first: 9000, bound: 1000 }, ['bound']);
  assert.deepEqual(ranksOf(report), ['first 1-2', 'express 2-3', 'bound 1-3 at least']);
});

test('its throughput and its ratio are told as the least, and the verdict stays invalid', () => {
  const report = analysed({ express: 2000, bound: 6000, sound: 4000 }, ['bound']);
  assert.deepEqual(
    report.measurements.map(({ target, throughput }) => [target, throughput.atLeast ?? false]),
    [
      ['express', false],
      ['bound', true],
      ['sound', false],
    ],
  );
  const [bound, sound] = ['bound', 'sound'].map((name) =>
    report.comparisons.find(({ target, metric }) => target === name && metric === 'throughput'),
  );
  assert.deepEqual([bound?.verdict, bound?.atLeast, bound?.lean], ['invalid', true, null]);
  assert.deepEqual([sound?.verdict, sound?.atLeast], ['faster', undefined]);
  assert.ok(report.comparisons.every(({ metric, atLeast }) => metric === 'throughput' || atLeast === undefined));
  const { message } = report.warnings.find(({ code }) => code === 'client-bound') ?? {};
  const least = Number(/; against express it is at least (\d\.\d+)x$/.exec(message ?? '')?.[1]);
  const lower = bound?.ratio.lower ?? 0;
  assert.ok(least > 2.8 && least <= lower && least > lower - 0.011, `${message}: ${lower}`);
});

test('what else is wrong with it takes the rank away, as of anybody', () => {
  const report = analysed({ express: 2000, bound: 6000 }, ['bound'], { failing: ['bound'] });
  assert.deepEqual(ranksOf(report), ['express 1-1']);
  assert.equal(report.measurements.find(({ target }) => target === 'bound')?.throughput.atLeast, undefined);
  assert.ok(report.comparisons.every(({ atLeast }) => atLeast === undefined));
});

test('against a baseline that the generator held back nothing is the least, and no verdict stands', () => {
  const report = analysed({ express: 6000, slow: 2000 }, ['express']);
  assert.deepEqual(ranksOf(report), ['express 1-1 at least', 'slow 2-2']);
  const [comparison] = report.comparisons;
  assert.deepEqual([comparison?.verdict, comparison?.atLeast], ['invalid', undefined]);
  const { message } = report.warnings.find(({ code }) => code === 'client-bound') ?? {};
  assert.doesNotMatch(message ?? '', /at least/);
});
