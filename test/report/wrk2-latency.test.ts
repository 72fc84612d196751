import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderReport } from '../../src/report/render.js';
import { wrk2LatencyLines } from '../../src/report/wrk2-latency.js';
import { encodeHdrV2 } from '../../src/stats/hdr-encoding.js';
import { LatencyHistogram } from '../../src/stats/histogram.js';
import { loadOk, loadOpen, loadReport } from '../helpers/load-cases.js';

const OPTIONS = { width: 80, color: false, unicode: true, latency: true, storedAs: null };

/** Latencies of 0.4 ms to 2 s, the same as in the program that wrote wrk2-latency.captured. */
function capturedLatencies(): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (let i = 1; i <= 200_000; i += 1) {
    histogram.record(200_000 + Math.floor(40_000_000_000 / (((i * 7) % 200_003) + 19)));
  }
  return histogram;
}

test("what wrk2's own code prints of a histogram is reproduced to the character", () => {
  // HdrHistogram_c gives the lower end of the largest value's bucket and counts one range more than HdrHistogram.
  const withoutSize = (text: string): string => text.replace(/#\[Max {5}= +[\d.]+/, '#[Max').replace(/= +3[01],/, '=');
  const captured = readFileSync(join('test', 'golden', 'wrk2-latency.captured'), 'utf8');
  const [measurement] = loadReport({
    histograms: { latency: encodeHdrV2(capturedLatencies()), serviceTime: null },
  }).measurements;
  const lines = measurement === undefined ? [] : wrk2LatencyLines(measurement);
  // 200 000 answers support no 99.999 %: wrk2 prints the few largest as if they did.
  const expected = withoutSize(captured).replace(/( 99\.999%) .*/, '$1     n/a');
  assert.equal(withoutSize(lines.map((line) => `${line}\n`).join('')), expected);
});

test("the latencies of an open loop are wrk2's, those of a closed loop wrk's", () => {
  assert.match(renderReport(loadOpen(), 'wrk', OPTIONS), /\(HdrHistogram - Recorded Latency\)/);
  assert.doesNotMatch(renderReport(loadOk(), 'wrk', OPTIONS), /HdrHistogram/);
  assert.doesNotMatch(renderReport(loadOpen(), 'wrk', { ...OPTIONS, latency: false }), /Distribution/);
});
