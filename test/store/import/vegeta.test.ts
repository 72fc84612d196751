import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

test('vegeta tells nanoseconds, of an open loop that waits for all answers', () => {
  const { load, latencyUs, requests, throughputPerSec, startedAt, bytes } = importedOf('vegeta.json');
  assert.deepEqual([load.kind, load.ratePerSec?.toFixed(2), load.connections], ['open', '501.14', null]);
  assert.deepEqual(requests, { sent: 1000, measured: 1000, ok: 1000, failed: 0, inFlightAtEnd: 0 });
  assert.deepEqual(
    [latencyUs.min, latencyUs.mean, latencyUs.p50, latencyUs.p99, latencyUs.max, latencyUs.stddev],
    [140.117, 293.669, 203.911, 3429.744, 8052.964, null],
  );
  // Its own throughput is of the same answers over the same time.
  const own = (JSON.parse(importFixture('vegeta.json')) as { throughput: number }).throughput;
  assert.ok(Math.abs((throughputPerSec ?? 0) / own - 1) < 1e-9);
  assert.match(startedAt ?? '', /^2026-11-26T/);
  assert.deepEqual(bytes, { read: 5000, written: 0, bodyPerResponse: 5 });
});

test('its service time is not told', () => {
  assert.ok(Object.values(importedOf('vegeta.json').serviceTimeUs).every((value) => value === null));
});

test('code 0 is no status, and its errors are a set without counts', () => {
  const { requests, statuses, errors, notes, topErrors } = importedOf('vegeta-errors.json');
  assert.deepEqual(requests, { sent: 100, measured: 100, ok: 53, failed: 47, inFlightAtEnd: 0 });
  assert.deepEqual(statuses, { '200': 53, '500': 8 });
  assert.deepEqual([errors.status, errors.timeout, errors.connect], [8, null, null]);
  assert.deepEqual(topErrors, []);
  assert.ok(notes.some((note) => /^39 requests without an answer; .*connection refused/.test(note)));
});

test('the text of a report says what its JSON says, rounded', () => {
  for (const name of ['vegeta', 'vegeta-errors']) {
    const [text, json] = [importedOf(`${name}.txt`), importedOf(`${name}.json`)];
    assert.deepEqual(text.requests, json.requests);
    assert.deepEqual(text.statuses, json.statuses);
    for (const key of ['min', 'mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const) {
      assert.ok(Math.abs((text.latencyUs[key] ?? 0) / (json.latencyUs[key] ?? 1) - 1) < 0.005, `${name} ${key}`);
    }
  }
});

test('an older report has fewer latencies', () => {
  const old = importFixture('vegeta.txt').replace(
    /^Latencies.*$/m,
    'Latencies     [mean, 50, 95, 99, max]           293.669µs, 203.911µs, 422.211µs, 3.43ms, 8.053ms',
  );
  const { latencyUs } = onlyResult(old);
  assert.deepEqual([latencyUs.min, latencyUs.p90, latencyUs.p95, latencyUs.max], [null, null, 422.211, 8053]);
});

test('of hits every latency and every failure is known', () => {
  const { latenciesNs, requests, errors, method, url, topErrors, throughputPerSec } = importedOf('vegeta-hits.json');
  const report = importedOf('vegeta-errors.json');
  assert.equal(latenciesNs?.length, 100);
  assert.equal(Math.max(...(latenciesNs ?? [])) / 1000, report.latencyUs.max);
  // Attempts to connect are no requests.
  assert.deepEqual(requests, { sent: 75, measured: 100, ok: 53, failed: 22, inFlightAtEnd: 0 });
  assert.deepEqual([errors.connect, errors.timeout, errors.status, errors.read], [25, 14, 8, 0]);
  assert.deepEqual([method, url], ['GET', null]);
  assert.equal(topErrors[0]?.count, 25);
  assert.ok(Math.abs((throughputPerSec ?? 0) / (report.throughputPerSec ?? 1) - 1) < 1e-6);
});
