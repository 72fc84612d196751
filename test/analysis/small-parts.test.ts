import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summariseLatency, summariseSamples } from '../../src/analysis/latency-summary.js';
import { mergeCounts, mergeWindows, throughputPortion } from '../../src/analysis/merge-recordings.js';
import { percent, runWarning } from '../../src/analysis/warnings.js';
import { concerns } from '../../src/model/warning.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { createRandom } from '../../src/stats/random.js';
import { syntheticRecording } from '../helpers/recordings.js';

test('a percentile is given once ten values lie beyond it, the median from the first value on', () => {
  const histogram = new LatencyHistogram();
  const support: Record<number, readonly (number | null)[]> = {};
  for (let count = 1; count <= 1000; count++) {
    histogram.record(1_000_000);
    const { p50, p75, p90, p95, p99, p999 } = summariseLatency(histogram, null);
    if ([1, 40, 100, 199, 200, 999, 1000].includes(count))
      support[count] = [p50, p75, p90, p95, p99, p999].map((p) => (p === null ? null : 1));
  }
  assert.deepEqual(support, {
    1: [1, null, null, null, null, null],
    40: [1, 1, null, null, null, null],
    100: [1, 1, 1, null, null, null],
    199: [1, 1, 1, null, null, null],
    200: [1, 1, 1, 1, null, null],
    999: [1, 1, 1, 1, null, null],
    1000: [1, 1, 1, 1, 1, null],
  });
});

test('mean and extremes are exact, and equal latencies all lie within one deviation', () => {
  const histogram = new LatencyHistogram();
  for (let count = 0; count < 5; count++) histogram.record(123_456_789);
  const summary = summariseLatency(histogram, { sumNs: 5 * 123_456_789, minNs: 123_456_789, maxNs: 123_456_789 });
  assert.deepEqual([summary.mean, summary.min, summary.max], [123_456.789, 123_456.789, 123_456.789]);
  assert.deepEqual([summary.stddev, summary.withinStdev], [0, 1]);
});

test('no percentile lies above the largest latency', () => {
  const histogram = new LatencyHistogram();
  histogram.record(684_321);
  const { p50, max } = summariseLatency(histogram, { sumNs: 684_321, minNs: 684_321, maxNs: 684_321 });
  assert.deepEqual([p50, max], [684.321, 684.321]);
});

test('one sample has a mean but no deviation', () => {
  assert.deepEqual(summariseSamples([7]), { mean: 7, stdev: null, max: 7, withinStdev: null });
  assert.deepEqual(summariseSamples([]), { mean: null, stdev: null, max: null, withinStdev: null });
});

test('recordings add up: counts by kind, statuses, errors by frequency, histograms', () => {
  const random = createRandom(1);
  const first = syntheticRecording({ random, throughputPerSec: 1000, failedShare: 0.1 });
  const second = syntheticRecording({ random, throughputPerSec: 2000, failedShare: 0.2 });
  const counts = mergeCounts([first, second]);
  assert.deepEqual([counts.sent, counts.ok, counts.failed], [300, 250, 50]);
  assert.deepEqual(counts.statuses, { 200: 250, 500: 50 });
  assert.deepEqual(counts.topErrors, [{ kind: 'status', message: 'status 500', count: 50 }]);
  assert.equal(counts.errors.status, 50);
  const windows = mergeWindows([first, second]);
  assert.equal(windows.latency.count, 300);
  assert.equal(windows.latencyMinNs, Math.min(first.window.latencyMinNs!, second.window.latencyMinNs!));
  assert.equal(windows.serviceTime, null);
});

test('a slice without a single answer still took its window', () => {
  const silent = syntheticRecording({ random: createRandom(1), throughputPerSec: 0, windowMs: 120 });
  assert.deepEqual(throughputPortion(silent), { amount: 0, time: 0.12 });
});

test('a warning without a name concerns every target, with one only that', () => {
  const cell = { target: 'a', scenario: 'json', profile: 'c64' };
  assert.equal(concerns(runWarning('x', 'warn', ''), cell), true);
  assert.equal(concerns(runWarning('x', 'warn', '', { target: 'a' }), cell), true);
  assert.equal(concerns(runWarning('x', 'warn', '', { target: 'b' }), cell), false);
  assert.equal(concerns(runWarning('x', 'warn', '', { ...cell, scenario: 'other' }), cell), false);
});

test('shares are printed as short as they are clear', () => {
  assert.deepEqual([0.5, 0.0123, 0.00057, 1.234].map(percent), ['50 %', '1.2 %', '0.057 %', '123.4 %']);
});
