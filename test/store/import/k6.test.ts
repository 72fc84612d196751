import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PerfcmpError } from '../../../src/errors.js';
import { readImport } from '../../../src/store/import/registry.js';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

test('http_reqs counts failed requests, throughput does not', () => {
  const { requests, throughputPerSec, seconds, load, errors } = importedOf('k6-export.json');
  assert.deepEqual(requests, { sent: null, measured: 3591, ok: 3470, failed: 121, inFlightAtEnd: null });
  assert.equal(seconds?.toFixed(6), '2.006146');
  assert.equal(throughputPerSec?.toFixed(2), '1729.68');
  assert.deepEqual([load.virtualUsers, load.connections], [5, null]);
  assert.ok(Object.values(errors).every((count) => count === null));
});

test('p99 is there where --summary-trend-stats asked for it, and else its absence is said', () => {
  const asked = importedOf('k6-export.json');
  assert.equal(asked.latencyUs.p99?.toFixed(1), '33180.9');
  const plain = importedOf('k6-handle-summary.json');
  assert.deepEqual([plain.latencyUs.p99, plain.latencyUs.p999, plain.latencyUs.stddev], [null, null, null]);
  assert.equal(plain.latencyUs.p95?.toFixed(1), '2469.1');
  assert.ok(plain.notes.some((note) => note.startsWith('p99 is missing')));
  assert.ok(!asked.notes.some((note) => note.startsWith('p99 is missing')));
});

test('what handleSummary gets has its own time', () => {
  const { seconds, requests } = importedOf('k6-handle-summary.json');
  assert.equal(seconds, 2.000535364);
  assert.deepEqual([requests.ok, requests.failed], [10_912, 377]);
});

test('the new machine-readable summary says the same in a list', () => {
  const { seconds, requests, latencyUs, load } = importedOf('k6-new.json');
  assert.equal(seconds, 2.001477465);
  assert.deepEqual([requests.ok, requests.failed, load.virtualUsers], [14_584, 503, 5]);
  assert.equal(latencyUs.p90?.toFixed(1), '1008.6');
});

test('the text says what the JSON of the same run says, rounded', () => {
  const text = importedOf('k6.txt');
  const json = importedOf('k6-export.json');
  assert.deepEqual(text.requests, json.requests);
  assert.ok(Math.abs((text.seconds ?? 0) - (json.seconds ?? 0)) < 1e-6);
  for (const name of ['min', 'mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const) {
    const [one, other] = [text.latencyUs[name] ?? 0, json.latencyUs[name] ?? 1];
    assert.ok(Math.abs(one / other - 1) < 0.005, `${name}: ${one}, ${other}`);
  }
  assert.deepEqual([text.bytes.read, text.bytes.written], [458_000, 269_000]);
});

test('k6 before 1.0 marked what failed in its text', () => {
  const old = importFixture('k6.txt').replace('3.36%  121 out of 3591', '3.36%  ✓ 121      ✗ 3470');
  assert.deepEqual(onlyResult(old).requests, importedOf('k6.txt').requests);
});

test('without http_req_failed there is no throughput', () => {
  const document = JSON.parse(importFixture('k6-export.json'));
  delete document.metrics.http_req_failed;
  const { throughputPerSec, requests, notes } = onlyResult(JSON.stringify(document));
  assert.deepEqual([throughputPerSec, requests.ok, requests.failed], [null, null, null]);
  assert.ok(notes[0]?.startsWith('http_req_failed is missing'));
});

test('dropped iterations are told, and a test without HTTP is refused', () => {
  const document = JSON.parse(importFixture('k6-export.json'));
  const dropping = { ...document, metrics: { ...document.metrics, dropped_iterations: { count: 1200, rate: 600 } } };
  assert.ok(onlyResult(JSON.stringify(dropping)).notes.some((note) => note.startsWith('k6 dropped 1 200 iterations')));
  delete document.metrics.http_reqs;
  assert.throws(
    () => readImport(JSON.stringify(document), { name: 'file', from: null }),
    (error) => error instanceof PerfcmpError && /has no metric http_reqs$/.test(error.message),
  );
});
