import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

test('oha tells seconds; what was cut off by its time is in flight, and every request is accounted for', () => {
  const { requests, latencyUs, throughputPerSec, load, url, errors } = importedOf('oha.json');
  assert.deepEqual(requests, { sent: 46_180, measured: 46_170, ok: 46_170, failed: 0, inFlightAtEnd: 10 });
  assert.equal(throughputPerSec?.toFixed(1), (46_170 / 2.002681667).toFixed(1));
  assert.equal(latencyUs.p50?.toFixed(3), '375.016');
  assert.equal(latencyUs.p999?.toFixed(3), '2974.402');
  assert.equal(latencyUs.max?.toFixed(3), '19287.496');
  assert.equal(latencyUs.stddev, null);
  assert.deepEqual([load.connections, url, errors.mismatch], [null, null, null]);
});

test('timeouts are failures of the server, but in none of its latencies', () => {
  const { requests, errors, topErrors } = importedOf('oha-errors.json');
  assert.deepEqual(requests, { sent: 200, measured: 79, ok: 79, failed: 121, inFlightAtEnd: 0 });
  assert.deepEqual([errors.timeout, errors.connect, errors.status], [121, 0, 0]);
  assert.deepEqual(topErrors, [{ kind: 'timeout', message: 'timeout', count: 121 }]);
});

test('what could not be connected is an attempt and no request', () => {
  const document = JSON.parse(importFixture('oha.json'));
  const refused = {
    ...document,
    errorDistribution: { 'error trying to connect: Connection refused (os error 111)': 7 },
  };
  const { requests, errors } = onlyResult(JSON.stringify(refused));
  assert.deepEqual([requests.sent, requests.failed, errors.connect], [46_170, 0, 7]);
});

test('what does not exist is null in its JSON, and here', () => {
  const document = JSON.parse(importFixture('oha.json'));
  const nothing = {
    ...document,
    summary: { ...document.summary, average: null, fastest: null, slowest: null },
    latencyPercentiles: { p50: null, p99: null },
    statusCodeDistribution: {},
  };
  const { latencyUs, throughputPerSec } = onlyResult(JSON.stringify(nothing));
  assert.ok(Object.values(latencyUs).every((value) => value === null));
  assert.equal(throughputPerSec, 0);
});
