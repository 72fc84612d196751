import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { TargetError } from '../../src/errors.js';
import type { TargetManifest } from '../../src/model/target.js';
import { buildTarget } from '../../src/target/build.js';
import { cacheFolder } from '../../src/target/build-cache.js';
import { isBuildInUse } from '../../src/target/build-history.js';
import { startInstance } from '../../src/target/instance.js';
import { parseManifest } from '../../src/target/manifest.js';
import type { BuildEvent } from '../../src/target/run-steps.js';
import { commandText } from '../../src/units/command-text.js';
import { instanceOptions } from './server-fixtures.js';

const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
const cache = join(root, 'cache');
const targets = join(root, 'targets');
process.env.PERFCMP_CACHE_DIR = cache;
after(() => rmSync(root, { recursive: true, force: true }));

const signal = new AbortController().signal;

beforeEach(() => {
  rmSync(cache, { recursive: true, force: true });
  rmSync(targets, { recursive: true, force: true });
  mkdirSync(join(targets, 'tiny', 'node_modules'), { recursive: true });
  mkdirSync(join(targets, 'shared'));
  writeFileSync(join(targets, 'tiny', 'main.txt'), 'main');
  writeFileSync(join(targets, 'tiny', 'node_modules', 'junk.txt'), 'junk');
  writeFileSync(join(targets, 'shared', 'work.txt'), 'work');
});

function manifestOf(build: readonly (readonly string[])[], changes: object = {}): TargetManifest {
  const json = {
    name: 'tiny',
    title: 'Tiny',
    start: ['node', 'server.mjs'],
    sources: ['../shared'],
    build,
    ...changes,
  };
  return parseManifest(json, join(targets, 'tiny'));
}

/** Adds a line to a file outside the cache each time it runs, and leaves a product in the target's folder. */
const countingBuild = [['sh', '-c', `echo built >> ${root}/count.txt; cat main.txt ../shared/work.txt > product.txt`]];

/** False for a zombie that nobody has waited for yet. */
function isAlive(pid: string): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) Z /.test(readFileSync(file, 'latin1'));
}

function countBuilds(): number {
  const file = join(root, 'count.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

test('a target is built once, in the cache, with its sources beside it', async () => {
  const before = countBuilds();
  const manifest = manifestOf(countingBuild);
  const first = await buildTarget(manifest, { signal });
  const second = await buildTarget(manifest, { signal });
  assert.equal(countBuilds() - before, 1);
  assert.deepEqual([first.fromCache, second.fromCache], [false, true]);
  assert.equal(first.folder, second.folder);
  assert.match(first.folder, new RegExp(`^${join(cacheFolder(), 'tiny-')}[0-9a-f]{12}/tiny$`));
  assert.equal(readFileSync(join(first.folder, 'product.txt'), 'utf8'), 'mainwork');
  assert.deepEqual(readdirSync(first.folder).sort(), ['main.txt', 'product.txt']);
  assert.equal(existsSync(join(targets, 'tiny', 'product.txt')), false);
});

test('a change in its folder or in a source builds it again, a change in what builds leave behind does not', async () => {
  const before = countBuilds();
  const manifest = manifestOf(countingBuild);
  const { folder } = await buildTarget(manifest, { signal });
  writeFileSync(join(targets, 'shared', 'work.txt'), 'other');
  const changed = await buildTarget(manifest, { signal });
  assert.notEqual(changed.folder, folder);
  assert.equal(readFileSync(join(changed.folder, 'product.txt'), 'utf8'), 'mainother');
  writeFileSync(join(targets, 'tiny', 'main.txt'), 'new');
  await buildTarget(manifest, { signal });
  writeFileSync(join(targets, 'tiny', 'node_modules', 'junk.txt'), 'other junk');
  mkdirSync(join(targets, 'tiny', '.venv'));
  writeFileSync(join(targets, 'tiny', '.venv', 'junk.txt'), 'junk');
  assert.equal((await buildTarget(manifest, { signal })).fromCache, true);
  assert.equal(countBuilds() - before, 3);
});

test('a failing build tells the step, its code and the end of its output, and is not kept', async () => {
  const script = 'i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "line $i"; done; echo "no such crate" >&2; exit 3';
  const error = await buildTarget(manifestOf([['sh', '-c', script]]), { signal }).catch((reason: unknown) => reason);
  assert.ok(error instanceof TargetError);
  assert.equal(error.code, 'build-failed');
  assert.match(error.message, /^target "tiny": sh -c .* failed with code 3$/);
  assert.deepEqual(error.logTail.filter((line) => line !== '...').length, 20);
  for (const line of ['line 30', 'line 29', 'no such crate']) assert.ok(error.logTail.includes(line), line);
  const left = readdirSync(cacheFolder());
  assert.equal(left.length, 1);
  assert.match(readFileSync(join(cacheFolder(), left[0] ?? ''), 'utf8'), /line 1\n/);
});

test('a program that is not there is a failed build, not a crash', async () => {
  const building = buildTarget(manifestOf([['no-such-program-here']]), { signal });
  await assert.rejects(building, {
    code: 'build-failed',
    message: /could not be started: no-such-program-here is not on PATH$/,
  });
});

test('the output of a build comes line by line, without colours', async () => {
  const events: BuildEvent[] = [];
  const manifest = manifestOf([
    ['echo', 'one'],
    ['sh', '-c', String.raw`printf '\033[31mtwo\033[0m\n'; echo three >&2; printf '\033[0m'`],
  ]);
  await buildTarget(manifest, { signal, onEvent: (event) => events.push(event) });
  assert.deepEqual(
    events.map(({ target, state, line }) => [target, state, line]),
    [
      ['tiny', 'started', null],
      ['tiny', 'output', 'one'],
      ['tiny', 'output', 'two'],
      ['tiny', 'output', 'three'],
      ['tiny', 'finished', null],
    ],
  );
});

test('two builds of the same content at once both succeed and leave one result', async () => {
  const manifest = manifestOf(countingBuild);
  const [left, right] = await Promise.all([buildTarget(manifest, { signal }), buildTarget(manifest, { signal })]);
  assert.equal(left.folder, right.folder);
  assert.equal(readFileSync(join(left.folder, 'product.txt'), 'utf8'), 'mainwork');
  assert.deepEqual(readdirSync(cacheFolder()).filter((name) => !name.endsWith('.log')).length, 1);
});

test('what a killed build left behind is removed after a day, not before', async () => {
  const yesterday = Date.now() / 1000 - 25 * 3600;
  for (const name of ['tiny-old.1.building', 'tiny-new.2.building', 'tiny-done']) {
    mkdirSync(join(cacheFolder(), name), { recursive: true });
    if (name !== 'tiny-new.2.building') utimesSync(join(cacheFolder(), name), yesterday, yesterday);
  }
  await buildTarget(manifestOf(countingBuild), { signal });
  const left = readdirSync(cacheFolder());
  assert.deepEqual([left.includes('tiny-old.1.building'), left.includes('tiny-new.2.building')], [false, true]);
  assert.ok(left.includes('tiny-done'));
});

test('an interrupted build leaves nothing to be taken for a result', async () => {
  const controller = new AbortController();
  const building = buildTarget(manifestOf([['sh', '-c', 'echo up; sleep 60; echo late']]), {
    signal: controller.signal,
    onEvent: (event) => event.line === 'up' && controller.abort('SIGINT'),
  });
  await assert.rejects(building, { code: 'interrupted' });
  assert.deepEqual(
    readdirSync(cacheFolder()).filter((name) => !name.endsWith('.log')),
    [],
  );
});

test('a step that hangs, ignores SIGTERM and forks is ended with all it started, and its output told', async () => {
  const pids = join(root, 'pids.txt');
  const script =
    `trap '' TERM; echo $$ >> ${pids}; (setsid sh -c 'trap "" TERM; echo $$ >> ${pids}; sleep 60; sleep 60' &); ` +
    `until [ "$(wc -l < ${pids})" = 2 ]; do :; done; echo compiling; sleep 60; sleep 60`;
  const manifest = manifestOf([['sh', '-c', script]], { buildTimeoutMs: 1500 });
  const error = await buildTarget(manifest, { signal }).catch((reason: unknown) => reason);
  assert.ok(error instanceof TargetError, String(error));
  assert.match(error.message, /was stopped after 1.5s, its buildTimeoutMs$/);
  assert.deepEqual(error.logTail, [`$ ${commandText(['sh', '-c', script])}`, 'compiling']);
  const started = readFileSync(pids, 'utf8').trim().split('\n');
  assert.deepEqual(started.filter(isAlive), []);
});

test('a step that leaves a process behind is not waited for, and the process is ended', async () => {
  const pid = join(root, 'left.txt');
  const script = `sleep 600 & echo $! > ${pid}`;
  await buildTarget(manifestOf([['sh', '-c', script]]), { signal });
  assert.equal(isAlive(readFileSync(pid, 'utf8').trim()), false);
});

test('a step that prints without end has its first and its last half megabyte in the log', async () => {
  const script = 'echo first; head -c 20000000 /dev/zero | tr "\\0" x; yes line | head -n 1000000; echo last; exit 1';
  let longest = 0;
  const error = await buildTarget(manifestOf([['sh', '-c', script]]), {
    signal,
    onEvent: ({ line }) => {
      longest = Math.max(longest, line?.length ?? 0);
    },
  }).catch((reason: unknown) => reason);
  assert.ok(error instanceof TargetError, String(error));
  const log = readFileSync((error.hint ?? '').replace('the whole log is in ', ''));
  assert.ok(log.length < 1_200_000, String(log.length));
  assert.ok(log.includes('first\n') && log.includes('bytes left out') && log.toString().endsWith('line\nlast\n'));
  assert.equal(longest, 2000);
});

test('steps ask package managers to take what they have, so that a rebuild needs no network', async () => {
  const script = '[ "$npm_config_prefer_offline" = true ] && cp main.txt product.txt';
  const { folder } = await buildTarget(manifestOf([['sh', '-c', script]]), { signal });
  assert.ok(existsSync(join(folder, 'product.txt')));
});

test('a rebuild takes the place of the build before, and starts from nothing', async () => {
  const script = 'echo x >> out/runs.txt; cp main.txt product.txt';
  const manifest = manifestOf([['sh', '-c', `mkdir -p out; ${script}`]], { reuse: ['out', 'not-there'] });
  const first = await buildTarget(manifest, { signal });
  writeFileSync(join(first.folder, 'product.txt'), 'spoiled');
  const again = await buildTarget(manifest, { signal, rebuild: true });
  assert.deepEqual([again.folder, again.fromCache], [first.folder, false]);
  assert.equal(readFileSync(join(again.folder, 'product.txt'), 'utf8'), 'main');
  assert.equal(readFileSync(join(again.folder, 'out', 'runs.txt'), 'utf8'), 'x\n');
  writeFileSync(join(targets, 'tiny', 'main.txt'), 'changed');
  const next = await buildTarget(manifest, { signal });
  assert.equal(readFileSync(join(next.folder, 'out', 'runs.txt'), 'utf8'), 'x\nx\n');
  assert.deepEqual(
    readdirSync(cacheFolder()).filter((name) => name.includes('.building')),
    [],
  );
});

test('a new version of a tool leads to a new build', async () => {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  const tool = (version: string) => {
    rmSync(join(bin, 'mycc'), { force: true });
    writeFileSync(join(bin, 'mycc'), `#!/bin/sh\necho mycc ${version}\n`, { mode: 0o755 });
  };
  const path = process.env.PATH;
  process.env.PATH = `${bin}:${path}`;
  try {
    const manifest = manifestOf(countingBuild, { requires: [{ name: 'mycc', minVersion: '1.2' }] });
    tool('1.2.3');
    const { folder } = await buildTarget(manifest, { signal });
    assert.equal((await buildTarget(manifest, { signal })).fromCache, true);
    tool('1.2.4');
    const next = await buildTarget(manifest, { signal });
    assert.deepEqual([next.fromCache, next.folder === folder], [false, false]);
    tool('1.1');
    await assert.rejects(buildTarget(manifest, { signal }), { message: 'target "tiny": mycc 1.1 is older than 1.2' });
  } finally {
    process.env.PATH = path;
  }
});

test('of the builds of a target two stay, and those of the last hour', async () => {
  const old = Date.now() / 1000 - 2 * 3600;
  const names = ['tiny-aaaaaaaaaaaa', 'tiny-bbbbbbbbbbbb', 'tiny-cccccccccccc', 'tiny-er-aaaaaaaaaaaa'];
  for (const [index, name] of names.entries()) {
    mkdirSync(join(cacheFolder(), name), { recursive: true });
    if (index !== 2) utimesSync(join(cacheFolder(), name), old - index, old - index);
  }
  await buildTarget(manifestOf(countingBuild), { signal });
  const left = readdirSync(cacheFolder()).filter((name) => names.includes(name));
  assert.deepEqual(left, ['tiny-cccccccccccc', 'tiny-er-aaaaaaaaaaaa']);
});

test('a build is in use as long as a process lives that takes it, and then is not removed', async () => {
  const { folder } = await buildTarget(manifestOf(countingBuild), { signal });
  const path = dirname(folder);
  assert.ok(await isBuildInUse(path));
  const [mark = ''] = readdirSync(join(cache, 'in-use', basename(path), 'users'));
  assert.match(mark, new RegExp(`^${process.pid}\\b`));
  const old = Date.now() / 1000 - 2 * 3600;
  utimesSync(path, old, old);
  for (const letter of ['a', 'b']) mkdirSync(join(cacheFolder(), `tiny-${letter.repeat(12)}`));
  writeFileSync(join(targets, 'tiny', 'main.txt'), 'other');
  await buildTarget(manifestOf(countingBuild), { signal });
  assert.ok(existsSync(path), 'the oldest of four');
  const users = join(cache, 'in-use', basename(path), 'users');
  rmSync(join(users, mark));
  writeFileSync(join(users, '99999999.0badcafe'), '');
  assert.ok(!(await isBuildInUse(path)), 'of a process that was killed');
});

test('a missing tool is told with its hint before anything is built', async () => {
  const before = countBuilds();
  const requires = [{ name: 'no-such-tool', hint: 'apt install no-such-tool' }];
  const building = buildTarget(manifestOf(countingBuild, { requires }), { signal });
  await assert.rejects(building, {
    code: 'tool-missing',
    message: 'target "tiny": no-such-tool is not on PATH',
    hint: 'apt install no-such-tool',
  });
  assert.equal(countBuilds(), before);
});

test('a target without a build runs from its own folder and names itself in its health answer', async () => {
  const server = `import http from 'node:http';
    const body = JSON.stringify({ status: 'ok', target: process.env.NAME ?? 'tiny', version: '1.2.3', runtime: 'node 9' });
    http.createServer((request, response) => response.end(body)).listen(process.env.PORT, process.env.HOST);`;
  writeFileSync(join(targets, 'tiny', 'server.mjs'), server);
  const manifest = manifestOf([]);
  const built = await buildTarget(manifest, { signal });
  assert.deepEqual([built.folder, built.version], [join(targets, 'tiny'), null]);
  const target = { kind: 'bundled', name: 'tiny', title: 'Tiny', manifest } as const;
  const instance = await startInstance(target, instanceOptions({ built }));
  assert.deepEqual(instance.description, {
    name: 'tiny',
    title: 'Tiny',
    kind: 'bundled',
    version: '1.2.3',
    runtime: 'node 9',
    command: 'node server.mjs',
    url: null,
  });
  await instance.stop();
  await assert.rejects(startInstance(target, instanceOptions({ built, env: { NAME: 'other' } })), {
    code: 'wrong-answer',
    message: 'target "tiny": GET /health names the target "other"',
  });
});

test('the version of an npm target is that of the installed package', async () => {
  const install = `mkdir -p node_modules/@a/b; echo '{"version":"4.5.6"}' > node_modules/@a/b/package.json`;
  const version = { kind: 'npm', package: '@a/b' };
  const built = await buildTarget(manifestOf([['sh', '-c', install]], { version }), { signal });
  assert.equal(built.version, '4.5.6');
});

test('a cache that cannot be written is told with the variable that moves it', async () => {
  writeFileSync(cache, 'a file where the folder should be');
  await assert.rejects(buildTarget(manifestOf(countingBuild), { signal }), (error) => {
    assert.ok(error instanceof TargetError, String(error));
    assert.equal(error.code, 'build-failed');
    assert.match(error.message, /^target "tiny": cannot be built in the cache: E/);
    assert.equal(error.hint, 'free the disk, or set PERFCMP_CACHE_DIR to a folder that can be written');
    return true;
  });
  rmSync(cache);
});
