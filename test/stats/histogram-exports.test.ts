import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHdrV2 } from '../../src/stats/hdr-decoding.js';
import { encodeHdrV2 } from '../../src/stats/hdr-encoding.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { logBins } from '../../src/stats/log-bins.js';
import { percentileSpectrum } from '../../src/stats/percentile-spectrum.js';
import { longTailed } from '../helpers/histograms.js';

function histogramOf(...valuesNs: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const valueNs of valuesNs) histogram.record(valueNs);
  return histogram;
}

test('a decoded histogram is the one that was encoded, bucket by bucket', () => {
  for (const histogram of [longTailed(5000, 300), histogramOf(0, 1, 2047, 2048, 1e12), histogramOf()]) {
    assert.deepEqual(decodeHdrV2(encodeHdrV2(histogram)).toSparse(), histogram.toSparse());
  }
});

test('the spectrum ends with every value at 100 %', () => {
  assert.deepEqual(percentileSpectrum(histogramOf()), []);
  assert.deepEqual(percentileSpectrum(histogramOf(7)), [
    { valueNs: 7, percentile: 0, totalCount: 1 },
    { valueNs: 7, percentile: 100, totalCount: 1 },
  ]);
});

test('bins have round edges, hold every value and are as many as fit', () => {
  const rows: [LatencyHistogram, number, number[]][] = [
    [histogramOf(1000, 1500), 10, [1000, 1100, 1200, 1300, 1400, 1500, 1600]],
    [histogramOf(1000, 9000), 10, [1000, 1500, 2000, 3000, 4000, 5000, 7000, 10_000]],
    [histogramOf(120_000, 20_500_000), 10, [1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7]],
    [histogramOf(1, 5e11), 10, [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12]],
  ];
  for (const [histogram, most, edges] of rows) {
    const bins = logBins(histogram, most);
    assert.deepEqual([bins[0]?.fromNs, ...bins.map(({ toNs }) => toNs)], edges);
    assert.equal(
      bins.reduce((sum, { count }) => sum + count, 0),
      histogram.count,
    );
  }
  assert.deepEqual(logBins(histogramOf(), 10), []);
});
