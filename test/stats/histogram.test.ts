import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'hdr-histogram-js';
import { LatencyHistogram } from '../../src/stats/histogram.js';

const SECOND_NS = 1e9;

// A spread over nine orders of magnitude, the same at every run.
function spreadValues(count: number): number[] {
  let state = 12345;
  return Array.from({ length: count }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(10 ** ((state / 2147483648) * 9) * 60);
  });
}

test('percentiles are those of hdr-histogram-js with three digits', () => {
  const ours = new LatencyHistogram();
  const theirs = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2 ** 40 - 1,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  for (const value of spreadValues(20_000)) {
    ours.record(value);
    theirs.recordValue(value);
  }
  for (const percentile of [1, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]) {
    assert.equal(ours.percentileNs(percentile), theirs.getValueAtPercentile(percentile), `p${percentile}`);
  }
  assert.equal(ours.count, theirs.totalCount);
  assert.ok(Math.abs(ours.meanNs / theirs.mean - 1) < 0.001);
  assert.ok(Math.abs(ours.stddevNs / theirs.stdDeviation - 1) < 0.001);
});

test('a value is known to a thousandth over the whole range', () => {
  for (const value of [1, 999, 2047, 2048, 4097, 1e6, 123456789, 0x7ffffffe, 0x7fffffff, 0x80000001, 5e9, 6e11]) {
    const histogram = new LatencyHistogram();
    histogram.record(value);
    const error = Math.abs(histogram.percentileNs(50) - value) / value;
    assert.ok(error <= 0.001, `${value} came back as ${histogram.percentileNs(50)}`);
  }
});

test('a value beyond the range is recorded at its end', () => {
  const histogram = new LatencyHistogram();
  histogram.record(5000 * SECOND_NS);
  assert.equal(histogram.count, 1);
  assert.equal(histogram.maxNs, 2 ** 40 - 1);
});

test('merging sparse copies loses nothing', () => {
  const values = spreadValues(3000);
  const whole = new LatencyHistogram();
  const merged = new LatencyHistogram();
  for (let start = 0; start < values.length; start += 1000) {
    const part = new LatencyHistogram();
    for (const value of values.slice(start, start + 1000)) {
      part.record(value);
      whole.record(value);
    }
    merged.addSparse(JSON.parse(JSON.stringify(part.toSparse())));
  }
  assert.deepEqual(merged.toSparse(), whole.toSparse());
  assert.equal(merged.count, 3000);
});

test('a reset histogram is empty and usable again', () => {
  const histogram = new LatencyHistogram();
  histogram.record(1000);
  histogram.reset();
  assert.equal(histogram.count, 0);
  assert.ok(Number.isNaN(histogram.percentileNs(50)));
  histogram.record(2_000_000);
  assert.deepEqual(histogram.toSparse().length, 2);
});

test('shareWithin counts the values of an interval', () => {
  const histogram = new LatencyHistogram();
  for (const value of [10, 20, 30, 40]) histogram.record(value);
  assert.equal(histogram.shareWithin(15, 35), 0.5);
});

test('what was added since an earlier state is the difference of the two', () => {
  const histogram = new LatencyHistogram();
  const before = new LatencyHistogram();
  for (const valueNs of [5, 70_000, 70_000]) histogram.record(valueNs);
  before.addSparse(histogram.sparseSince(before));
  assert.deepEqual(before.toSparse(), histogram.toSparse());
  assert.deepEqual(histogram.sparseSince(before), []);
  histogram.record(70_000);
  histogram.record(3);
  const added = LatencyHistogram.fromSparse(histogram.sparseSince(before));
  assert.deepEqual([added.count, added.minNs, added.percentileNs(100)], [2, 3, histogram.maxNs]);
});
