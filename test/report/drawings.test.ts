import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LatencySummary } from '../../src/model/measurement.js';
import { bar, sparkline } from '../../src/report/glyphs.js';
import { latencyBars } from '../../src/report/latency-bars.js';
import { percentileBars } from '../../src/report/percentile-bars.js';
import { secondLines } from '../../src/report/second-lines.js';
import { seconds } from '../helpers/histograms.js';
import { loadOk, loadReport } from '../helpers/load-cases.js';
import { measured } from '../helpers/reports.js';

test('a bar is as long as its share to an eighth of a character, and what is there shows', () => {
  const rows: [share: number, unicode: string, ascii: string][] = [
    [0, '', ''],
    [0.0001, '▏', ':'],
    [0.5, '██', '##'],
    [0.53, '██▏', '##'],
    [1, '████', '####'],
  ];
  for (const [share, unicode, ascii] of rows) {
    assert.deepEqual([bar(share, 4, true), bar(share, 4, false)], [unicode, ascii], `${share}`);
  }
});

test('a sparkline starts at 0, tells nothing from none, and little from nothing', () => {
  const values = [8, 4, 1, 0.01, 0, null, 7.9];
  assert.equal(sparkline(values, true), '█▄▁▁_ █');
  assert.equal(sparkline(values, false), '@=.._ @');
  assert.equal(sparkline([0, 0], true), '__');
});

test('the seconds of a long load are joined to mean throughputs and largest p99', () => {
  const series = seconds(
    Array.from({ length: 150 }, (_, second) => [second === 100 ? 0 : 2000, second === 3 ? 200 : 100]),
  );
  const [rates = '', tails = ''] = secondLines({ ...measured('a', '/', 1, 0), series }, { width: 120, unicode: true });
  assert.equal(rates, `${'█'.repeat(33)}▆${'█'.repeat(16)}  1 333 to 2 000 requests/sec, 3 seconds each`);
  assert.equal(tails, `▄█${'▄'.repeat(48)}  p99 1.10ms to 2.20ms`);
});

test('what is known of one second only has no course', () => {
  const measurement = { ...measured('a', '/', 1, 0), series: seconds([[2000, 100]]) };
  assert.deepEqual(secondLines(measurement, { width: 80, unicode: true }), []);
});

test('where nothing was accepted no throughput is drawn', () => {
  const series = seconds([
    [0, 100],
    [0, 200],
  ]);
  const lines = secondLines({ ...measured('a', '/', 1, 0), series }, { width: 80, unicode: true });
  assert.deepEqual(lines, []);
});

test('a report from before seconds had latencies shows their throughput alone', () => {
  const series = seconds([
    [2000, null],
    [1000, null],
  ]).map(({ p50Us, p99Us, maxUs, ok, ...before }) => before);
  const lines = secondLines({ ...measured('a', '/', 1, 0), series }, { width: 80, unicode: true });
  assert.deepEqual(lines, ['█▄  1 000 to 2 000 requests/sec']);
});

test('the bars of a distribution fill what room there is, and hold every latency', () => {
  const [measurement = measured('a', '/', 1, 0)] = loadOk().measurements;
  for (const width of [45, 60, 120]) {
    const lines = latencyBars(measurement, { width, unicode: true });
    assert.equal(Math.max(...lines.map((line) => line.length)), Math.min(width, 75));
    const counts = lines.map((line) => Number(/to \S+ +([\d ]+?) {2}/.exec(line)?.[1]?.replaceAll(' ', '')));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      338_064,
    );
  }
  const [unanswered = measured('a', '/', 1, 0)] = loadReport({
    requests: { sent: 1, measured: 0, ok: 0, failed: 0, inFlightAtEnd: 1 },
  }).measurements;
  assert.deepEqual(latencyBars(unanswered, { width: 80, unicode: true }), []);
});

test('percentile bars grow by factors: the tail is readable beside the median', () => {
  const measurement = measured('a', '/', 1, 0);
  const nothing = Object.fromEntries(Object.keys(measurement.latencyUs).map((key) => [key, null]));
  const latencyUs = { ...measurement.latencyUs, ...nothing, min: 100, p50: 1000, p99: 10_000, max: 90_000 };
  assert.deepEqual(percentileBars({ ...measurement, latencyUs }, { width: 44, unicode: true }), [
    `p50  1.00ms  ${'█'.repeat(10)}▍`,
    `p99  10.0ms  ${'█'.repeat(20)}▋`,
    `max  90.0ms  ${'█'.repeat(30)}▌`,
    '             100us    1ms      10ms    100ms',
  ]);
  const ascii = percentileBars({ ...measurement, latencyUs }, { width: 44, unicode: false });
  assert.equal(ascii[0], `p50  1.00ms  ${'#'.repeat(10)}`);
});

test('a median alone, nothing answered and no room have no percentile bars', () => {
  const measurement = measured('a', '/', 1, 0);
  const nothing = { ...measurement.latencyUs, p50: null, p90: null, p99: null, p999: null, max: null };
  const bars = (latencyUs: LatencySummary, width: number) =>
    percentileBars({ ...measurement, latencyUs }, { width, unicode: true });
  assert.deepEqual(bars(nothing, 80), []);
  assert.deepEqual(bars({ ...nothing, p50: 1000 }, 80), []);
  assert.deepEqual(bars(measurement.latencyUs, 20), []);
});
