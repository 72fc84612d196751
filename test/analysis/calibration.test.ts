import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrateMetric, holdsOne } from '../../src/analysis/calibration.js';
import { adviseOn, whyUnused } from '../../src/analysis/calibration-advice.js';
import type { Comparison } from '../../src/model/comparison.js';
import type { Plan } from '../../src/model/plan.js';
import { calibration } from '../helpers/calibrations.js';

const AA = {
  metric: 'throughput',
  ratio: { value: 1, lower: Math.exp(-0.03), upper: Math.exp(0.03) },
  launchRatios: [],
  alpha: 0.05,
  margin: 0.02,
} as unknown as Comparison;

const launches = (spread: number, count = 6) =>
  Array.from({ length: count }, (_, index) => ({ value: index % 2 === 0 ? spread : -spread, variance: 0.01 ** 2 }));

test('the scatter of launches is that of their ratios, beside what blocks alone would make it', () => {
  const metric = calibrateMetric(AA, launches(0.02), 10)!;
  // Six values of +-0.02: their variance is 6/5 of its square.
  assert.equal(metric.launchStddev.toFixed(4), (0.02 * Math.sqrt(6 / 5)).toFixed(4));
  assert.equal(metric.withinStddev, 0.01);
  // (2 (0.01^2 + 0.015^2) + 5 s^2) / 7, as in the moderated interval.
  assert.equal(metric.expectedStddev.toFixed(4), Math.sqrt((2 * 0.000325 + 5 * 0.00048) / 7).toFixed(4));
});

test('more time means more launches and smaller effects, with the margin always in them', () => {
  const { effects } = calibrateMetric(AA, launches(0.02), 10)!;
  assert.deepEqual(
    effects.map(({ seconds, launches: count }) => [seconds, count]),
    [
      [60, 6],
      [180, 18],
      [600, 60],
    ],
  );
  const [first, second, third] = effects.map(({ effect }) => effect!);
  assert.ok(first! > second! && second! > third! && third! > 0.02, JSON.stringify(effects));
  // METHOD 3.2 with 60 launches: 1 - 0.98 exp(-(2.001 + 0.848) s / sqrt(60)).
  assert.equal(third!.toFixed(4), (1 - 0.98 * Math.exp((-2.849 * 0.02087) / Math.sqrt(60))).toFixed(4));
});

test('where fewer than three launches fit, nothing is promised', () => {
  const { effects } = calibrateMetric(AA, launches(0.02), 25)!;
  assert.deepEqual(effects[0], { seconds: 60, launches: 2, effect: null });
  assert.notEqual(effects[1]?.effect, null);
});

test('a margin is suggested that is twice as wide as the interval, and none that says nothing', () => {
  const suggested = (halfWidth: number): string | undefined => {
    const ratio = { value: 1, lower: Math.exp(-halfWidth), upper: Math.exp(halfWidth) };
    return calibrateMetric({ ...AA, ratio }, launches(0.02), 10)?.suggestedMargin?.toFixed(4);
  };
  assert.equal(suggested(0.03), '0.0600');
  assert.equal(suggested(0.005), '0.0200');
  assert.equal(suggested(0.3), undefined);
});

test('one launch does not show how launches scatter', () => {
  assert.equal(calibrateMetric(AA, launches(0.02, 1), 10), null);
});

test('A against A holds where its interval has 1 in it', () => {
  const holds = (lower: number | null, upper: number | null) => holdsOne({ ratio: { value: 1, lower, upper } });
  assert.deepEqual([holds(0.9, 1.1), holds(1, 1.1), holds(1.01, 1.1), holds(null, null)], [true, true, false, false]);
});

const NOW = new Date('2026-11-26T00:00:00.000Z');
const HERE = { fingerprint: 'f'.repeat(64), now: NOW };

test('a calibration of another machine, or an old one, is of no use', () => {
  assert.equal(whyUnused(calibration(), HERE), null);
  assert.equal(
    whyUnused(calibration(), { ...HERE, fingerprint: 'other' }),
    'was made on another machine, kernel or node',
  );
  assert.equal(whyUnused(calibration({ createdAt: '2026-10-26T00:00:00.000Z' }), HERE), 'is over 30 days old');
});

test('advice is given where the smallest difference that can be called is over twice the margin', () => {
  const plan = (count: number, margin: number, kind = 'closed') =>
    ({ launches: count, alpha: 0.05, margins: { throughput: margin }, profiles: [{ kind }] }) as unknown as Plan;
  // METHOD 3.2: 1 - 0.98 exp(-(2.776 + 0.941) 0.02 / sqrt(5)), and of 14 and 48 launches.
  assert.equal(
    adviseOn(plan(5, 0.02), calibration()),
    'calibrated here with node-http: 5 launches can call differences from 5.2 % in throughput (margin 2 %); ' +
      '3m can call 3.6 %; 10m can call 2.8 %',
  );
  assert.equal(adviseOn(plan(5, 0.04), calibration()), null);
  assert.equal(adviseOn(plan(12, 0.02), calibration()), null);
  assert.equal(adviseOn(plan(1, 0.02), calibration()), null);
  assert.equal(adviseOn(plan(5, 0.02, 'open'), calibration()), null);
});

test('advice speaks of every metric that is judged, and of a gate by what it allows', () => {
  const [throughput] = calibration().metrics;
  const metrics = [throughput!, { ...throughput!, metric: 'latency.p99' as const, expectedStddev: 0.2 }];
  const plan = { launches: 5, alpha: 0.05, margins: {}, profiles: [{ kind: 'closed' }] } as unknown as Plan;
  assert.match(
    adviseOn(plan, calibration({ metrics })) ?? '',
    /differences from 5\.2 % in throughput \(margin 2 %\), 35\.7 % in latency\.p99 \(margin 10 %\);/,
  );
  const held = [
    { metric: 'latency.p99', margin: 0.2 },
    { metric: 'latency.p99', margin: 0.1 },
    { metric: 'startup', margin: 0.01 },
  ] as const;
  assert.match(adviseOn(plan, calibration({ metrics }), held) ?? '', /from 35\.7 % in latency\.p99 \(margin 10 %\);/);
  assert.equal(adviseOn(plan, calibration({ metrics }), [{ metric: 'throughput', margin: 0.05 }]), null);
});
