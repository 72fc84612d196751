import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

test('bombardier tells microseconds, and no deviation that could be believed', () => {
  const { latencyUs, requests, load, url, method, throughputPerSec, bytes, statuses } = importedOf('bombardier.json');
  assert.deepEqual(
    [latencyUs.p50, latencyUs.p95, latencyUs.p99, latencyUs.max, latencyUs.stddev, latencyUs.min],
    [305, 6940, 26_834, 79_424, null, null],
  );
  assert.deepEqual(requests, { sent: 13_635, measured: 13_635, ok: 13_635, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual([load.connections, load.pipelining, method], [10, 1, 'GET']);
  assert.equal(url, 'http://127.0.0.1:4871/items');
  assert.equal(throughputPerSec, 13_635 / 2.000576429);
  assert.deepEqual(bytes, { read: 1_731_645, written: 913_545, bodyPerResponse: null });
  assert.deepEqual(statuses, { '2xx': 13_635 });
});

test('others are failures, by what their messages say', () => {
  const { requests, errors, notes } = importedOf('bombardier-errors.json');
  assert.deepEqual([requests.ok, requests.failed, errors.timeout, errors.status], [288, 12, 12, 0]);
  assert.ok(notes.some((note) => note.startsWith('bombardier counts failed requests into its latencies')));
});

test('refused connections are attempts and no requests', () => {
  const document = JSON.parse(importFixture('bombardier-errors.json'));
  document.result.errors = [{ description: 'dialing to the given TCP address timed out', count: 12 }];
  const { requests, errors } = onlyResult(JSON.stringify(document));
  assert.deepEqual([requests.sent, requests.failed, errors.connect], [288, 0, 12]);
});

test('a rate that it kept to is told, as its throughput is not what the server can do', () => {
  const document = JSON.parse(importFixture('bombardier.json'));
  document.spec.rate = 5000;
  assert.ok(onlyResult(JSON.stringify(document)).notes.some((note) => note.startsWith('kept to 5 000 requests/sec')));
});

test('its JSON may stand behind its progress', () => {
  const intro = 'Bombarding http://127.0.0.1:4871/items for 2s using 10 connection(s)\n[====] 100.00% 2s\nDone!\n';
  assert.deepEqual(onlyResult(`${intro}${importFixture('bombardier.json')}`), importedOf('bombardier.json'));
});

test('without -l there are no percentiles, which is said', () => {
  const document = JSON.parse(importFixture('bombardier.json'));
  delete document.result.latency.percentiles;
  const { latencyUs, notes } = onlyResult(JSON.stringify(document));
  assert.deepEqual([latencyUs.p50, latencyUs.mean !== null], [null, true]);
  assert.ok(notes.includes('percentiles are missing: bombardier -l'));
});

test('its text has the time that was asked for, or none', () => {
  const timed = importedOf('bombardier.txt');
  assert.deepEqual([timed.seconds, timed.throughputPerSec, timed.requests.ok], [2, 3931.5, 7863]);
  assert.deepEqual([timed.latencyUs.p50, timed.latencyUs.max, timed.load.connections], [539, 86_150, 10]);
  const counted = importedOf('bombardier-errors.txt');
  assert.deepEqual([counted.seconds, counted.throughputPerSec], [null, null]);
  assert.deepEqual([counted.requests.ok, counted.requests.failed, counted.errors.timeout], [94, 6, 6]);
  assert.deepEqual([counted.latencyUs.p99, counted.bytes.read], [2_520_000, null]);
});
