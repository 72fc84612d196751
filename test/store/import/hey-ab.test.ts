import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedOf } from '../../helpers/imports.js';

test('hey tells seconds to four digits', () => {
  const { latencyUs, requests, throughputPerSec, statuses, load } = importedOf('hey.txt');
  assert.deepEqual(
    [latencyUs.min, latencyUs.mean, latencyUs.p50, latencyUs.p95, latencyUs.p99, latencyUs.max],
    [100, 1200, 500, 6300, 13_300, 31_700],
  );
  assert.deepEqual(requests, { sent: 16_941, measured: 16_941, ok: 16_941, failed: 0, inFlightAtEnd: 0 });
  assert.equal(throughputPerSec, 16_941 / 2.0143);
  assert.deepEqual([statuses, load.connections], [{ '200': 16_941 }, null]);
});

test('its requests/sec counts what failed, throughput does not', () => {
  const late = importedOf('hey-errors.txt');
  assert.deepEqual([late.throughputPerSec, late.requests.failed, late.errors.timeout], [0, 60, 60]);
  assert.ok(Object.values(late.latencyUs).every((value) => value === null));
  const refused = importedOf('hey-refused.txt');
  assert.deepEqual([refused.requests.sent, refused.requests.failed, refused.errors.connect], [0, 0, 15_654]);
});

test('ab tells whole milliseconds, and its address in parts', () => {
  const { url, latencyUs, requests, seconds, load, bytes } = importedOf('ab.txt');
  assert.equal(url, 'http://127.0.0.1:4871/items');
  assert.deepEqual(
    [latencyUs.min, latencyUs.mean, latencyUs.stddev, latencyUs.p50, latencyUs.p90, latencyUs.p99, latencyUs.max],
    [1000, 3000, 3200, 2000, 6000, 16_000, 24_000],
  );
  assert.deepEqual([requests.ok, requests.failed, seconds, load.connections], [3000, 0, 0.905, 10]);
  assert.deepEqual([bytes.read, bytes.bodyPerResponse], [240_000, 5]);
});

test('statuses other than 2xx have failed, though ab does not call them so', () => {
  const { requests, errors, throughputPerSec } = importedOf('ab-errors.txt');
  assert.deepEqual([requests.ok, requests.failed, errors.status], [200, 100, 100]);
  assert.equal(throughputPerSec, 200 / 0.582);
});
