import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import { encodeHdrV2 } from '../../src/stats/hdr-encoding.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';

test('hdr-histogram-js reads back what was recorded', () => {
  const histogram = new LatencyHistogram();
  for (let value = 100; value < 1e10; value *= 1.01) histogram.record(Math.floor(value));
  const decoded = decodeFromCompressedBase64(encodeHdrV2(histogram), 64, false);
  assert.equal(decoded.totalCount, histogram.count);
  for (const percentile of [1, 50, 90, 99, 100]) {
    assert.equal(decoded.getValueAtPercentile(percentile), histogram.percentileNs(percentile), `p${percentile}`);
  }
});
