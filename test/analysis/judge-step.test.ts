import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeStep, pointOf } from '../../src/analysis/judge-step.js';
import { answersNeeded } from '../../src/analysis/objectives.js';
import { threshold } from '../../src/config/threshold.js';
import type { Recording } from '../../src/model/recording.js';
import type { SearchRun } from '../../src/model/search.js';
import type { Threshold } from '../../src/model/threshold.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticRecording } from '../helpers/recordings.js';

function objectivesOf(...texts: readonly string[]): Threshold[] {
  return texts.map((text) => {
    const parsed = threshold(text);
    assert.ok(parsed.ok);
    return parsed.value;
  });
}

type Arrivals = NonNullable<Recording['arrivals']>;

/** A thousand arrivals in a second, all answered, 900 in 1 ms and 100 in 30 ms. */
function openRecording(changes: Partial<Arrivals> = {}, parts: Partial<Recording> = {}): Recording {
  const latency = new LatencyHistogram();
  latency.recordMany(1e6, 900);
  latency.recordMany(30e6, 100);
  const pacing = new LatencyHistogram();
  pacing.recordMany(1000, 1000);
  const base = syntheticRecording({ random: createRandom(1), throughputPerSec: 1000, windowMs: 1000, lanes: 64 });
  const requests = { sent: 1000, ok: 1000, failed: 0, inFlightAtEnd: 0 };
  return {
    ...base,
    windowMs: 1000,
    requests,
    window: { ...base.window, ...requests, latency: latency.toSparse() },
    arrivals: {
      due: 1000,
      unsent: 0,
      okInWindow: 990,
      backlogMax: 0,
      backlogAtEnd: 0,
      pacing: pacing.toSparse(),
      ...changes,
    },
    ...parts,
  };
}

test('objectives are held against latencies from the intended start', () => {
  const kept = judgeStep(openRecording(), objectivesOf('p50<2ms', 'p99<40ms', 'errors<1%'));
  assert.deepEqual([kept.verdict, kept.broke, kept.throughputPerSec], ['kept', [], 990]);
  const broken = judgeStep(openRecording(), objectivesOf('p50<2ms', 'p99<20ms'));
  assert.deepEqual([broken.verdict, broken.broke], ['broken', ['p99<20ms (30ms)']]);
});

test('a rate that was not sent, or not answered, is not kept', () => {
  const objectives = objectivesOf('p99<1s');
  const unsent = judgeStep(openRecording({ due: 1100, unsent: 100 }), objectives);
  assert.deepEqual(unsent.broke, ['the rate (only 90.9 % could be sent)']);
  const piledUp = judgeStep(openRecording({ backlogAtEnd: 65 }), objectives);
  assert.deepEqual(piledUp.broke, ['the rate (65 requests waited for a connection at its end)']);
  const window = { ...openRecording().window, ok: 900, failed: 100 };
  assert.deepEqual(judgeStep(openRecording({}, { window }), objectives).broke, ['the rate (only 90 % was answered)']);
  // Who allows for errors has failed answers counted as answers.
  assert.deepEqual(judgeStep(openRecording({}, { window }), objectivesOf('errors<20%')).broke, []);
});

test('a broken step of a generator that did not keep up says nothing about the server', () => {
  const objectives = objectivesOf('p99<20ms');
  const { generator } = openRecording();
  const busy = openRecording({}, { generator: { ...generator, busy: 0.95 } });
  assert.equal(judgeStep(busy, objectives).verdict, 'generator');
  assert.equal(judgeStep(busy, objectivesOf('p99<1s')).verdict, 'kept');
  const late = new LatencyHistogram();
  late.recordMany(5e6, 1000);
  assert.equal(judgeStep(openRecording({ pacing: late.toSparse() }), objectives).verdict, 'generator');
});

test('a point shows the medians of the runs that agree with its verdict', () => {
  const run = (p99Us: number, verdict: SearchRun['verdict']): SearchRun => ({
    ...judgeStep(openRecording(), []),
    p99Us,
    verdict,
  });
  const runs = [run(900, 'broken'), run(100, 'kept'), run(200, 'kept')];
  const point = pointOf({ ratePerSec: 1000, connections: 64 }, runs, 'kept');
  assert.deepEqual([point.p99Us, point.runs.length], [150, 3]);
});

test('a step is as long as its objectives need answers', () => {
  assert.equal(answersNeeded(objectivesOf('p99<1s', 'p50<1s')), 1000);
  assert.equal(answersNeeded(objectivesOf('p999<1s')), 10_000);
  assert.equal(answersNeeded(objectivesOf('errors<0.1%')), 3000);
  assert.equal(answersNeeded(objectivesOf('avg<1s', 'errors<=0')), 0);
});
