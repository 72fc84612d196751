import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

test('h2load tells no percentiles before 1.66, and no URL', () => {
  const { latencyUs, load, threads, url, throughputPerSec, requests, bytes, notes } = importedOf('h2load.txt');
  assert.deepEqual(
    [latencyUs.min, latencyUs.max, latencyUs.mean, latencyUs.stddev, latencyUs.p50, latencyUs.p99],
    [32, 58_270, 864, 4190, null, null],
  );
  assert.deepEqual([load.connections, threads, load.pipelining, url], [10, 2, null, null]);
  assert.equal(throughputPerSec?.toFixed(2), '11454.57');
  assert.deepEqual(requests, { sent: 5000, measured: null, ok: 5000, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual(bytes, { read: 635_000, written: null, bodyPerResponse: 5 });
  assert.ok(notes.some((note) => note.startsWith('percentiles are missing')));
});

test('since then it does', () => {
  const text = importFixture('h2load.txt').replace(
    /^time for request:.*$/m,
    'request     :       32us     58.27ms       512us      2.10ms      9.31ms       864us      4.19ms    97.56%',
  );
  const { latencyUs, notes } = onlyResult(text);
  assert.deepEqual(
    [latencyUs.p50, latencyUs.p95, latencyUs.p99, latencyUs.mean, latencyUs.stddev],
    [512, 2100, 9310, 864, 4190],
  );
  assert.ok(!notes.some((note) => note.startsWith('percentiles are missing')));
});

test('answers with a failed status are no throughput', () => {
  const { requests, errors, throughputPerSec, statuses } = importedOf('h2load-errors.txt');
  assert.deepEqual([requests.ok, requests.failed, errors.status, errors.timeout], [200, 100, 100, 0]);
  assert.equal(throughputPerSec?.toFixed(2), ((1441.22 * 200) / 300).toFixed(2));
  assert.deepEqual(statuses, { '2xx': 200, '5xx': 100 });
});

test('of a timed load what was under way at the end has not failed', () => {
  const { requests, seconds } = importedOf('h2load-timed.txt');
  assert.deepEqual(requests, { sent: 4301, measured: null, ok: 4291, failed: 0, inFlightAtEnd: 10 });
  assert.equal(seconds, 2);
});

test('very old versions write bytes out', () => {
  const text = importFixture('h2load.txt').replace(
    /^traffic:.*$/m,
    'traffic: 635000 bytes total, 435000 bytes headers (space savings 0.00%), 25000 bytes data',
  );
  assert.deepEqual(onlyResult(text).bytes, importedOf('h2load.txt').bytes);
});
