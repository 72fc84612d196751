import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
import { MeasurementError, PerfcmpError, TargetError } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import { namingStored } from '../../src/session/failed-run.js';
import { runComparison } from '../../src/session/run.js';
import { RunKeeper } from '../../src/session/run-keeper.js';
import { openStore } from '../../src/store/run-store.js';
import { threeTargets } from '../helpers/report-cases.js';
import { fixtureCommand } from '../target/server-fixtures.js';
import { quietIo, recorder } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-session-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const SHORT = { launches: '1', blocks: '2', warmup: '0', slice: '100ms', connections: '2', mode: 'plain' };

async function run(positionals: readonly string[], stateHome: string, io = quietIo({ cwd: scratch })) {
  process.env.XDG_STATE_HOME = stateHome;
  return runComparison(resolveRun({ positionals, flags: SHORT, file: null, env: {} }), io);
}

test('a run in which nothing could be measured is an error, and its events are stored', async () => {
  const stateHome = mkdtempSync(join(scratch, 'state-'));
  const error = await run([fixtureCommand('exits-at-once.mjs')], stateHome).then(
    () => assert.fail('it gave a report'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TargetError, String(error));
  assert.equal(error.exitCode, 3);
  assert.match(error.message, /^target "node .*exits-at-once\.mjs": ended with code 7 before it answered$/);
  assert.deepEqual(error.logTail, ['no database at db.example']);
  const stored = openStore({ cwd: scratch, env: { XDG_STATE_HOME: stateHome } }).readRun('last');
  assert.ok(stored.events().some((event) => event.kind === 'target-failed'));
});

test('a state folder that cannot be written costs the storing and nothing else', async () => {
  const { events, onEvent } = recorder();
  const io = quietIo({ cwd: scratch, onEvent });
  const result = await run([fixtureCommand('hello.mjs')], '/dev/null/state', io);
  assert.equal(result.storedAs, null);
  const [warning, ...others] = result.report.warnings.filter(({ code }) => code === 'not-stored');
  assert.match(warning?.message ?? '', /^not stored: cannot store the run in \/dev\/null\/state/);
  assert.deepEqual(others, []);
  assert.ok(events.some((event) => event.kind === 'warning' && event.warning.code === 'not-stored'));
  assert.ok((result.report.measurements[0]?.requests.ok ?? 0) > 0);
  // What it answered before the load is an event for the checks.
  const [asked] = events.flatMap((event) => (event.kind === 'answers' ? event.answers : []));
  assert.deepEqual([asked?.request, asked?.status], ['GET /', 200]);
});

test('a store that fails in the middle is told once, and asked no more', () => {
  let asked = 0;
  const keeper = new RunKeeper(() => ({
    id: '20261123-0120-7f3a',
    folder: '/runs',
    logsFolder: '/runs/logs',
    remember: () => undefined,
    forget: () => undefined,
    append: () => {
      asked += 1;
      throw new Error('no space left');
    },
    finish: () => assert.fail('asked for more'),
    close: () => undefined,
  }));
  assert.equal(keeper.storedAs, '20261123-0120-7f3a');
  const event: RunEvent = { kind: 'launch-finished', launch: 1 };
  keeper.append(event);
  keeper.append(event);
  assert.equal(asked, 1);
  assert.equal(keeper.takeWarning()?.message, 'not stored: no space left');
  const report = threeTargets();
  assert.equal(keeper.finish(report, quietIo()), report);
  assert.equal(keeper.storedAs, null);
});

test('a report that cannot be stored says so', () => {
  const keeper = new RunKeeper(() => ({
    id: '20261123-0120-7f3a',
    folder: '/runs',
    logsFolder: '/runs/logs',
    remember: () => undefined,
    forget: () => undefined,
    append: () => undefined,
    finish: () => {
      throw new Error('no space left');
    },
    close: () => undefined,
  }));
  const { warnings } = keeper.finish(threeTargets(), quietIo());
  assert.deepEqual([warnings.at(-1)?.code, keeper.storedAs], ['not-stored', null]);
});

test('what breaks a stored run names the id to read it by', () => {
  const crash = namingStored(new TypeError('x is not a function'), '20261123-0120-7f3a');
  assert.ok(crash instanceof PerfcmpError);
  assert.equal(crash.exitCode, 70);
  assert.match(crash.message, /^unexpected, and a bug of perfcmp: TypeError: x is not a function$/);
  assert.match(crash.hint ?? '', /perfcmp report 20261123-0120-7f3a/);
  const lost = namingStored(new MeasurementError('worker', 'a worker ended'), '20261123-0120-7f3a');
  assert.ok(lost instanceof MeasurementError);
  assert.deepEqual([lost.exitCode, lost.hint], [5, 'what was measured is stored: perfcmp report 20261123-0120-7f3a']);
});
