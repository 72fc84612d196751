import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SearchFlags } from '../../src/config/flags.js';
import { resolveSearch } from '../../src/config/resolve-search.js';
import { runSearch } from '../../src/session/search.js';
import { quietIo, recorder } from './io.js';

/** Answers a request every 4 ms, so 250 a second, however many ask. */
const ONE_AT_A_TIME = ['env', 'SERVICE_MS=4', 'node', join(process.cwd(), 'test/fixtures/servers/one-at-a-time.mjs')];
const CAPACITY_PER_SEC = 250;
// Of a quarter too many, half have waited less than the 60 ms of the objective when a step of 500 ms ends.
const MOST_PER_SEC = 1.3 * CAPACITY_PER_SEC;

function search(flags: SearchFlags, changes: Parameters<typeof quietIo>[0] = {}) {
  const command = ONE_AT_A_TIME;
  return runSearch(resolveSearch({ positionals: [], command, flags, file: null, env: {} }), quietIo(changes));
}

test('the rate found is the one that a server of known capacity can keep', async () => {
  const { events, onEvent } = recorder();
  const flags = { objective: ['p50<60ms', 'errors<50%'], step: '500ms', resolve: '25%', connections: '16' };
  const { report, exitCode } = await search(flags, { onEvent });
  const found = report.search;
  const rates = found?.curve.map(({ ratePerSec }) => ratePerSec ?? 0) ?? [];
  const highest = found?.highest?.ratePerSec ?? 0;
  assert.equal(exitCode, 0);
  assert.equal(found?.axis, 'rate');
  // On a machine that has no time for the generator it is the generator that breaks the rate above.
  assert.match(found?.highest?.limit ?? '', /^(objectives|generator)$/);
  assert.ok(highest > 0.6 * CAPACITY_PER_SEC && highest < MOST_PER_SEC, `found ${highest}/s`);
  assert.ok((found?.highest?.brokenPerSec ?? 0) <= highest * 1.25);
  assert.deepEqual(
    rates,
    rates.toSorted((a, b) => a - b),
  );
  const loads = events.filter(({ kind }) => kind === 'search-step').length;
  assert.equal(
    loads,
    found?.curve.reduce((sum, { runs }) => sum + runs.length, 0),
  );
  assert.equal(report.targets[0]?.failure, null);
  assert.ok((report.targets[0]?.peakRssBytes ?? 0) > 10e6);
});

test('a sweep loads each number of connections, and marks those that keep the objectives', async () => {
  const flags = { sweep: '16,1,4', objective: ['p50<30ms'], step: '300ms' };
  const { report, exitCode } = await search(flags);
  const { curve = [], highest, axis } = report.search ?? {};
  assert.deepEqual([axis, exitCode], ['connections', 0]);
  assert.deepEqual(
    curve.map(({ connections, runs }) => [connections, runs.length]),
    [
      [1, 1],
      [4, 1],
      [16, 1],
    ],
  );
  // Sixteen wait for sixteen answers of 4 ms each.
  assert.equal(curve[2]?.verdict, 'broken');
  assert.notEqual(highest?.connections, 16);
});
