import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFromCompressedBase64, type Histogram, HistogramLogReader, listTags } from 'hdr-histogram-js';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { longTailed } from '../helpers/histograms.js';
import { loadOk, loadOpen } from '../helpers/load-cases.js';
import { threeTargets } from '../helpers/report-cases.js';

// Read again by HdrHistogram's own JavaScript port, which is the judge here.

const OPTIONS = { width: 100, color: false, unicode: true, latency: true, storedAs: null };
const PERCENTILES = [25, 50, 75, 90, 99, 99.9, 99.99, 100];

function intervalsOf(report: Report): Histogram[] {
  const reader = new HistogramLogReader(renderReport(report, 'hdr', OPTIONS), 64);
  const intervals: Histogram[] = [];
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    intervals.push(next);
  }
  return intervals;
}

test('hgrm says what the reference prints of the same histogram', () => {
  const report = loadOk();
  const reference = decodeFromCompressedBase64(report.measurements[0]?.histograms.latency ?? '', 64);
  // Of the twelfth digit of a percentile that lies between two the reference rounds up.
  const linesOf = (text: string): string[] => text.replace(/ (\d\.\d{11})\d /g, ' $1 ').split('\n');
  const lines = linesOf(renderReport(report, 'hgrm', OPTIONS));
  const expected = linesOf(reference.outputPercentileDistribution(5, 1e6));
  assert.ok(lines.length > 80);
  assert.deepEqual(lines, expected);
});

test('a histogram log holds every percentile, the time of its interval and its largest value', () => {
  const latency = longTailed(49_981, 412);
  const [interval, serviceTime, ...others] = intervalsOf(loadOpen());
  assert.deepEqual(others, []);
  assert.equal(interval?.totalCount, 49_981);
  for (const percentile of PERCENTILES) {
    assert.equal(interval?.getValueAtPercentile(percentile), latency.percentileNs(percentile), `${percentile} %`);
  }
  assert.equal(interval?.startTimeStampMsec, Date.parse('2026-11-22T10:31:07.000Z'));
  assert.equal(interval?.endTimeStampMsec, Date.parse('2026-11-22T10:31:17.000Z'));
  assert.equal(serviceTime?.tag, 'service-time');
  assert.equal(serviceTime?.getValueAtPercentile(50), longTailed(49_981, 318).percentileNs(50));
});

test('each cell of a run has a tag of its own, without what would end it', () => {
  const report = threeTargets();
  const named = { ...report, measurements: report.measurements.map((m) => ({ ...m, target: `node a, ${m.target}` })) };
  const tags = listTags(renderReport(named, 'hdr', OPTIONS));
  assert.equal(tags.length, 6);
  assert.deepEqual(tags.slice(0, 2), ['node_a_node-http:json:c64', 'node_a_express:json:c64']);
  assert.equal(intervalsOf(named).length, 6);
});
