import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseImport } from '../../../src/analysis/analyse-import.js';
import { PerfcmpError } from '../../../src/errors.js';
import { renderReport } from '../../../src/report/render.js';
import { readImport } from '../../../src/store/import/registry.js';
import { importReport } from '../../helpers/import-cases.js';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';
import { loadOk, loadOpen, loadWithErrors } from '../../helpers/load-cases.js';

const UNTOLD = { min: null, p95: null, p999: null };

test('wrk tells rate, latencies in its units, and bytes in units of 1024', () => {
  const result = importedOf('wrk.txt');
  assert.equal(result.url, 'http://127.0.0.1:4871/items');
  assert.deepEqual([result.load.kind, result.load.connections, result.threads], ['closed', 10, 1]);
  assert.deepEqual(result.latencyUs, {
    ...UNTOLD,
    mean: 10_120,
    stddev: 20_260,
    withinStdev: result.latencyUs.withinStdev,
    max: 136_500,
    p50: 347,
    p75: 9250,
    p90: 35_530,
    p99: 89_190,
  });
  assert.ok(Math.abs((result.latencyUs.withinStdev ?? 0) - 0.8857) < 1e-9);
  assert.equal(result.serviceTimeUs, result.latencyUs);
  assert.deepEqual(result.requests, { sent: null, measured: null, ok: 18_882, failed: 0, inFlightAtEnd: null });
  assert.equal(result.throughputPerSec?.toFixed(2), '9343.72');
  assert.deepEqual(result.bytes, { read: 2.29 * 2 ** 20, written: null, bodyPerResponse: null });
  assert.equal(result.reqPerSecSamples.mean, 9950);
  assert.deepEqual([result.errors.timeout, result.errors.mismatch, result.errors.protocol], [0, null, null]);
});

test('Non-2xx answers are failures, and no throughput', () => {
  const { requests, errors, throughputPerSec, statuses } = importedOf('wrk-errors.txt');
  assert.deepEqual([requests.ok, requests.failed, errors.status], [31_467 - 10_489, 10_489, 10_489]);
  assert.equal(throughputPerSec?.toFixed(2), ((15_380.86 * 20_978) / 31_467).toFixed(2));
  assert.deepEqual(statuses, { '2xx-3xx': 20_978, '4xx-5xx': 10_489 });
});

test('the line of socket errors is read, a late answer is no accepted one', () => {
  const late = importedOf('wrk-timeouts.txt');
  assert.deepEqual([late.requests.ok, late.requests.failed, late.errors.timeout], [9, 8, 8]);
  const lost = importedOf('wrk-resets.txt');
  assert.deepEqual([lost.requests.ok, lost.requests.failed, lost.errors.read], [5416, 110, 110]);
});

test('a server that never answered has no latencies, though wrk prints zeros', () => {
  const { latencyUs, throughputPerSec, seconds, requests } = importedOf('wrk-unanswered.txt');
  assert.ok(Object.values(latencyUs).every((value) => value === null));
  assert.deepEqual([throughputPerSec, seconds, requests.ok], [0, 2.01, 0]);
});

test('percentiles of 0 of pipelined requests are left out, and said to be', () => {
  const pipelined = importFixture('wrk.txt')
    .replace(/^( +\d+%) +\S+$/gm, '$1    0.00us')
    .replace('88.57%', ' 0.00%');
  const { latencyUs, notes } = onlyResult(pipelined);
  assert.deepEqual([latencyUs.p50, latencyUs.p99, latencyUs.withinStdev, latencyUs.mean], [null, null, null, 10_120]);
  assert.ok(notes.some((note) => note.startsWith('its percentiles are 0')));
});

test('without --latency there are no percentiles', () => {
  const plain = importFixture('wrk.txt').replace(/^ {2}Latency Distribution\n(?: +\d+%.*\n)+/m, '');
  const { latencyUs } = onlyResult(plain);
  assert.deepEqual([latencyUs.p50, latencyUs.mean], [null, 10_120]);
});

test('several runs in one file are several results', () => {
  const both = `${importFixture('wrk.txt')}\n${importFixture('wrk-errors.txt')}`;
  assert.deepEqual(
    readImport(both, { name: 'file', from: null }).map(({ requests }) => requests.ok),
    [18_882, 20_978],
  );
});

test('what wrk wrote comes out of the wrk format again', () => {
  const text = importFixture('wrk-errors.txt');
  const report = analyseImport({
    run: { id: '20261126-1200-7f3a', startedAt: '2026-11-26T12:00:00.000Z', seconds: 0, argv: [] },
    toolVersion: '0.1.0',
    results: [{ name: 'a', file: 'a.txt', result: onlyResult(text) }],
  });
  const [, ...lines] = renderReport(report, 'wrk', OPTIONS).split('\n');
  assert.deepEqual(lines.slice(0, text.trimEnd().split('\n').length), text.trimEnd().split('\n'));
});

const OPTIONS = { width: 100, color: false, unicode: true, latency: true, storedAs: null };

test('what perfcmp writes as wrk is not said to hold latencies that wrk adds', () => {
  const told = onlyResult(renderReport(loadWithErrors(), 'wrk', OPTIONS));
  assert.ok(told.notes.some((note) => note.startsWith('written by perfcmp')));
  assert.ok(!told.notes.some((note) => note.startsWith('wrk adds')));
  // To the letter what wrk would have written: the note has to be true of both.
  const [note = ''] = onlyResult(renderReport(loadOk(), 'wrk', OPTIONS)).notes;
  assert.match(note, /^wrk adds .*; perfcmp load --format wrk prints the same text, and adds none$/);
});

test("perfcmp's timeouts are in none of the answers that it counts as wrk does", () => {
  const [measured] = loadWithErrors().measurements;
  const { requests, errors } = onlyResult(renderReport(loadWithErrors(), 'wrk', OPTIONS));
  assert.equal(errors.timeout, 8);
  assert.deepEqual([requests.ok, requests.failed], [measured?.requests.ok, measured?.requests.failed]);
});

test('a result of wrk beside one of perfcmp is still of wrk, and the other one of perfcmp', () => {
  const ofWrk = importFixture('wrk-timeouts.txt');
  const own = renderReport(loadWithErrors(), 'wrk', OPTIONS);
  const expected = [onlyResult(ofWrk), onlyResult(own)];
  assert.deepEqual(readImport(`${ofWrk}\n${own}`, { name: 'file', from: null }), expected);
  assert.deepEqual(readImport(`${own}\n${ofWrk}`, { name: 'file', from: null }), [...expected].reverse());
});

test('warnings behind a comparison of perfcmp are of all its blocks', () => {
  const [first = '', second = ''] = [importFixture('wrk-timeouts.txt'), importFixture('wrk.txt')];
  const ofRun = `a, json:\n${first}\nb, json:\n${second}\n ! some requests failed\n`;
  const ofWrk = importFixture('wrk-timeouts.txt');
  const accepted = readImport(`${ofRun}${ofWrk}`, { name: 'file', from: null }).map(({ requests }) => requests.ok);
  assert.deepEqual(accepted, [17, 18_882, 9]);
});

test('what was imported from wrk and written as wrk again is still of wrk', () => {
  const report = importReport({ a: importedOf('wrk-timeouts.txt') });
  const again = onlyResult(renderReport(report, 'wrk', OPTIONS));
  assert.deepEqual([again.requests.ok, again.errors.timeout], [9, 8]);
  assert.ok(again.notes.some((note) => note.startsWith('wrk adds')));
});

test('an open loop of perfcmp had no calibration, and is not said to', () => {
  const own = onlyResult(renderReport(loadOpen(), 'wrk', OPTIONS));
  assert.equal(own.tool, 'wrk2');
  assert.ok(own.notes.includes('the rate that was asked for is not printed'));
  const real = importedOf('wrk2.txt');
  assert.ok(real.notes.some((note) => note.endsWith('are in the counts and not in the latencies')));
});

test('wrk2 tells both latencies, from the intended start and from the send', () => {
  const { load, latencyUs, serviceTimeUs, requests, notes } = importedOf('wrk2.txt');
  assert.deepEqual([load.kind, load.ratePerSec], ['open', null]);
  assert.deepEqual(
    [latencyUs.p50, latencyUs.p95, latencyUs.p99, latencyUs.p999, latencyUs.max, latencyUs.min],
    [1460, 9447, 16_700, 21_600, 23_020, 87],
  );
  assert.deepEqual([serviceTimeUs.p50, serviceTimeUs.p99, serviceTimeUs.max], [228, 1110, 12_610]);
  assert.deepEqual([requests.ok, requests.measured], [6979, 1960]);
  assert.ok(!notes.some((note) => note.startsWith('wrk adds')));
});

test('a file that was cut off says which line is missing, and that it may be cut off', () => {
  const rows: [string, RegExp][] = [
    ['Requests/sec:', /looks like a result of wrk, but has no line "Requests\/sec:"$/],
    ['requests in', /has no line "N requests in TIME, SIZE read"$/],
  ];
  for (const [until, message] of rows) {
    const text = importFixture('wrk.txt');
    const cut = text.slice(0, text.indexOf(until));
    assert.throws(
      () => readImport(cut, { name: 'file', from: null }),
      (error) => {
        assert.ok(error instanceof PerfcmpError);
        assert.match(error.message, message);
        return error.hint === 'the file may end too early: give the whole output';
      },
    );
  }
});
