import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SearchFlags } from '../../src/config/flags.js';
import { resolveSearch } from '../../src/config/resolve-search.js';
import { MeasurementError } from '../../src/errors.js';
import { runSearch } from '../../src/session/search.js';
import { freePort } from '../../src/target/free-port.js';
import { quietIo } from './io.js';

// How searches end that find no rate, for which it does not count how fast a server is.
const ANSWERS = ['env', 'DELAY_MS=4', 'node', join(process.cwd(), 'test/fixtures/e2e/server.mjs')];

function search(flags: SearchFlags, changes: Parameters<typeof quietIo>[0] = {}, command: readonly string[] = ANSWERS) {
  return runSearch(resolveSearch({ positionals: [], command, flags, file: null, env: {} }), quietIo(changes));
}

test('a server that keeps no rate is told with exit 1 and the lowest that was tried', async () => {
  const flags = { objective: ['max<1us'], step: '100ms', connections: '4' };
  const { report, exitCode } = await search(flags);
  assert.deepEqual([exitCode, report.search?.highest], [1, null]);
  assert.match(report.search?.curve[0]?.broke.join() ?? '', /^max<1us \(/);
});

test('a server that answers nothing as expected has no curve, and exit 5', async () => {
  const flags = { objective: ['p50<1s'], step: '50ms', connections: '2', health: '/', expectStatus: '201' };
  const { report, exitCode } = await search(flags);
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
  const flags = { objective: ['p50<10s'], step: '10s', connections: '4' };
  const { report, exitCode } = await search(flags, {}, ['env', 'DIE_AFTER=500', ...ANSWERS]);
  assert.equal(exitCode, 3);
  assert.equal(report.targets[0]?.failure, 'ended while it was loaded (exit code 9)');
});

test('an interrupted search keeps its curve and ends with the code of the signal', async () => {
  const abort = new AbortController();
  const { report, exitCode } = await search(
    { objective: ['p50<10s'], step: '100ms', connections: '2' },
    {
      signal: abort.signal,
      onEvent: (event) => event.kind === 'search-step' && abort.abort('SIGINT'),
    },
  );
  assert.equal(exitCode, 130);
  assert.equal(report.search?.curve.length, 1);
  assert.equal(report.run.interrupted, 'SIGINT');
});
