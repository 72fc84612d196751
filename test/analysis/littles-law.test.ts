import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import { causeOfLaneGaps, type LaneGaps } from '../../src/analysis/checks/littles-law.js';
import type { Recording } from '../../src/model/recording.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticRun } from '../helpers/events.js';
import { syntheticProfile, syntheticRecording } from '../helpers/recordings.js';

interface Events {
  readonly reopened?: number;
  readonly refused?: number;
  readonly timeouts?: number;
}

/** A slice of 100 ms on 64 lanes, of whose time latencies account for this share. */
function sliceWith(rho: number, { reopened = 0, refused = 0, timeouts = 0 }: Events, windowMs = 100): Recording {
  const recording = syntheticRecording({ random: createRandom(1), throughputPerSec: 6000, windowMs });
  const { window, connections, errors } = recording;
  return {
    ...recording,
    window: { ...window, laneSpanNs: window.latencySumNs / rho },
    connections: { ...connections, reopenedInWindow: reopened },
    errors: { ...errors, connect: refused, timeout: timeouts },
  };
}

// 64 lanes: a connection that is away for a whole slice is 1/64 of it.
const TABLE: readonly (readonly [rho: number, Events, LaneGaps])[] = [
  [0.9, {}, 'generator'],
  [0.9, { reopened: 1 }, 'generator'],
  [0.9, { reopened: 3 }, 'generator'],
  [0.9, { reopened: 4 }, 'reopened'],
  [0.9, { refused: 4 }, 'refused'],
  [0.9, { timeouts: 4 }, 'timeouts'],
  [0.9, { reopened: 1, refused: 1, timeouts: 2 }, 'reopened'],
  [0.5, { reopened: 20 }, 'generator'],
  [0.5, { reopened: 30 }, 'reopened'],
  [0.1, { timeouts: 1 }, 'generator'],
];

for (const [rho, events, cause] of TABLE) {
  test(`lanes busy ${100 * rho} % of a slice beside ${JSON.stringify(events)}: ${cause}`, () => {
    assert.equal(causeOfLaneGaps([sliceWith(rho, events)], syntheticProfile()), cause);
  });
}

test('an event in one slice explains nothing in the others', () => {
  const slices = Array.from({ length: 60 }, (_, at) => sliceWith(0.9, { reopened: at === 0 ? 60 : 0 }));
  assert.equal(causeOfLaneGaps(slices, syntheticProfile()), 'generator');
});

test('a connection that comes back takes no longer than its attempt may, however long the slice is', () => {
  const profile = syntheticProfile({ connectTimeoutMs: 1000 });
  const causeIn = (windowMs: number) => causeOfLaneGaps([sliceWith(0.9, { reopened: 4 }, windowMs)], profile);
  assert.deepEqual([causeIn(2000), causeIn(20_000)], ['reopened', 'generator']);
});

test('with a connection go all requests that are in flight on it', () => {
  const events = [sliceWith(0.9, { reopened: 1 })];
  assert.equal(causeOfLaneGaps(events, syntheticProfile({ connections: 16, pipelining: 4 })), 'reopened');
});

test('one connection that is opened again takes the blame for nothing, and where they explain it verdicts have a doubt', () => {
  const found = ([0, 1, 6] as const).map((reopenedInWindow) => {
    const { warnings, comparisons } = analyseRun(
      syntheticRun({
        slice: (slice) =>
          slice.cell.target === 'fastify'
            ? { ...slice, recording: sliceWith(0.9, { reopened: reopenedInWindow }) }
            : slice,
      }),
      { toolVersion: '0.1.0' },
    );
    const [level] = warnings.flatMap(({ code, level }) => (code === 'littles-law' ? [level] : []));
    const [throughput] = comparisons.filter(({ metric }) => metric === 'throughput');
    return [level, throughput?.verdict === 'invalid', throughput?.doubts];
  });
  assert.deepEqual(found, [
    ['invalid', true, undefined],
    ['invalid', true, undefined],
    ['warn', false, ['littles-law']],
  ]);
});
