import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseLoad, type LoadOutcome } from '../../src/analysis/analyse-load.js';
import type { Recording } from '../../src/model/recording.js';
import { renderReport } from '../../src/report/render.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticLoad } from '../helpers/load-outcome.js';
import { syntheticProfile, syntheticRecording } from '../helpers/recordings.js';

function outcome(recording: Recording): LoadOutcome {
  return syntheticLoad(syntheticProfile({ connections: 10 }), recording);
}

const recording: Recording = {
  ...syntheticRecording({ random: createRandom(1), throughputPerSec: 5000, windowMs: 2000, lanes: 10 }),
  reqPerSecSamples: [4900, 5000, 5100, 5000],
  perSecond: [
    { second: 0, ok: 4900, failed: 0 },
    { second: 1, ok: 5100, failed: 0 },
    { second: 2, ok: 3, failed: 1 },
  ],
  elapsedMs: 2004,
};

test('a load has a throughput without an interval, its seconds as series and wrk-like samples', () => {
  const report = analyseLoad(outcome(recording));
  const [measurement] = report.measurements;
  assert.deepEqual(measurement?.throughput, { value: 5000, lower: null, upper: null, unit: 'req/s' });
  assert.deepEqual(
    measurement?.series.map(({ block, throughputPerSec, failed }) => [block, throughputPerSec, failed]),
    [
      [0, 4900, 0],
      [1, 5100, 0],
      // Four milliseconds are no second.
      [2, null, 1],
    ],
  );
  assert.equal(measurement?.reqPerSecSamples.mean, 5000);
  assert.equal(measurement?.reqPerSecSamples.max, 5100);
  assert.equal(measurement?.reqPerSecSamples.withinStdev, 0.5);
  assert.equal(measurement?.requests.measured, 10_000);
  assert.ok(Math.abs(measurement.latencyUs.mean! - 2000) < 0.1);
  assert.ok(Math.abs(measurement.littlesLaw! - 1) < 1e-6);
  assert.equal(report.run.command, 'load');
  assert.equal(report.run.seed, null);
  assert.equal(analyseLoad({ ...outcome(recording), requestSeed: 7 }).run.seed, 7);
  assert.equal(report.plan.mode, 'single');
  assert.equal(report.plan.sliceMs, 2000);
  assert.deepEqual([report.comparisons, report.rankings, report.warnings], [[], [], []]);
});

test('a load that fails in part, at a busy generator, is a result with warnings', () => {
  const failing = syntheticRecording({ random: createRandom(1), throughputPerSec: 5000, failedShare: 0.1, lanes: 10 });
  const report = analyseLoad(outcome({ ...failing, generator: { ...failing.generator, busy: 0.99 } }));
  assert.deepEqual(
    report.warnings.map(({ code, level }) => [code, level]),
    [
      ['errors', 'warn'],
      ['client-bound', 'warn'],
    ],
  );
  assert.equal(report.measurements[0]?.throughput.value, 4500);
});

test('a load that was never answered is invalid and has no latencies', () => {
  const silent = syntheticRecording({ random: createRandom(1), throughputPerSec: 0, lanes: 10 });
  const unanswered = { sent: 10, ok: 0, failed: 10, inFlightAtEnd: 0 };
  const report = analyseLoad(outcome({ ...silent, requests: unanswered }));
  const [measurement] = report.measurements;
  assert.equal(measurement?.throughput.value, 0);
  assert.deepEqual(new Set(Object.values(measurement?.latencyUs ?? {})), new Set([null]));
  assert.equal(measurement?.littlesLaw, null);
  assert.deepEqual(
    report.warnings.map(({ code, level }) => [code, level]),
    [['answers-failed', 'invalid']],
  );
});

test('connections that could not be opened explain why lanes waited, and the generator is not blamed', () => {
  const { window, errors } = recording;
  const refused: Recording = {
    ...recording,
    window: { ...window, laneSpanNs: window.laneSpanNs * 2 },
    errors: { ...errors, connect: 40 },
  };
  const messages = analyseLoad(outcome(refused)).warnings.map(({ code, message }) => `${code}: ${message}`);
  assert.deepEqual(messages, [
    'connect-failed: 40 attempts to connect failed',
    'littles-law: connections waited 50 % of the time without a request in flight, as not all could be opened',
  ]);
});

test('a load that could send nothing does not count the requests', () => {
  const silent = syntheticRecording({ random: createRandom(1), throughputPerSec: 0, lanes: 10 });
  const refused: Recording = {
    ...silent,
    errors: { ...silent.errors, connect: 40 },
    topErrors: [{ kind: 'connect', message: 'connect ECONNREFUSED 127.0.0.1:3000', count: 40 }],
  };
  assert.deepEqual(
    analyseLoad(outcome(refused)).warnings.map(({ message }) => message),
    ['40 attempts to connect failed', 'no request could be sent, most often connect ECONNREFUSED 127.0.0.1:3000'],
  );
});

test('of failed requests the most frequent reason is one of requests, not of attempts to connect', () => {
  const dying: Recording = {
    ...recording,
    requests: { sent: 5010, ok: 5000, failed: 10, inFlightAtEnd: 0 },
    errors: { ...recording.errors, connect: 40, read: 10 },
    topErrors: [
      { kind: 'connect', message: 'connect ECONNREFUSED 127.0.0.1:3000', count: 40 },
      { kind: 'read', message: 'ECONNRESET', count: 10 },
    ],
  };
  assert.deepEqual(
    analyseLoad(outcome(dying)).warnings.map(({ message }) => message),
    ['40 attempts to connect failed', '10 of 5 010 requests failed (0.2 %), most often read: ECONNRESET'],
  );
});

test('a rest that was added to the last second makes that second longer, not faster', () => {
  const perSecond = [
    { second: 0, ok: 5000, failed: 0 },
    { second: 1, ok: 7000, failed: 0, latency: { p50Ns: 410_500, p99Ns: null, maxNs: 9_000_000, meanNs: 500_250 } },
  ];
  const [measurement] = analyseLoad(outcome({ ...recording, perSecond, elapsedMs: 2400 })).measurements;
  assert.deepEqual(
    measurement?.series.map(({ throughputPerSec, ok, p50Us, p99Us, maxUs, meanLatencyUs }) => [
      Math.round(throughputPerSec ?? 0),
      ok,
      p50Us,
      p99Us,
      maxUs,
      meanLatencyUs,
    ]),
    [
      [5000, 5000, null, null, null, null],
      [5000, 7000, 410.5, null, 9000, 500.25],
    ],
  );
});

test('pauses fill the time of the lanes where they can be told, else nothing is said of it', () => {
  const think = { minMs: 10, maxMs: 10 };
  const { window } = recording;
  const paused = { ...recording, window: { ...window, laneSpanNs: window.laneSpanNs * 4 } };
  const counted = { ...paused, window: { ...paused.window, pauseSumNs: window.laneSpanNs * 3 } };
  const lawOf = (of: Recording, pipelining: number): readonly [number | null, number] => {
    const profile = syntheticProfile({ connections: 10, pipelining, think });
    const { measurements, warnings } = analyseLoad({ ...outcome(of), profile });
    return [measurements[0]?.littlesLaw ?? null, warnings.length];
  };
  const [law, warnings] = lawOf(counted, 1);
  assert.ok(law !== null && Math.abs(law - 1) < 1e-6, `${law}`);
  assert.equal(warnings, 0);
  assert.deepEqual(lawOf(paused, 1), [null, 0], 'a number of requests');
  assert.deepEqual(lawOf(counted, 4), [null, 0], 'several on a connection');
});

test('a load that was interrupted in its warm-up says that nothing was measured, and gives no other reason', () => {
  const silent = syntheticRecording({ random: createRandom(1), throughputPerSec: 0, windowMs: 5, lanes: 10 });
  const whole = outcome(silent);
  const report = analyseLoad({
    ...whole,
    run: { ...whole.run, interrupted: 'SIGINT' },
    warmup: { elapsedMs: 1700, windows: [], steady: false },
  });
  assert.deepEqual(
    report.warnings.map(({ code, message }) => [code, message]),
    [['nothing-measured', 'interrupted during the warm-up: nothing was measured']],
  );
  const options = { width: 100, color: false, unicode: true, storedAs: null, latency: false };
  const text = renderReport(report, 'text', options);
  assert.match(text, /throughput +n\/a: no request was sent\n/);
  assert.doesNotMatch(text, /what was measured is shown/);
});
