import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { PerfcmpError } from '../../src/errors.js';
import { claimFile } from '../../src/store/claim-file.js';
import { openStore, type RunStore } from '../../src/store/run-store.js';
import { threeTargets } from '../helpers/report-cases.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-claim-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const REPORT = threeTargets();
const ID = idOf(0);
const DAY_MS = 24 * 3_600_000;
/** Nobody has that number. */
const GONE = '4194303 1';
const isAlive = (owner: string): boolean => owner !== GONE;

function idOf(number: number): string {
  return `20261123-0120-${number.toString(16).padStart(4, '0')}`;
}

/** A store whose clock only moves when told to. */
function store(): { readonly home: string; readonly runs: RunStore; readonly advance: (ms: number) => void } {
  const home = mkdtempSync(join(scratch, 'home-'));
  let nowMs = Date.parse('2026-11-23T01:20:00Z');
  const now = (): Date => new Date(nowMs);
  const runs = openStore({ cwd: home, env: { XDG_STATE_HOME: home }, now, isAlive });
  return {
    home,
    runs,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

/** A run of which a process that is gone says that it is at it; gives the file. */
function leaveBehind(runs: RunStore, id = ID): string {
  const writer = runs.createRun(id);
  writer.close();
  const owner = join(writer.folder, 'owner');
  writeFileSync(owner, `${GONE}\n`);
  return owner;
}

function makeMany(runs: RunStore): void {
  for (let number = 1; number <= 51; number++) runs.createRun(idOf(number)).finish(REPORT);
}

function isThere(runs: RunStore, id = ID): boolean {
  return runs.listRuns().some((run) => run.id === id);
}

test('a run that somebody has claimed is refused with who that is, until it is given back', () => {
  const { runs } = store();
  runs.createRun(ID).close();
  const claim = runs.claimRun(ID, '11 5');
  for (const owner of ['12 5', '11 5']) {
    assert.throws(
      () => runs.claimRun(ID, owner),
      (error) => {
        assert.ok(error instanceof PerfcmpError);
        assert.deepEqual([error.exitCode, error.message], [2, `run ${ID} is still going on, as process 11`]);
        assert.equal(error.hint, 'wait for its end, or interrupt it: kill -INT 11');
        return true;
      },
    );
  }
  claim.reopen().close();
  const other = runs.claimRun(ID, '12 5');
  claim.release();
  assert.equal(runs.listRuns()[0]?.owner, '12 5', 'what is given back twice is not taken from the next');
  other.release();
  assert.equal(runs.listRuns()[0]?.owner, null);
});

test('a process of another container or machine is named as such, and nobody here is told to end it', () => {
  const { runs } = store();
  const writer = runs.createRun(ID);
  writer.close();
  writeFileSync(join(writer.folder, 'owner'), '11 5 web boot pid:[1]\n');
  assert.throws(
    () => runs.claimRun(ID, '12 5 here boot pid:[2]'),
    (error) => {
      assert.ok(error instanceof PerfcmpError);
      assert.equal(error.message, `run ${ID} is still going on, as process 11 of another container or machine, web`);
      assert.doesNotMatch(error.hint ?? '', /kill/);
      return true;
    },
  );
});

test('whether a process is at a run is asked with the time at which it wrote last', () => {
  const home = mkdtempSync(join(scratch, 'home-'));
  const asked: number[] = [];
  const isAliveSince = (_owner: string, lastSignMs: number): boolean => asked.push(lastSignMs) > 0;
  const runs = openStore({ cwd: home, env: { XDG_STATE_HOME: home }, isAlive: isAliveSince });
  const writer = runs.createRun(ID, '11 5');
  writer.append({ kind: 'launch-finished', launch: 1 });
  utimesSync(join(writer.folder, 'owner'), 1000, 1000);
  for (const seconds of [2000, 500]) {
    utimesSync(join(writer.folder, 'events.ndjson'), seconds, seconds);
    assert.throws(() => runs.claimRun(ID, '12 5'), /is still going on, as process 11$/);
  }
  writer.close();
  assert.deepEqual(asked, [2_000_000, 1_000_000]);
});

test('of two that take over what a dead process left, the one that looked first and came later gives way', () => {
  const { runs } = store();
  const path = leaveBehind(runs);
  let isFirstLook = true;
  const holder = claimFile(path, 'slow', (owner) => {
    if (isFirstLook) assert.equal(claimFile(path, 'quick', isAlive), null);
    isFirstLook = false;
    return isAlive(owner);
  });
  assert.deepEqual([holder, readFileSync(path, 'utf8')], ['quick', 'quick\n']);
  assert.deepEqual(
    readdirSync(join(path, '..')).filter((name) => name.startsWith('owner')),
    ['owner'],
  );
});

test('who dies while taking over is taken over as well', () => {
  const { runs } = store();
  const path = leaveBehind(runs);
  const beside = `${path}.4194303-1`;
  writeFileSync(beside, 'rival\n');
  assert.equal(claimFile(path, 'own', isAlive), 'rival');
  const died = '4194302 1';
  writeFileSync(beside, `${died}\n`);
  assert.equal(
    claimFile(path, 'own', (owner) => isAlive(owner) && owner !== died),
    null,
  );
  assert.equal(readFileSync(path, 'utf8'), 'own\n');
});

test('a file that is being written is that of whoever writes it, as where there are no hard links', async () => {
  const { runs } = store();
  const path = leaveBehind(runs);
  writeFileSync(path, '');
  const writing = spawn('sh', ['-c', 'sleep 0.1; echo "11 5" > "$1"', 'writer', path], { stdio: 'ignore' });
  const ended = once(writing, 'exit');
  const isEleven = (owner: string): boolean => owner === '11 5';
  assert.equal(claimFile(path, 'own', isEleven), '11 5');
  await ended;
  writeFileSync(path, '');
  assert.equal(claimFile(path, 'own', isEleven), null, 'who died before it had written is succeeded');
  assert.equal(readFileSync(path, 'utf8'), 'own\n');
});

const CLAIMER = `
  import { createInterface } from 'node:readline';
  const load = (path) => import(new URL(path, ${JSON.stringify(new URL('../../src/', import.meta.url).href)}));
  const { openStore } = await load('store/run-store.js');
  const { isAlive, ownIdentity } = await load('machine/process-identity.js');
  const [, home] = process.argv;
  const runs = openStore({ cwd: home, env: { XDG_STATE_HOME: home }, isAlive });
  for await (const id of createInterface({ input: process.stdin })) {
    try {
      runs.claimRun(id, ownIdentity());
      console.log('mine');
    } catch (error) {
      console.log(error.message);
    }
  }`;

test('of many processes that want one run at once, one gets it', async () => {
  const { home, runs } = store();
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', CLAIMER, home], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const answers = children.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
  try {
    for (let number = 0; number < 25; number++) {
      const id = idOf(number);
      // Every second one was left behind by a process that was killed.
      if (number % 2 === 0) leaveBehind(runs, id);
      else runs.createRun(id).close();
      for (const { stdin } of children) stdin.write(`${id}\n`);
      const said = await Promise.all(answers.map(async (lines) => String((await lines.next()).value)));
      const refused = said.filter((answer) => answer !== 'mine');
      assert.equal(refused.length, children.length - 1, said.join('; '));
      for (const answer of refused) {
        const pid = /^run \S+ is still going on, as process (\d+)$/.exec(answer)?.[1];
        assert.ok(
          children.some((child) => String(child.pid) === pid),
          answer,
        );
      }
    }
  } finally {
    for (const { stdin } of children) stdin.end();
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  }
});

test('a run that is measured is never removed, however old and however many there are', () => {
  const { runs, advance } = store();
  const writer = runs.createRun(ID, '11 5');
  advance(2 * DAY_MS);
  makeMany(runs);
  assert.ok(isThere(runs));
  writer.close();
  runs.createRun(idOf(99)).close();
  assert.ok(!isThere(runs));
});

test('an interrupted run is not removed while it is resumed', () => {
  const { runs, advance } = store();
  runs.createRun(ID).finish(REPORT);
  const claim = runs.claimRun(ID, '11 5');
  advance(2 * DAY_MS);
  makeMany(runs);
  assert.ok(isThere(runs));
  claim.release();
  runs.createRun(idOf(99)).close();
  assert.ok(!isThere(runs));
});

test('a run that was left behind by a killed process is removed like any other', () => {
  const { runs, advance } = store();
  leaveBehind(runs);
  advance(2 * DAY_MS);
  makeMany(runs);
  assert.ok(!isThere(runs));
});

test('an old run that cannot be removed costs the new one nothing', () => {
  const { runs, advance } = store();
  const { folder } = runs.createRun(ID);
  mkdirSync(join(folder, 'owner'));
  advance(2 * DAY_MS);
  makeMany(runs);
  assert.ok(isThere(runs) && isThere(runs, idOf(51)));
});
