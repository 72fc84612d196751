import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { PerfcmpError } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import { openStore, type RunStore } from '../../src/store/run-store.js';
import { threeTargets } from '../helpers/report-cases.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-store-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const REPORT = threeTargets();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A store in a folder of its own whose clock only moves when told to. */
function store(): { store: RunStore; advance: (ms: number) => void } {
  const home = mkdtempSync(join(scratch, 'home-'));
  let nowMs = Date.parse('2026-11-23T01:20:00Z');
  return {
    store: openStore({ cwd: home, env: { XDG_STATE_HOME: home }, now: () => new Date(nowMs) }),
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

function launch(number: number): RunEvent {
  return { kind: 'launch-finished', launch: number };
}

function idOf(number: number): string {
  return `20261123-0120-${number.toString(16).padStart(4, '0')}`;
}

function errorOf(action: () => unknown): PerfcmpError {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof PerfcmpError, String(error));
    return error;
  }
  return assert.fail('nothing was thrown');
}

test('a run is read back as it was written: events in order, then the report', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writer.append(launch(0));
  writer.append(launch(1));
  writer.finish(REPORT);
  const run = runs.readRun(idOf(1));
  assert.equal(run.id, idOf(1));
  assert.deepEqual(run.events(), [launch(0), launch(1)]);
  assert.deepEqual(run.report, JSON.parse(JSON.stringify(REPORT)));
  assert.equal(run.folder, writer.folder);
});

test('every event can be read as soon as append returns', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writer.append(launch(0));
  assert.deepEqual(runs.readRun(idOf(1)).events(), [launch(0)]);
  assert.equal(runs.readRun(idOf(1)).report, null);
  writer.close();
});

test('a run has a folder for the logs of its targets and leaves no temporary file', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writeFileSync(join(writer.logsFolder, 'express.log'), 'listening\n');
  writer.finish(REPORT);
  assert.deepEqual(readdirSync(writer.folder).sort(), ['events.ndjson', 'logs', 'report.json', 'run.json']);
});

test('the torn last line of a killed run is left out', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writer.append(launch(0));
  writer.close();
  appendFileSync(join(writer.folder, 'events.ndjson'), '{"kind":"slice","laun');
  assert.deepEqual(runs.readRun(idOf(1)).events(), [launch(0)]);
});

test('a damaged line before the last is an error that names it', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writer.append(launch(0));
  appendFileSync(join(writer.folder, 'events.ndjson'), '{"kind"\n');
  writer.append(launch(1));
  writer.close();
  const error = errorOf(() => runs.readRun(idOf(1)).events());
  assert.equal(error.code, 'store-damaged');
  assert.match(error.message, /events\.ndjson:2 cannot be read/);
});

test('last is the newest run with a report, even within one minute', () => {
  const { store: runs, advance } = store();
  runs.createRun(idOf(9)).finish(REPORT);
  advance(1000);
  runs.createRun(idOf(3)).finish(REPORT);
  advance(1000);
  runs.createRun(idOf(5)).close();
  assert.equal(runs.readRun('last').id, idOf(3));
  assert.deepEqual(
    runs.listRuns().map(({ id, hasReport }) => [id, hasReport]),
    [
      [idOf(5), false],
      [idOf(3), true],
      [idOf(9), true],
    ],
  );
});

test('last is an unfinished run where there is no other', () => {
  const { store: runs } = store();
  runs.createRun(idOf(1)).close();
  assert.equal(runs.readRun('last').id, idOf(1));
});

test('the 50 newest runs are kept', () => {
  const { store: runs, advance } = store();
  for (let number = 0; number < 53; number++) {
    runs.createRun(idOf(number)).finish(REPORT);
    advance(MINUTE_MS);
  }
  const ids = runs.listRuns().map(({ id }) => id);
  assert.equal(ids.length, 50);
  assert.equal(ids[0], idOf(52));
  assert.equal(ids[49], idOf(3));
});

test('a run that may still be going on is never removed, a crashed one is after a day', () => {
  const { store: runs, advance } = store();
  runs.createRun(idOf(0)).close();
  advance(MINUTE_MS);
  for (let number = 1; number <= 51; number++) runs.createRun(idOf(number)).finish(REPORT);
  assert.ok(runs.listRuns().some(({ id }) => id === idOf(0)));
  advance(25 * HOUR_MS);
  runs.createRun(idOf(99)).finish(REPORT);
  assert.ok(!runs.listRuns().some(({ id }) => id === idOf(0)));
});

test('what is not a run is neither listed nor removed', () => {
  const { store: runs, advance } = store();
  mkdirSync(join(runs.folder, 'my-notes'), { recursive: true });
  writeFileSync(join(runs.folder, 'README.md'), 'mine\n');
  utimesSync(join(runs.folder, 'my-notes'), 0, 0);
  for (let number = 0; number < 51; number++) {
    runs.createRun(idOf(number)).finish(REPORT);
    advance(MINUTE_MS);
  }
  assert.equal(runs.listRuns().length, 50);
  assert.ok(existsSync(join(runs.folder, 'my-notes')) && existsSync(join(runs.folder, 'README.md')));
});

test('an unknown id is a usage error with the nearest ids as its hint', () => {
  const { store: runs } = store();
  for (const id of ['20261123-0120-7f3a', '20261101-0815-00ff', '20261123-0121-7f3b', '20250101-2359-abcd']) {
    runs.createRun(id).finish(REPORT);
  }
  const error = errorOf(() => runs.readRun('20261123-0120-7f3b'));
  assert.equal(error.code, 'unknown-run');
  assert.equal(error.exitCode, 2);
  assert.match(error.message, /no stored run is named "20261123-0120-7f3b"/);
  assert.match(error.hint ?? '', /^did you mean 20261123-0121-7f3b, 20261123-0120-7f3a\? "last" is the newest, /);
  assert.equal(
    errorOf(() => runs.readRun('nosuchid')).hint,
    '"last" is the newest, 20261123-0121-7f3b; each run is a folder there',
  );
});

test('an empty store says so and where it looked', () => {
  const { store: runs } = store();
  const error = errorOf(() => runs.readRun('last'));
  assert.equal(error.exitCode, 2);
  assert.equal(error.message, `no run is stored in ${runs.folder}`);
  assert.match(errorOf(() => runs.readRun('20261123-0120-7f3a')).message, /, got "20261123-0120-7f3a"$/);
  assert.deepEqual(runs.listRuns(), []);
});

test('an id cannot lead out of the store', () => {
  const { store: runs } = store();
  runs.createRun(idOf(1)).finish(REPORT);
  assert.equal(errorOf(() => runs.readRun('../../etc')).code, 'unknown-run');
  assert.throws(() => runs.createRun('../outside'), RangeError);
});

test('a second run of the same id is refused and harms nothing', () => {
  const { store: runs } = store();
  runs.createRun(idOf(1)).finish(REPORT);
  assert.equal(errorOf(() => runs.createRun(idOf(1))).code, 'store-write');
  assert.notEqual(runs.readRun(idOf(1)).report, null);
});

test('a folder or report of a newer version is refused by name', () => {
  const { store: runs } = store();
  const { folder } = runs.createRun(idOf(1));
  writeFileSync(join(folder, 'report.json'), '{"schema":"perfcmp/report@2"}');
  const newerReport = errorOf(() => runs.readRun(idOf(1)));
  assert.equal(newerReport.code, 'store-newer');
  assert.match(newerReport.message, /is of version perfcmp\/report@2, this perfcmp reads perfcmp\/report@1/);
  writeFileSync(join(folder, 'run.json'), '{"schema":"perfcmp/run@7"}');
  assert.match(errorOf(() => runs.readRun(idOf(1))).message, /perfcmp\/run@7/);
});

test('a report that is none is an error, not a result', () => {
  const { store: runs } = store();
  const { folder } = runs.createRun(idOf(1));
  writeFileSync(join(folder, 'report.json'), '{}');
  assert.match(errorOf(() => runs.readRun(idOf(1))).message, /report\.json cannot be read: schema is missing/);
});

test('a store that cannot be written to says where and why', () => {
  const home = mkdtempSync(join(scratch, 'home-'));
  writeFileSync(join(home, 'perfcmp'), 'a file in the way');
  const runs = openStore({ cwd: home, env: { XDG_STATE_HOME: home } });
  const error = errorOf(() => runs.createRun(idOf(1)));
  assert.equal(error.code, 'store-write');
  assert.match(error.message, /cannot store the run in .*perfcmp\/reports/);
  assert.match(error.hint ?? '', /XDG_STATE_HOME/);
});

test('the oldest stored run can still be read', () => {
  // In a folder with the marker, as users have it; made by the first version that stored anything.
  const runs = openStore({ cwd: join('test', 'store', 'oldest'), env: {} });
  const run = runs.readRun('last');
  assert.equal(run.id, '20261123-0120-7f3a');
  assert.deepEqual(
    run.events().map(({ kind }) => kind),
    ['launch-started', 'slice', 'launch-finished', 'run-finished'],
  );
  assert.equal(run.report?.measurements[0]?.throughput.value, 24_310);
});

test('a report is read without its events, however damaged they are', () => {
  const { store: runs } = store();
  const writer = runs.createRun(idOf(1));
  writer.append(launch(0));
  writer.finish(REPORT);
  writeFileSync(join(writer.folder, 'events.ndjson'), '{"kind"\n{}\n');
  assert.equal(runs.readRun(idOf(1)).report?.schema, REPORT.schema);
});
