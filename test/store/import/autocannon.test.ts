import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PerfcmpError } from '../../../src/errors.js';
import { readImport } from '../../../src/store/import/registry.js';
import { importedOf, importFixture, onlyResult } from '../../helpers/imports.js';

/** The fixture with other members. */
function changed(changes: object): string {
  return JSON.stringify({ ...JSON.parse(importFixture('autocannon.json')), ...changes });
}

test('of whole milliseconds 0 is no latency, and neither is what follows from it', () => {
  const { latencyUs, notes } = importedOf('autocannon.json');
  assert.deepEqual(latencyUs, {
    min: null,
    mean: null,
    stddev: null,
    withinStdev: null,
    max: 158_000,
    p50: null,
    p75: null,
    p90: null,
    p95: null,
    p99: 8000,
    p999: 23_000,
  });
  assert.ok(notes.some((note) => note.includes('so that 0 says nothing')));
});

test('where no latency is below a millisecond they are told in microseconds', () => {
  const { latencyUs, notes, requests } = importedOf('autocannon-slow.json');
  assert.deepEqual([latencyUs.min, latencyUs.mean, latencyUs.p50, latencyUs.max], [170_000, 546_160, 573_000, 979_000]);
  assert.deepEqual(requests, { sent: 43, measured: 33, ok: 33, failed: 0, inFlightAtEnd: null });
  assert.ok(notes.some((note) => note.includes('up to 1 ms longer')));
});

test('throughput is accepted answers over its time, not its average', () => {
  const { throughputPerSec, statuses, errors, requests, seconds } = importedOf('autocannon-errors.json');
  assert.equal(throughputPerSec, 15_058 / 2.04);
  assert.equal(seconds, 2.04);
  assert.deepEqual([requests.ok, requests.failed, errors.status], [15_058, 7530, 7530]);
  assert.deepEqual(statuses, { '200': 15_058, '500': 7530 });
});

test('redirects are accepted, mismatches are not, and errors that are no timeouts have no kind', () => {
  const result = onlyResult(
    changed({ '2xx': 90, '3xx': 10, mismatches: 5, errors: 9, timeouts: 2, statusCodeStats: {} }),
  );
  assert.deepEqual([result.requests.ok, result.requests.failed], [95, 5 + 9]);
  assert.deepEqual([result.errors.timeout, result.errors.mismatch, result.errors.read], [2, 5, null]);
  assert.deepEqual(
    result.topErrors.map(({ kind, count }) => [kind, count]),
    [
      ['read', 7],
      ['timeout', 2],
    ],
  );
  assert.deepEqual(result.statuses, { '2xx': 90, '3xx': 10 });
});

test('samples of another length are told per second', () => {
  assert.equal(onlyResult(changed({ sampleInt: 500 })).reqPerSecSamples.mean, 26_884);
});

test('a line for each result is as many results', () => {
  const lines = `${importFixture('autocannon.json').trim()}\n${importFixture('autocannon-slow.json').trim()}\n`;
  assert.equal(readImport(lines, { name: 'file', from: 'autocannon' }).length, 2);
});

test('a member of a wrong type is named with its place', () => {
  const wrong = changed({ latency: { ...JSON.parse(importFixture('autocannon.json')).latency, p99: 'fast' } });
  assert.throws(
    () => readImport(wrong, { name: 'file', from: null }),
    (error) =>
      error instanceof PerfcmpError &&
      /^file looks like a result of autocannon, but latency\.p99 is wrong: expected number, received string$/.test(
        error.message,
      ),
  );
});
