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
import { after, afterEach, test } from 'node:test';
import { ownIdentity } from '../../src/machine/process-identity.js';
import type { CleanConfig, CleanKind, CleanResult } from '../../src/model/clean.js';
import { CLEAN_KINDS } from '../../src/model/clean.js';
import { cleanUp } from '../../src/session/clean.js';
import { cleanSources } from '../../src/session/clean-sources.js';
import { openStore } from '../../src/store/run-store.js';
import { PROJECT_LABEL } from '../../src/target/container/leftovers.js';
import { OWNER_LABEL, ownLabels, RUN_LABEL } from '../../src/target/container/owner.js';
import { createStandIn } from '../helpers/docker.js';
import { threeTargets } from '../helpers/report-cases.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-clean-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

// Whatever engine this machine has is left alone.
const standIn = createStandIn();
Object.assign(process.env, standIn.env);
after(() => standIn.remove());
afterEach(() => standIn.behave(''));

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
    containers: [],
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

test('a run that somebody goes on with once it was found stays, with its logs', async () => {
  const own = home();
  const store = openStore(own);
  const run = store.createRun('20261123-0120-7f3a');
  writeFileSync(join(run.logsFolder, 'express.1.log'), 'listening');
  run.finish(threeTargets());
  const sources = cleanSources(own.cwd, own.env).filter(({ kind }) => kind === 'runs' || kind === 'logs');
  const found = (await Promise.all(sources.map((source) => source.find()))).flat();
  assert.equal(found.length, 2);
  const claim = store.claimRun('20261123-0120-7f3a', ownIdentity());
  for (const { remove } of found) {
    await assert.rejects(remove(), { message: `run 20261123-0120-7f3a is still going on, as process ${process.pid}` });
  }
  assert.ok(existsSync(join(run.logsFolder, 'express.1.log')));
  claim.release();
  await found.find(({ entry }) => entry.kind === 'logs')?.remove();
  assert.deepEqual([existsSync(run.logsFolder), store.listRuns()[0]?.owner], [false, null]);
  await found.find(({ entry }) => entry.kind === 'runs')?.remove();
  assert.deepEqual(store.listRuns(), []);
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

/** Labels of a container whose perfcmp is gone. */
function deadLabels(project?: string): Record<string, string> {
  const labels = ownLabels('20261123-0120-7f3a');
  const [host, , , namespace] = (labels[OWNER_LABEL] ?? '').split('/');
  return {
    ...labels,
    [OWNER_LABEL]: `${host}/4194303/1/${namespace}`,
    ...(project !== undefined && { [PROJECT_LABEL]: project }),
  };
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}

/** Three that a killed perfcmp left, two of them of one project; one that is used, two that are none of ours. */
function withContainers(): void {
  standIn.addContainer('perfcmp-old', deadLabels(), hoursAgo(10 * 24));
  standIn.addContainer('perfcmp-shop-db-1', deadLabels('perfcmp-shop'), hoursAgo(3));
  standIn.addContainer('perfcmp-shop-web-1', deadLabels('perfcmp-shop'), hoursAgo(2));
  standIn.addContainer('perfcmp-going', ownLabels('20261123-0121-7f3a'), hoursAgo(20 * 24));
  const elsewhere = { [RUN_LABEL]: 'x', [OWNER_LABEL]: 'far.example/1/1/pid:[1]' };
  standIn.addContainer('perfcmp-elsewhere', elsewhere, hoursAgo(20 * 24));
  standIn.addContainer('mine', { [RUN_LABEL]: 'my own label' }, hoursAgo(20 * 24));
  standIn.addContainer('other', {}, hoursAgo(20 * 24));
}

test('containers that a killed perfcmp left are listed and removed, a compose project as one with what it has', async () => {
  withContainers();
  const own = home();
  const listed = (await clean(own, {})).stocks.find(({ kind }) => kind === 'containers');
  assert.deepEqual(listed?.entries.map(({ name, bytes, isInUse }) => [name, bytes, isInUse]).sort(), [
    ['perfcmp-elsewhere', null, true],
    ['perfcmp-going', null, true],
    ['perfcmp-old', null, false],
    ['perfcmp-shop', null, false],
  ]);
  const [shop] = listed?.entries.filter(({ name }) => name === 'perfcmp-shop') ?? [];
  assert.ok(Math.abs(Date.now() - (shop?.usedAtMs ?? 0) - 3 * HOUR_MS) < 60_000);
  const kinds: CleanKind[] = ['containers'];
  assert.deepEqual(names(await clean(own, { kinds })), ['containers perfcmp-old', 'containers perfcmp-shop']);
  assert.equal(standIn.containers().length, 7);
  const old = await clean(own, { kinds, olderThanMs: 7 * DAY_MS, keep: 5, isMeant: true });
  assert.deepEqual(names(old), ['containers perfcmp-old']);
  const rest = await clean(own, { kinds, isMeant: true });
  assert.deepEqual(
    rest.removals.map(({ entry, failure }) => [entry.name, failure]),
    [['perfcmp-shop', null]],
  );
  assert.deepEqual(standIn.containers().sort(), ['mine', 'other', 'perfcmp-elsewhere', 'perfcmp-going']);
  const looked = standIn.calls().filter(([kind]) => kind === 'network' || kind === 'volume');
  const filter = ['ls', '--quiet', '--filter', 'label=com.docker.compose.project=perfcmp-shop'];
  assert.deepEqual(looked, [
    ['network', ...filter],
    ['volume', ...filter],
  ]);
});

test('a container that the engine does not remove is told with its reason', async () => {
  standIn.addContainer('perfcmp-stuck', deadLabels(), hoursAgo(1));
  standIn.behave('no-rm');
  const { removals } = await clean(home(), { kinds: ['containers'], isMeant: true });
  assert.deepEqual(
    removals.map(({ entry, failure }) => [entry.name, failure]),
    [['perfcmp-stuck', 'cannot remove container: device or resource busy']],
  );
  standIn.behave('');
  assert.deepEqual(names(await clean(home(), { kinds: ['containers'], isMeant: true })), ['containers perfcmp-stuck']);
});

test('an engine that does not answer is told beside what is kept elsewhere, and not asked when nobody wants to know', async () => {
  standIn.behave('daemon-down');
  const { stocks, removals } = await clean(home(), { kinds: [...CLEAN_KINDS], isMeant: true });
  const stock = stocks.find(({ kind }) => kind === 'containers');
  assert.match(stock?.problem ?? '', /^the engine of docker does not answer: Cannot connect to .* \(start it: /);
  assert.deepEqual([stock?.entries, removals], [[], []]);
  const before = standIn.calls().length;
  await clean(home(), { kinds: ['builds', 'runs'], isMeant: true });
  assert.equal(standIn.calls().length, before);
});

test('nothing kept is no failure', async () => {
  const result = await clean(home(), { kinds: [...CLEAN_KINDS], isMeant: true });
  assert.deepEqual(result.removals, []);
});
