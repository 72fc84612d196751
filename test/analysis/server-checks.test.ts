import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { SliceEvent } from '../../src/model/events.js';
import type { Recording } from '../../src/model/recording.js';
import { createRandom } from '../../src/stats/random.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { syntheticRecording, syntheticScenario } from '../helpers/recordings.js';

const isCandidate = (slice: SliceEvent): boolean => slice.cell.target === 'fastify';

/** Changes what was recorded of the candidate. */
function recorded(change: (recording: Recording, slice: SliceEvent) => Partial<Recording>): SyntheticRunOptions {
  return {
    slice: (slice) =>
      isCandidate(slice) ? { ...slice, recording: { ...slice.recording, ...change(slice.recording, slice) } } : slice,
  };
}

/** CPU per request in slices over that of warm-up, launch by launch. */
function cpuGuardOf(factors: readonly number[], options: SyntheticRunOptions = {}) {
  const { warnings } = analyseRun(
    syntheticRun({
      launches: factors.length,
      ...options,
      slice: (slice) =>
        isCandidate(slice) && slice.server
          ? { ...slice, server: { ...slice.server, cpuNs: slice.server.cpuNs * factors[slice.launch - 1]! } }
          : slice,
    }),
    { toolVersion: '0.1.0' },
  );
  return warnings.filter(({ code }) => code === 'cpu-guard');
}

test('slices that cost more CPU than warm-up are said to where the launches agree on it', () => {
  assert.equal(cpuGuardOf([1.1, 1.1, 1.1, 1.1, 1.1]).length, 1);
  assert.deepEqual(cpuGuardOf([1, 2, 1, 1, 1]), []);
  assert.deepEqual(cpuGuardOf([1.02, 1.03, 1.05, 1.04, 1.08]), []);
  assert.deepEqual(cpuGuardOf([1.035, 1.035, 1.035, 1.035, 1.035]), []);
});

test('two launches say so only of a difference far beyond the tolerance, one launch never', () => {
  assert.deepEqual(cpuGuardOf([1.04, 1.06]), []);
  assert.equal(cpuGuardOf([0.6, 0.61]).length, 1);
  assert.deepEqual(cpuGuardOf([1.5]), []);
});

test('launches whose warm-up had not settled are no measure of continuous load', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 6000, steady: false },
  ];
  assert.deepEqual(cpuGuardOf([0.8, 0.8, 0.8, 0.8, 0.8], { targets }), []);
});

/** One target that needs an instance for each of its two scenarios. */
const twoInstances: SyntheticRunOptions = {
  targets: [{ name: 'express', throughputPerSec: 6000 }],
  launches: 3,
  scenarios: [syntheticScenario('json'), syntheticScenario('cached')],
  plan: {
    instances: ['json', 'cached'].map((scenario) => ({
      id: `express+${scenario}`,
      target: 'express',
      env: {},
      cells: [{ target: 'express', scenario, profile: 'c64' }],
    })),
  },
};

test('every instance of a target has a warm-up of its own', () => {
  const events = syntheticRun({
    ...twoInstances,
    slice: (slice) =>
      slice.server ? { ...slice, server: { ...slice.server, cpuNs: slice.server.cpuNs * 1.2 } } : slice,
  });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  const found = warnings.filter(({ code }) => code === 'cpu-guard').map(({ scenario }) => scenario);
  assert.deepEqual(found, ['json', 'cached']);
});

test('a restless instance is told of once a launch, and leaves the scenarios of its neighbour alone', () => {
  const events = syntheticRun(twoInstances).map((event) =>
    event.kind === 'warmup-finished' && event.summary.instance === 'express+json'
      ? { ...event, summary: { ...event.summary, steady: false } }
      : event,
  );
  const report = analyseRun(events, { toolVersion: '0.1.0' });
  const restless = report.warnings.filter(({ code }) => code === 'not-steady');
  assert.deepEqual(
    restless.map(({ message }) => /in \d of \d launches/.exec(message)?.[0]),
    ['in 3 of 3 launches'],
  );
  const steady = report.measurements.map(({ scenario, launches }) => [scenario, launches.map((one) => one.steady)]);
  assert.deepEqual(steady, [
    ['json', [false, false, false]],
    ['cached', [true, true, true]],
  ]);
});

/** The candidate's longest gap between answers before each window. */
const withSettleStall = (settleStallMs: (recording: Recording) => number, mode: 'plain' | 'freeze' = 'freeze') => {
  const options = recorded((recording) => ({ settleStallMs: settleStallMs(recording) }));
  const events = syntheticRun({ ...options, launches: 3, restartsFrozen: mode === 'freeze' });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  return warnings.filter(({ code }) => code === 'thaw-stalls').map(({ target, level }) => [target, level]);
};

const longestMs = ({ window }: Recording): number => (window.latencyMaxNs ?? 0) / 1e6;

test('a server that stalls when it is thawed is measured invalidly', () => {
  assert.deepEqual(
    withSettleStall((recording) => longestMs(recording) + 12),
    [['fastify', 'invalid']],
  );
  assert.deepEqual(
    withSettleStall((recording) => longestMs(recording) + 4),
    [],
  );
});

test('a gap before the window says nothing where servers are not frozen', () => {
  assert.deepEqual(
    withSettleStall((recording) => longestMs(recording) + 60, 'plain'),
    [],
  );
});

test('a server that sleeps 33 ms for 16 lanes does not stall, however long its first answer takes', () => {
  const random = createRandom(5);
  const events = syntheticRun({
    launches: 3,
    restartsFrozen: true,
    slice: (slice) => ({
      ...slice,
      recording: {
        ...syntheticRecording({ random, throughputPerSec: 16 / 0.033, windowMs: 660, lanes: 16, latencySigma: 0.02 }),
        settleStallMs: 33 + random.uniform(0, 1),
      },
    }),
  });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  assert.equal(
    warnings.some(({ code }) => code === 'thaw-stalls'),
    false,
  );
});

test('answers that come while its processes do nothing are not its own', () => {
  const found = (cpuShare: number): string[] =>
    analyseRun(
      syntheticRun({
        slice: (slice) =>
          isCandidate(slice) && slice.server
            ? { ...slice, server: { ...slice.server, cpuNs: slice.server.cpuNs * cpuShare } }
            : slice,
      }),
      { toolVersion: '0.1.0' },
    ).warnings.flatMap(({ code, level, target }) => (code === 'no-server-cpu' ? [`${level} ${target}`] : []));
  assert.deepEqual(found(0.0005), ['invalid fastify']);
  assert.deepEqual(found(0.02), []);
});

for (const mode of ['plain', 'exclusive'] as const) {
  test(`${mode}: CPU of others that follows one target is told, and that which falls on all is not`, () => {
    const random = createRandom(3);
    const found = (own: number, rest: number, launches = 5): string[] =>
      analyseRun(
        syntheticRun({
          launches,
          slice: (slice) => ({
            ...slice,
            mode,
            machine: {
              foreignCores: Math.max(0, (isCandidate(slice) ? own : rest) + 0.05 * random.normal()),
              stealCores: 0,
            },
          }),
        }),
        { toolVersion: '0.1.0' },
      ).warnings.flatMap(({ code, level, target }) => (code === 'unseen-helper' ? [`${level} ${target}`] : []));
    assert.deepEqual(found(0.2, 0.05), ['warn fastify']);
    assert.deepEqual(found(0.15, 0.15), []);
    assert.deepEqual(found(0.08, 0.05), []);
    assert.deepEqual(found(0.2, 0.05, 1), [], 'too few to tell');
  });
}

test('CPU of others that came in one launch only is no helper of the target that was alone then', () => {
  const { warnings } = analyseRun(
    syntheticRun({
      slice: (slice) => ({
        ...slice,
        mode: 'exclusive',
        machine: { foreignCores: isCandidate(slice) && slice.launch === 2 ? 0.9 : 0.02, stealCores: 0 },
      }),
    }),
    { toolVersion: '0.1.0' },
  );
  assert.deepEqual(
    warnings.filter(({ code }) => code === 'unseen-helper'),
    [],
  );
});
