import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { syntheticScenario } from '../helpers/recordings.js';

const TWICE = [
  { name: 'express', throughputPerSec: 6000 },
  { name: 'fastify', throughputPerSec: 12_000 },
];
const SCENARIOS = [syntheticScenario('json'), syntheticScenario('text')];

function overall(options: SyntheticRunOptions) {
  return analyseRun(syntheticRun(options), { toolVersion: '0' }).overall;
}

test('ratios of several scenarios have a geometric mean with an interval, launch by launch', () => {
  // Four times as fast in the second scenario, so 2 and 8 in all.
  const [mean, ...others] = overall({
    targets: TWICE,
    scenarios: SCENARIOS,
    slice: (slice) =>
      slice.cell.scenario === 'text' && slice.cell.target === 'fastify'
        ? {
            ...slice,
            recording: { ...slice.recording, window: { ...slice.recording.window, ok: 4 * slice.recording.window.ok } },
          }
        : slice,
  })!;
  assert.deepEqual(others, []);
  assert.ok(mean !== undefined);
  assert.deepEqual([mean.target, mean.baseline, mean.scenarios], ['fastify', 'express', ['json', 'text']]);
  assert.equal(mean.launchRatios.length, 5);
  const { value, lower, upper } = mean.ratio;
  assert.ok(lower !== null && upper !== null && lower < 4 && upper > 4, JSON.stringify(mean.ratio));
  assert.ok(Math.abs((value ?? 0) / 4 - 1) < 0.05, `${value}`);
});

test('a single scenario has none, nor a target that answers only one of them', () => {
  assert.equal(overall({ targets: TWICE }), undefined);
  const [, fastify] = TWICE;
  const targets = [TWICE[0]!, { ...fastify!, scenarios: ['json'] }];
  assert.equal(overall({ targets, scenarios: SCENARIOS }), undefined);
});

test('a target whose ratio is invalid in one scenario has none', () => {
  const [express, fastify] = TWICE;
  const targets = [express!, { ...fastify!, failedShare: 0.1 }, { name: 'koa', throughputPerSec: 5000 }];
  assert.deepEqual(
    overall({ targets, scenarios: SCENARIOS })?.map(({ target }) => target),
    ['koa'],
  );
});
