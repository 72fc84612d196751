import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseLoad } from '../../src/analysis/analyse-load.js';
import type { OpenLoadProfile } from '../../src/model/load-profile.js';
import type { Recording } from '../../src/model/recording.js';
import type { Report } from '../../src/model/report.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticLoad } from '../helpers/load-outcome.js';
import { openProfile, syntheticRecording } from '../helpers/recordings.js';

const LANES = 10;

interface Course {
  readonly answeredPerSec?: number;
  readonly arrivals?: Partial<NonNullable<Recording['arrivals']>>;
  readonly pacingUs?: number;
  readonly busy?: number;
  readonly profile?: OpenLoadProfile;
}

/** Two seconds at 5000 requests a second. */
function reportOf({ answeredPerSec = 5000, arrivals = {}, pacingUs = 20, busy = 0.4, profile }: Course = {}): Report {
  const random = createRandom(1);
  const closed = syntheticRecording({ random, throughputPerSec: answeredPerSec, windowMs: 2000, lanes: LANES });
  const pacing = new LatencyHistogram();
  pacing.recordMany(3000, 8000);
  pacing.recordMany(pacingUs * 1000, 2000);
  const ok = closed.window.ok;
  const recording: Recording = {
    ...closed,
    window: { ...closed.window, serviceTime: closed.window.latency, latencySumNs: closed.window.latencySumNs * 30 },
    arrivals: {
      due: 10_000,
      unsent: 10_000 - ok,
      okInWindow: ok,
      backlogMax: 0,
      backlogAtEnd: 0,
      pacing: pacing.toSparse(),
      ...arrivals,
    },
    generator: { ...closed.generator, busy },
  };
  return analyseLoad(syntheticLoad(profile ?? openProfile(5000, 2000, { connections: LANES }), recording));
}

function messagesOf(report: Report): readonly string[] {
  return report.warnings.map(({ code, level, message }) => `${level} ${code}: ${message}`);
}

test('an open load that kept its rate says what arrived, what waited and how late it was, and warns of nothing', () => {
  const report = reportOf({ arrivals: { backlogMax: 40 } });
  const [measurement] = report.measurements;
  assert.deepEqual(messagesOf(report), []);
  assert.deepEqual(measurement?.backlog, { max: 40, atEnd: 0 });
  const { due, unsent, pacingUs } = measurement?.arrivals ?? {};
  assert.deepEqual([due, unsent], [10_000, 0]);
  assert.deepEqual(
    [pacingUs?.p50, pacingUs?.p99, pacingUs?.max].map((us) => Math.round(us ?? 0)),
    [3, 20, 20],
  );
});

test('throughput of an open load is what was answered within its time, over that time', () => {
  const [measurement] = reportOf({ arrivals: { okInWindow: 9000 } }).measurements;
  assert.equal(measurement?.throughput.value, 4500);
  assert.equal(measurement?.loadedSeconds, 2);
});

test("Little's law of a closed loop is not asked of an open one", () => {
  assert.equal(reportOf().measurements[0]?.littlesLaw, null);
});

test('a server that does not keep up is named, with what was asked and what was sent', () => {
  const report = reportOf({ answeredPerSec: 3120, arrivals: { backlogMax: 3760, backlogAtEnd: 3760 } });
  assert.deepEqual(messagesOf(report), [
    'warn rate-not-reached: asked 5 000/s, sent 3 120/s: 3 760 of 10 000 arrivals were never sent',
    'warn backlog-growing: the server was saturated: 3 760 arrivals waited at the end, and more and more did; latency depends on how long this load was',
  ]);
});

test('a backlog that was worked off is no saturation, nor is one round of the connections', () => {
  assert.deepEqual(messagesOf(reportOf({ arrivals: { backlogMax: 3000, backlogAtEnd: 200 } })), []);
  assert.deepEqual(messagesOf(reportOf({ arrivals: { backlogMax: LANES, backlogAtEnd: LANES } })), []);
});

test('a generator that sends late or is busy is named as the limit', () => {
  assert.deepEqual(messagesOf(reportOf({ pacingUs: 4300, busy: 0.95 })), [
    'warn client-bound: the load generator was busy 95 % of its time: the server may be faster than shown; try more --threads or a heavier scenario',
    'warn pacing-behind: pacing behind: one in a hundred was sent 4.3ms late or more though a connection was free, so the load generator or its machine was the limit',
  ]);
});

test('a low rate keeps its digits in a warning', () => {
  const arrivals = { due: 3, unsent: 2, okInWindow: 1 };
  assert.match(messagesOf(reportOf({ arrivals }))[0] ?? '', /asked 1\.5\/s, sent 0\.5\/s: 2 of 3 arrivals/);
});

test('the profile of a report says what arrives: the mean rate, the stages, and the seed where chance has a say', () => {
  const stages = [
    { fromPerSec: 1000, toPerSec: 3000, durationMs: 1000 },
    { fromPerSec: 3000, toPerSec: 3000, durationMs: 3000 },
  ];
  const base = openProfile(1000, 4000, { connections: LANES, maxConnections: 50 });
  const report = reportOf({ profile: { ...base, arrivals: { spacing: 'poisson', stages, seed: 42 } } });
  const [profile] = report.profiles;
  assert.deepEqual([profile?.kind, profile?.ratePerSec, profile?.maxConnections], ['open', 2750, 50]);
  assert.deepEqual(profile?.arrivals, { spacing: 'poisson', stages });
  assert.equal(report.run.seed, 42);
  assert.equal(reportOf().run.seed, null);
});
