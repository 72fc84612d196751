import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { interimOf, TotalsSoFar } from '../../src/analysis/interim.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Plan } from '../../src/model/plan.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { openProfile, syntheticScenario } from '../helpers/recordings.js';

const OPTIONS: SyntheticRunOptions = {
  targets: [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'node-http', throughputPerSec: 24_000, steady: false },
    { name: 'koa', throughputPerSec: 9000 },
  ],
  scenarios: [syntheticScenario('json'), syntheticScenario('items')],
};

/** The events of a run until so many launches are over. */
function until(launches: number, options: SyntheticRunOptions = OPTIONS): RunEvent[] {
  const events = syntheticRun(options);
  const last = events.findIndex((event) => event.kind === 'launch-finished' && event.launch === launches);
  return events.slice(0, last + 1);
}

function planOf(events: readonly RunEvent[]): Plan {
  const [start] = events;
  assert.ok(start?.kind === 'run-started');
  return start.plan;
}

test('between launches the ratios are those that a report would have', () => {
  for (const launches of [1, 2, 4]) {
    const events = until(launches);
    const interim = interimOf(events);
    assert.equal(interim.launchesDone, launches);
    const reported = analyseRun(events, { toolVersion: '0' }).comparisons.filter(
      ({ metric }) => metric === 'throughput',
    );
    assert.deepEqual(
      interim.ratios.map(({ scenario, target, baseline, ratio }) => ({ scenario, target, baseline, ratio })),
      reported.map(({ scenario, target, baseline, ratio }) => ({ scenario, target, baseline, ratio })),
    );
    assert.equal(interim.ratios.length, 4);
  }
});

test('intervals narrow as launches are added', () => {
  const widths = [2, 3, 5].map((launches) => {
    const [first] = interimOf(until(launches)).ratios;
    return Math.log((first?.ratio.upper ?? 0) / (first?.ratio.lower ?? 1));
  });
  assert.ok(widths[0]! > widths[1]! && widths[1]! > widths[2]! && widths[2]! > 0, widths.join(' '));
});

test('at equal rates it is p99 that is compared, as soon as there are answers enough', () => {
  const profile = openProfile(5000, 1000);
  const plan: Partial<Plan> = {
    profiles: [profile],
    instances: ['express', 'koa'].map((target) => ({
      id: target,
      target,
      env: {},
      cells: [{ target, scenario: 'json', profile: profile.name }],
    })),
  };
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'koa', throughputPerSec: 9000 },
  ];
  const few = interimOf(until(1, { targets, plan, blocks: 2, sliceMs: 50 }));
  assert.deepEqual(
    few.ratios.map(({ metric, ratio }) => [metric, ratio.value]),
    [['latency.p99', null]],
  );
  const many = interimOf(until(1, { targets, plan, sliceMs: 500 }));
  assert.ok((many.ratios[0]?.ratio.value ?? 0) > 0);
});

test('what would stand below the tables is told on the way', () => {
  const interim = interimOf(until(2));
  assert.deepEqual(
    interim.warnings.map(({ code, target }) => [code, target]),
    [['not-steady', 'node-http']],
  );
});

test('until a launch is over there are sums: throughputs against the baseline, without bounds', () => {
  const events = until(1);
  const totals = new TotalsSoFar();
  assert.deepEqual(totals.ratios(planOf(events)), []);
  const slices = events.filter((event) => event.kind === 'slice');
  for (const slice of slices) totals.add(slice);
  const ratios = totals.ratios(planOf(events));
  assert.deepEqual(
    ratios.map(({ scenario, target, baseline }) => [scenario, target, baseline]),
    [
      ['json', 'node-http', 'express'],
      ['json', 'koa', 'express'],
      ['items', 'node-http', 'express'],
      ['items', 'koa', 'express'],
    ],
  );
  const whole = interimOf(events);
  for (const [place, { ratio }] of ratios.entries()) {
    assert.deepEqual([ratio.lower, ratio.upper], [null, null]);
    assert.ok(Math.abs((ratio.value ?? 0) / (whole.ratios[place]?.ratio.value ?? 1) - 1) < 1e-9);
  }
  totals.clear();
  assert.deepEqual(totals.ratios(planOf(events)), []);
});

test('a target without its baseline has no ratio yet', () => {
  const events = until(1);
  const totals = new TotalsSoFar();
  for (const event of events) if (event.kind === 'slice' && event.cell.target === 'koa') totals.add(event);
  assert.deepEqual(totals.ratios(planOf(events)), []);
});
