import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SearchFlags } from '../../src/config/flags.js';
import { resolveSearch } from '../../src/config/resolve-search.js';
import { MeasurementError } from '../../src/errors.js';
import { runSearch } from '../../src/session/search.js';
import { freePort } from '../../src/target/free-port.js';
import { quietIo, recorder } from './io.js';

/** Answers a request every 4 ms, so 250 a second, however many ask. */
const ONE_AT_A_TIME = ['env', 'SERVICE_MS=4', 'node', join(process.cwd(), 'test/fixtures/servers/one-at-a-time.mjs')];
const CAPACITY_PER_SEC = 250;
const ANSWERS = join(process.cwd(), 'test/fixtures/e2e/server.mjs');

function search(flags: SearchFlags, command: readonly string[], changes: Parameters<typeof quietIo>[0] = {}) {
  return runSearch(resolveSearch({ positionals: [], command, flags, file: null, env: {} }), quietIo(changes));
}

test('the rate found is the one that a server of known capacity can keep', async () => {
  const { events, onEvent } = recorder();
  const flags = { objective: ['p50<60ms', 'errors<50%'], step: '500ms', resolve: '25%', connections: '16' };
  const { report, exitCode } = await search(flags, ONE_AT_A_TIME, { onEvent });
  const found = report.search;
  const rates = found?.curve.map(({ ratePerSec }) => ratePerSec ?? 0) ?? [];
  const highest = found?.highest?.ratePerSec ?? 0;
  assert.equal(exitCode, 0);
  assert.equal(found?.axis, 'rate');
  // On a machine that has no time for the generator it is the generator that breaks the rate above.
  assert.match(found?.highest?.limit ?? '', /^(objectives|generator)$/);
  assert.ok(highest > 0.6 * CAPACITY_PER_SEC && highest < 1.15 * CAPACITY_PER_SEC, `found ${highest}/s`);
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

test('a server that keeps no rate is told with exit 1 and the lowest that was tried', async () => {
  const flags = { objective: ['max<1us'], step: '50ms', connections: '2' };
  const { report, exitCode } = await search(flags, ['node', ANSWERS]);
  assert.deepEqual([exitCode, report.search?.highest], [1, null]);
  assert.match(report.search?.curve[0]?.broke.join() ?? '', /^max<1us \(/);
});

test('a server that answers nothing as expected has no curve, and exit 5', async () => {
  const flags = { objective: ['p50<1s'], step: '50ms', health: '/', expectStatus: '201' };
  const { report, exitCode } = await search(flags, ['node', ANSWERS]);
  assert.equal(exitCode, 5);
  assert.deepEqual(
    report.warnings.map(({ code }) => code),
    ['answers-failed'],
  );
  assert.match(report.warnings[0]?.message ?? '', /most often status 200/);
  assert.deepEqual(report.search?.curve, []);
});

test('nobody to search is told at once, with exit 3', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}/`;
  const config = resolveSearch({ positionals: [url], flags: { objective: ['p50<1s'] }, file: null, env: {} });
  await assert.rejects(runSearch(config, quietIo()), (error: unknown) => {
    assert.ok(error instanceof MeasurementError);
    assert.deepEqual([error.exitCode, error.code], [3, 'unreachable']);
    return true;
  });
});

test('a server that dies in a search leaves the curve so far, and exit 3', async () => {
  const command = ['env', 'DIE_AFTER=20000', 'node', ANSWERS];
  const { report, exitCode } = await search({ objective: ['p50<10s'], step: '10s', connections: '4' }, command);
  assert.equal(exitCode, 3);
  assert.equal(report.targets[0]?.failure, 'ended while it was loaded (exit code 9)');
});

test('an interrupted search keeps its curve and ends with the code of the signal', async () => {
  const abort = new AbortController();
  const { report, exitCode } = await search({ objective: ['p50<10s'], step: '100ms' }, ['node', ANSWERS], {
    signal: abort.signal,
    onEvent: (event) => event.kind === 'search-step' && abort.abort('SIGINT'),
  });
  assert.equal(exitCode, 130);
  assert.equal(report.search?.curve.length, 1);
  assert.equal(report.run.interrupted, 'SIGINT');
});

test('a sweep loads each number of connections, and marks those that keep the objectives', async () => {
  const flags = { sweep: '16,1,4', objective: ['p50<30ms'], step: '300ms' };
  const { report, exitCode } = await search(flags, ONE_AT_A_TIME);
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
