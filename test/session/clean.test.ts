import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ownIdentity } from '../../src/machine/process-identity.js';
import type { CleanConfig, CleanKind, CleanResult } from '../../src/model/clean.js';
import { CLEAN_KINDS } from '../../src/model/clean.js';
import { cleanUp } from '../../src/session/clean.js';
import { openStore } from '../../src/store/run-store.js';
import { threeTargets } from '../helpers/report-cases.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-clean-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A process that there never was. */
const GONE = '99999999 1';
const NOTHING: CleanConfig = { kinds: [], olderThanMs: null, keep: 0, isMeant: false };

interface Home {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
  readonly state: string;
}

function home(): Home {
  const folder = mkdtempSync(join(scratch, 'home-'));
  const [cache, state] = [join(folder, 'cache'), join(folder, 'state')];
  return {
    cwd: folder,
    env: { PERFCMP_CACHE_DIR: cache, XDG_STATE_HOME: state },
    cache,
    state: join(state, 'perfcmp'),
  };
}

/** A folder with a file in it, used so many hours ago. */
function folderOf(path: string, hours: number, files: Readonly<Record<string, string>> = { file: 'x' }): void {
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  age(path, hours);
}

function age(path: string, hours: number): void {
  const seconds = (Date.now() - hours * HOUR_MS) / 1000;
  utimesSync(path, seconds, seconds);
}

function clean({ cwd, env }: Home, config: Partial<CleanConfig>): Promise<CleanResult> {
  return cleanUp({ ...NOTHING, ...config }, { cwd, env, now: new Date() });
}

function names({ removals }: CleanResult): string[] {
  return removals.map(({ entry: { kind, name } }) => `${kind} ${name}`).sort();
}

function kept({ stocks }: CleanResult): Record<string, string[]> {
  return Object.fromEntries(stocks.map(({ kind, entries }) => [kind, entries.map(({ name }) => name).sort()]));
}

const HASH = 'a'.repeat(12);
const OTHER_HASH = 'b'.repeat(12);

function withBuilds({ cache }: Home): void {
  const targets = join(cache, 'targets');
  folderOf(join(targets, `express-${HASH}`), 1, { 'express/file': 'x'.repeat(100_000) });
  folderOf(join(targets, `express-${OTHER_HASH}`), 10 * 24);
  folderOf(join(targets, `node-http-${HASH}`), 10 * 24);
  writeFileSync(join(targets, `express-${HASH}.log`), 'built');
  folderOf(join(targets, 'express.building'), 1, { owner: '99999999' });
}

test('alone it tells what there is, how large it is and when it was used, and removes nothing', async () => {
  const own = home();
  withBuilds(own);
  const store = openStore(own);
  store.createRun('20261123-0120-7f3a').finish(threeTargets());
  const result = await clean(own, {});
  assert.deepEqual(kept(result), {
    builds: [
      'express-aaaaaaaaaaaa',
      'express-aaaaaaaaaaaa.log',
      'express-bbbbbbbbbbbb',
      'express.building',
      'node-http-aaaaaaaaaaaa',
    ],
    checkouts: [],
    runs: ['20261123-0120-7f3a'],
    logs: ['20261123-0120-7f3a'],
    calibrations: [],
  });
  assert.deepEqual([result.removals, result.isDone], [[], false]);
  const builds = result.stocks.find(({ kind }) => kind === 'builds');
  const [large] = builds?.entries.filter(({ name }) => name === `express-${HASH}`) ?? [];
  assert.ok((large?.bytes ?? 0) >= 100_000);
  assert.ok(Math.abs(Date.now() - (large?.usedAtMs ?? 0) - HOUR_MS) < 60_000);
  assert.equal(builds?.place, join(own.cache, 'targets'));
});

test('without being meant nothing is removed; meant, only what was chosen', async () => {
  const own = home();
  withBuilds(own);
  folderOf(join(own.state, 'calibrations'), 1, { '0123456789abcdef.json': '{}' });
  const before = await clean(own, { kinds: ['builds'] });
  assert.equal(before.removals.length, 5);
  assert.equal(readdirSync(join(own.cache, 'targets')).length, 5);
  const result = await clean(own, { kinds: ['builds'], isMeant: true });
  assert.deepEqual([names(result), result.isDone], [names(before), true]);
  assert.deepEqual(readdirSync(join(own.cache, 'targets')), []);
  assert.deepEqual(kept(await clean(own, {})).calibrations, ['0123456789abcdef.json']);
  await clean(own, { kinds: ['calibrations'], isMeant: true });
  assert.deepEqual(kept(await clean(own, {})).calibrations, []);
});

test('what is young is spared, and the newest of each target', async () => {
  const own = home();
  withBuilds(own);
  const isOld = { kinds: ['builds'] as const, olderThanMs: 7 * DAY_MS };
  assert.deepEqual(names(await clean(own, isOld)), ['builds express-bbbbbbbbbbbb', 'builds node-http-aaaaaaaaaaaa']);
  assert.deepEqual(names(await clean(own, { ...isOld, keep: 1 })), ['builds express-bbbbbbbbbbbb']);
});

test('what a running perfcmp uses stays: its builds, its checkouts, its run with the logs', async () => {
  const own = home();
  withBuilds(own);
  // As it says so itself.
  folderOf(join(own.cache, 'in-use', `express-${HASH}`, 'users'), 0, { [`${process.pid}.0badcafe`]: '' });
  folderOf(join(own.cache, 'targets', 'node-http.building'), 0, { owner: String(process.pid) });
  const checkouts = join(own.cache, 'checkouts');
  const [used, left, unfinished] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-${HASH}-${'d'.repeat(8)}`);
  folderOf(join(checkouts, used!), 1, { complete: '', [`users/${process.pid}.0badcafe`]: '' });
  folderOf(join(checkouts, left!), 1, { complete: '', 'users/99999999.0badcafe': '' });
  folderOf(join(checkouts, unfinished!), 0, { owner: String(process.pid) });
  const store = openStore(own);
  const going = store.createRun('20261123-0120-7f3a', ownIdentity());
  const killed = store.createRun('20261123-0121-7f3a', GONE);
  killed.append({ kind: 'launch-finished', launch: 1 });
  const result = await clean(own, { kinds: [...CLEAN_KINDS], isMeant: true });
  going.close();
  assert.deepEqual(names(result), [
    'builds express-bbbbbbbbbbbb',
    'builds express.building',
    'builds node-http-aaaaaaaaaaaa',
    `checkouts ${left}`,
    'runs 20261123-0121-7f3a',
  ]);
  assert.deepEqual(readdirSync(checkouts).sort(), [used, unfinished]);
  assert.deepEqual(readdirSync(store.folder), ['20261123-0120-7f3a']);
});

test('what perfcmp has not made is neither listed nor removed, and links are not followed', async () => {
  const own = home();
  const outside = join(scratch, 'outside');
  folderOf(outside, 1);
  folderOf(join(own.cache, 'targets', 'my-notes'), 1);
  writeFileSync(join(own.cache, 'targets', 'README'), 'mine');
  folderOf(join(own.cache, 'targets', `express-${HASH}`), 1);
  symlinkSync(outside, join(own.cache, 'targets', `express-${HASH}`, 'link'));
  symlinkSync(outside, join(own.cache, 'targets', `linked-${HASH}`));
  const store = openStore(own);
  const run = store.createRun('20261123-0120-7f3a');
  run.finish(threeTargets());
  mkdirSync(join(outside, 'logs'));
  symlinkSync(outside, join(store.folder, '20261123-0121-7f3a'));
  const result = await clean(own, { kinds: [...CLEAN_KINDS], isMeant: true });
  assert.deepEqual(names(result), ['builds express-aaaaaaaaaaaa', 'runs 20261123-0120-7f3a']);
  assert.deepEqual(readdirSync(join(own.cache, 'targets')).sort(), ['README', `linked-${HASH}`, 'my-notes']);
  assert.ok(existsSync(join(outside, 'file')) && existsSync(join(outside, 'logs')));
});

test('the logs alone leave a run that can be printed', async () => {
  const own = home();
  const store = openStore(own);
  const run = store.createRun('20261123-0120-7f3a');
  writeFileSync(join(run.logsFolder, 'express.1.log'), 'listening');
  run.finish(threeTargets());
  const kinds: CleanKind[] = ['logs'];
  assert.deepEqual(names(await clean(own, { kinds, isMeant: true })), ['logs 20261123-0120-7f3a']);
  assert.notEqual(store.readRun('last').report, null);
  assert.deepEqual(names(await clean(own, { kinds })), []);
});

test('nothing kept is no failure', async () => {
  const result = await clean(home(), { kinds: [...CLEAN_KINDS], isMeant: true });
  assert.deepEqual(result.removals, []);
});
