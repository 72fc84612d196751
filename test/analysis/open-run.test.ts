import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Metric } from '../../src/model/comparison.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Report } from '../../src/model/report.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticRun } from '../helpers/events.js';
import { atRate, type QueueServer } from '../helpers/open-slices.js';
import { openProfile } from '../helpers/recordings.js';

const PROFILE = 'open-50%';
const RATE = 2600;

interface OpenRun {
  readonly ratePerSec?: number;
  readonly launches?: number;
  readonly blocks?: number;
  readonly sliceMs?: number;
  /** Blocks of each launch in which another program is busy. */
  readonly disturbed?: readonly number[];
}

/** Two servers at one rate; a slice lasts 1 to 1.3 s, as many of them as a p99 needs. */
function openRun(servers: Readonly<Record<string, QueueServer>>, options: OpenRun = {}): Report {
  const { ratePerSec = RATE, launches = 5, blocks = 4, sliceMs = 1000, disturbed = [] } = options;
  const names = Object.keys(servers);
  const { arrivals, ...profile } = openProfile(ratePerSec, 1000, { name: PROFILE });
  const events = syntheticRun({
    // Overwritten: what counts is how their queues do.
    targets: names.map((name) => ({ name, throughputPerSec: 10 })),
    launches,
    blocks,
    sliceMs,
    plan: {
      profiles: [{ ...profile, share: 0.5, arrivals: { ...arrivals, stages: [] } }],
      instances: names.map((name) => ({
        id: name,
        target: name,
        env: {},
        cells: [{ target: name, scenario: 'json', profile: PROFILE }],
      })),
    },
    slice: (slice) => {
      const foreignCores = disturbed.includes(slice.block) ? 1 : 0;
      return { ...atRate(slice, servers, ratePerSec), machine: { foreignCores, stealCores: 0 } };
    },
  });
  const [first, ...rest] = events;
  const chosen = { scenario: 'json', profile: PROFILE, ratePerSec, capacityPerSec: 5200, slowest: names[0]! };
  const rates: RunEvent = { kind: 'rates-chosen', launch: 1, rates: [chosen] };
  return analyseRun([first!, rates, ...rest], { toolVersion: '0.0.0' });
}

function compared(report: Report, metric: Metric) {
  return report.comparisons.find((comparison) => comparison.metric === metric);
}

const codes = (report: Report): string[] => report.warnings.map(({ code }) => code);

test('a server that stalls has a slower p99 at the same rate, and nearly the same median', () => {
  const report = openRun({
    smooth: { serviceMs: 0.2 },
    stalls: { serviceMs: 0.2, stallMs: 25, stallEvery: 2500 },
  });
  const p99 = compared(report, 'latency.p99');
  assert.equal(p99?.verdict, 'slower');
  assert.ok((p99.ratio.upper ?? 1) < 0.1, JSON.stringify(p99.ratio));
  assert.ok((compared(report, 'latency.p50')?.ratio.value ?? 0) > 0.85);
  assert.equal(compared(report, 'throughput'), undefined, 'what was sent is no result');
  assert.deepEqual(codes(report), []);
  const [ranking] = report.rankings;
  assert.equal(ranking?.metric, 'latency.p99');
  assert.deepEqual(
    ranking.ranks.map(({ target, from, to }) => [target, from, to]),
    [
      ['smooth', 1, 1],
      ['stalls', 2, 2],
    ],
  );
});

test('the rate stands in the report where its profile, its scenario and its measurements do', () => {
  const report = openRun({ a: { serviceMs: 0.2 }, b: { serviceMs: 0.2 } });
  const [profile] = report.profiles;
  assert.deepEqual([profile?.kind, profile?.share, profile?.ratePerSec], ['open', 0.5, RATE]);
  assert.deepEqual(report.scenarios[0]?.rates, [
    { profile: PROFILE, ratePerSec: RATE, capacityPerSec: 5200, slowest: 'a' },
  ]);
  for (const { arrivals, loadedSeconds, throughput, climb } of report.measurements) {
    assert.ok(arrivals !== undefined && loadedSeconds !== null);
    assert.ok(Math.abs(arrivals.due / loadedSeconds / RATE - 1) < 0.03);
    assert.ok(Math.abs((throughput.value ?? 0) / (arrivals.due / loadedSeconds) - 1) < 0.01);
    assert.equal(climb, null);
  }
});

test('a server that cannot keep up has no verdict and no rank, however slow it looks', () => {
  const report = openRun({ smooth: { serviceMs: 0.2 }, late: { serviceMs: 0.45 } });
  const p99 = compared(report, 'latency.p99');
  assert.equal(p99?.verdict, 'invalid');
  const [warning, ...others] = report.warnings;
  assert.deepEqual(others, []);
  assert.deepEqual(
    [warning?.code, warning?.level, warning?.target, warning?.profile],
    ['does-not-keep-up', 'invalid', 'late', PROFILE],
  );
  assert.match(warning?.message ?? '', /^does not keep up with 2 \d{3}\/s: ended 2 2\d\d\/s, and its backlog grew/);
  assert.deepEqual(
    report.rankings[0]?.ranks.map(({ target }) => target),
    ['smooth'],
  );
});

test('a stable server at nine tenths of its limit keeps up with a low rate, whatever the few under way make of it', () => {
  // 50/s: nine are under way on average, and a slice of a second has fifty.
  const alarms = Array.from({ length: 30 }, (_, index) => {
    const random = createRandom(100 + index);
    const report = openRun({ a: { serviceMs: 18, random }, b: { serviceMs: 18, random } }, { ratePerSec: 50 });
    return codes(report).filter((code) => code === 'does-not-keep-up').length;
  }).reduce((sum, count) => sum + count, 0);
  assert.ok(alarms <= 2, `${alarms} of 60`);
});

test('a server that is half as fast as a low rate needs is found', () => {
  const found = Array.from({ length: 20 }, (_, index) => {
    const random = createRandom(200 + index);
    const report = openRun({ a: { serviceMs: 5, random }, b: { serviceMs: 40, random } }, { ratePerSec: 50 });
    return report.warnings.filter(({ code }) => code === 'does-not-keep-up').map(({ target }) => target);
  }).flat();
  assert.ok(found.length >= 19 && found.every((target) => target === 'b'), found.join(' '));
});

test('a server that is 0.8 % too slow for a high rate is found, and one with 4 % to spare is not', () => {
  const found = (serviceMs: number): number =>
    Array.from({ length: 5 }, (_, index) => {
      // Of a second server it is known that it keeps up.
      const report = openRun(
        { fast: { serviceMs: 0.02 }, near: { serviceMs, random: createRandom(300 + index) } },
        { ratePerSec: 10_000, sliceMs: 5000, blocks: 2 },
      );
      return report.warnings.filter(({ code, target }) => code === 'does-not-keep-up' && target === 'near').length;
    }).reduce((sum, count) => sum + count, 0);
  const tooSlow = found(0.1008);
  assert.ok(tooSlow >= 4, `${tooSlow} of 5`);
  assert.equal(found(0.096), 0);
});

test('a pause at the end of some slices is no sign that a server does not keep up', () => {
  // Every second slice or so ends within a pause of 200 ms, which leaves a fifth of a second of arrivals behind.
  const report = openRun({ smooth: { serviceMs: 0.05 }, stalls: { serviceMs: 0.05, stallMs: 200, stallEvery: 1700 } });
  assert.deepEqual(codes(report), []);
  assert.equal(compared(report, 'latency.p99')?.verdict, 'slower');
});

test('a generator that is late by more than a tenth of a tail takes its verdict away, by less only warns', () => {
  const stalls = { serviceMs: 0.05, stallMs: 200, stallEvery: 1700 };
  const levels = (report: Report): string[] =>
    report.warnings.map(({ code, level, target }) => `${code} ${level} ${target}`);
  const late = openRun({ smooth: { serviceMs: 0.2, lateMs: 3 }, stalls });
  assert.deepEqual(levels(late), ['pacing-behind invalid smooth']);
  assert.equal(compared(late, 'latency.p99')?.verdict, 'invalid');
  const little = openRun({ smooth: { serviceMs: 0.2 }, stalls: { ...stalls, lateMs: 3 } });
  assert.deepEqual(levels(little), ['pacing-behind warn stalls']);
  assert.equal(compared(little, 'latency.p99')?.verdict, 'slower');
});

test('too few answers for a p99 are said, and nobody is ranked apart', () => {
  const report = openRun(
    { smooth: { serviceMs: 0.2 }, stalls: { serviceMs: 2, stallMs: 60, stallEvery: 40 } },
    { ratePerSec: 200 },
  );
  assert.equal(compared(report, 'latency.p99'), undefined);
  assert.deepEqual(codes(report), ['too-few-samples']);
  assert.deepEqual(
    report.rankings[0]?.ranks.map(({ from, to }) => [from, to]),
    [
      [1, 2],
      [1, 2],
    ],
  );
});

test('blocks in which another program was busy are left out, and the ratio with them is told', () => {
  const servers = { smooth: { serviceMs: 0.05 }, stalls: { serviceMs: 0.05, stallMs: 40, stallEvery: 1000 } };
  const report = openRun(servers, { disturbed: [2], ratePerSec: 4000 });
  const p99 = compared(report, 'latency.p99');
  assert.equal(p99?.verdict, 'slower');
  assert.ok((p99.allBlocksRatio?.value ?? 1) < 0.1);
  assert.deepEqual(codes(report), ['foreign-cpu']);
  assert.equal(compared(openRun(servers, { ratePerSec: 4000 }), 'latency.p99')?.allBlocksRatio, null);
});

test('two equal servers with a queue are called different in none of 15 runs', () => {
  const random = createRandom(7);
  const server: QueueServer = { serviceMs: 0.7 / 2.6, random };
  const verdicts = Array.from({ length: 15 }, () => openRun({ a: server, b: server }).comparisons).flatMap(
    (comparisons) => comparisons.filter(({ metric }) => metric === 'latency.p99').map(({ verdict }) => verdict),
  );
  assert.equal(verdicts.length, 15);
  const wrong = verdicts.filter((verdict) => verdict === 'faster' || verdict === 'slower');
  assert.deepEqual(wrong, []);
});
