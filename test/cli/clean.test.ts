import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { renderRemovals, renderStocks } from '../../src/cli/clean.js';
import { EXIT } from '../../src/errors.js';
import type { CleanEntry, CleanKind, CleanResult, CleanStock } from '../../src/model/clean.js';
import { assertGolden, perfcmpHere as perfcmp, perfcmp as spawned } from './harness.js';

const HOUR_MS = 3_600_000;
const NOW_MS = 1000 * 24 * HOUR_MS;

function entry(kind: CleanKind, name: string, bytes: number | null, hours: number, isInUse = false): CleanEntry {
  return { kind, name, family: '', bytes, usedAtMs: NOW_MS - hours * HOUR_MS, isInUse };
}

const STOCKS: readonly CleanStock[] = [
  {
    kind: 'builds',
    place: '/home/me/.cache/perfcmp/targets',
    problem: null,
    entries: [
      entry('builds', 'express-0123456789ab', 61_234_567, 0.5, true),
      entry('builds', 'hyperlane-0123456789ab', 1.3e9, 290),
    ],
  },
  { kind: 'checkouts', place: '/home/me/.cache/perfcmp/checkouts', problem: null, entries: [] },
  {
    kind: 'runs',
    place: '/home/me/shop/reports',
    problem: null,
    entries: [entry('runs', '20261123-0120-7f3a', 4_500_000, 30)],
  },
  {
    kind: 'logs',
    place: '/home/me/shop/reports',
    problem: null,
    entries: [entry('logs', '20261123-0120-7f3a', 70_000, 30)],
  },
  {
    kind: 'calibrations',
    place: '/home/me/.local/state/perfcmp/calibrations',
    problem: null,
    entries: [entry('calibrations', '0123456789abcdef.json', 4096, 24 * 40)],
  },
  {
    kind: 'containers',
    place: 'the engine of docker',
    problem: null,
    entries: [entry('containers', 'perfcmp-20261123-0120-7f3a-09c1d2', null, 50)],
  },
];
const NO_ENGINE: CleanStock = {
  kind: 'containers',
  place: 'the engine of docker',
  problem: 'docker is not on PATH (install it)',
  entries: [],
};

test('what is kept is told in a row a kind, with what removes it', () => {
  const nothing: CleanResult = { stocks: STOCKS, removals: [], isDone: false };
  assertGolden('clean.txt', `${renderStocks(nothing, NOW_MS)}\n`);
});

test('what is all in use is not said to be removed by anything', () => {
  const allInUse: CleanStock = {
    ...STOCKS[0]!,
    entries: [entry('builds', 'express-0123456789ab', 61_234_567, 0.5, true)],
  };
  const text = renderStocks({ stocks: [allInUse, STOCKS[2]!], removals: [], isDone: false }, NOW_MS);
  assert.match(text, /^ +builds of targets +1 +61 MB +less than 1 h ago +1$/m);
  assert.match(text, /^ +runs .* perfcmp clean --runs --yes$/m);
});

test('what would be removed, what was, and what could not be', () => {
  const [build, run, container] = [STOCKS[0]!.entries[1]!, STOCKS[2]!.entries[0]!, STOCKS[5]!.entries[0]!];
  const wanted = [build, run, container].map((one) => ({ entry: one, failure: null }));
  const would = renderRemovals({ stocks: STOCKS, removals: wanted, isDone: false }, NOW_MS);
  const failed = [wanted[0]!, { entry: run, failure: 'EACCES: permission denied' }];
  const did = renderRemovals({ stocks: STOCKS, removals: failed, isDone: true }, NOW_MS);
  const none = renderRemovals({ stocks: STOCKS, removals: [], isDone: true }, NOW_MS);
  const containers = renderRemovals({ stocks: STOCKS.slice(5), removals: [wanted[2]!], isDone: true }, NOW_MS);
  const unseen = [[NO_ENGINE], [...STOCKS.slice(1, 2), NO_ENGINE]].map((stocks) =>
    renderRemovals({ stocks, removals: [], isDone: false }, NOW_MS),
  );
  assertGolden('clean-removals.txt', `${[would, did, none, containers, ...unseen].join('\n\n')}\n`);
});

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-cli-clean-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('without an engine of containers all is as ever, and one line says so to who asked for them', async () => {
  const env = {
    PERFCMP_CACHE_DIR: join(folder, 'none'),
    XDG_STATE_HOME: join(folder, 'none'),
  };
  process.env.PERFCMP_DOCKER = 'no-such-docker';
  const why = 'no-such-docker is not on PATH (install it, or name another engine that is: PERFCMP_DOCKER=podman)';
  const asked = [[], ['--all'], ['--containers'], ['--containers', '--logs']];
  const [listed, all, named, both] = await Promise.all(
    asked.map((words) => perfcmp(['clean', ...words], { cwd: folder, env })),
  );
  assert.doesNotMatch(listed?.stdout ?? '', /containers|docker/);
  assert.equal(all?.stdout, 'nothing to remove\n');
  assert.equal(named?.stdout, `containers were not looked at: ${why}\n`);
  assert.equal(both?.stdout, `nothing to remove\ncontainers were not looked at: ${why}\n`);
  for (const outcome of [listed, all, named, both]) assert.deepEqual([outcome?.code, outcome?.stderr], [EXIT.ok, '']);
});

test('it removes from its own folders only what was asked for, and only with --yes', async () => {
  const env = { PERFCMP_CACHE_DIR: join(folder, 'cache'), XDG_STATE_HOME: join(folder, 'state') };
  const targets = join(folder, 'cache', 'targets');
  mkdirSync(join(targets, 'express-0123456789ab'), { recursive: true });
  writeFileSync(join(targets, 'notes.txt'), 'mine');
  const would = await perfcmp(['clean', '--builds'], { cwd: folder, env });
  assert.deepEqual([would.code, would.stderr], [EXIT.ok, '']);
  assert.match(would.stdout, /^would remove 1 of 1, .*\nnothing was removed: --yes does it$/m);
  assert.equal(readdirSync(targets).length, 2);
  const did = await spawned(['clean', '--builds', '--yes', '--format', 'json'], { cwd: folder, env });
  const result = JSON.parse(did.stdout) as CleanResult;
  assert.deepEqual([did.code, result.isDone, result.removals.length], [EXIT.ok, true, 1]);
  assert.deepEqual(readdirSync(targets), ['notes.txt']);
  const refused = await perfcmp(['clean', '--yes'], { cwd: folder, env });
  assert.deepEqual([refused.code, refused.stdout], [EXIT.usage, '']);
});
