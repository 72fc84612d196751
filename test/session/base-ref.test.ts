import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { ConfigError, PerfcmpError, TargetError } from '../../src/errors.js';
import type { TargetRequest } from '../../src/model/config.js';
import { type BaseAndHead, withBaseAndHead } from '../../src/session/base-ref.js';
import { ownFiles } from '../../src/session/own-files.js';
import { quietIo } from './io.js';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'perfcmp-base-')));
const repository = join(root, 'app');
const cache = join(root, 'cache');
process.env.PERFCMP_CACHE_DIR = cache;
after(() => rmSync(root, { recursive: true, force: true }));

const hasGit = spawnSync('git', ['--version']).status === 0;
const skip = hasGit ? false : 'git is not on PATH';

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'protocol.file.allow=always'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

function write(path: string, content: string): void {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-qm', message);
}

/** Made once and copied, as each call of git is a process. */
const template = realpathSync(mkdtempSync(join(tmpdir(), 'perfcmp-base-')));
after(() => rmSync(template, { recursive: true, force: true }));

before(() => {
  mkdirSync(repository);
  if (!hasGit) return;
  git('init', '-q', '-b', 'main');
  write('server.js', 'old');
  write('.gitignore', 'ignored.txt\n');
  commit('one');
  write('server.js', 'new');
  commit('two');
  cpSync(repository, template, { recursive: true, preserveTimestamps: true });
});

beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  cpSync(template, repository, { recursive: true, preserveTimestamps: true });
});

const REQUEST: BaseAndHead = {
  ref: 'HEAD~1',
  start: { command: 'node server.js', env: {} },
  build: null,
  folder: null,
  rebuild: false,
  buildTimeoutMs: 60_000,
  leftOut: [],
};

type Command = Extract<TargetRequest, { kind: 'command' }>;

async function checkedOut(parts: Partial<BaseAndHead> = {}, cwd = repository): Promise<readonly Seen[]> {
  return withBaseAndHead({ ...REQUEST, ...parts }, quietIo({ cwd }), async (targets) =>
    targets.map((target) => {
      assert.ok(target.kind === 'command' && target.checkout !== undefined);
      return { ...target.checkout, label: target.label, files: filesOf(target) };
    }),
  );
}

type Seen = NonNullable<Command['checkout']> & { label: string | null; files: Record<string, string> };

function filesOf({ checkout }: Command): Record<string, string> {
  const cwd = checkout?.cwd ?? '';
  const names = readdirSync(cwd, { withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ name }) => [name, readFileSync(join(cwd, name), 'utf8')]));
}

/** The repository is as it was, and knows of no other working tree. */
function assertUntouched(status: string): void {
  assert.equal(git('status', '--porcelain', '--ignored'), status);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
}

test('base and head are checked out beside the working tree', { skip }, async () => {
  const [base, head] = await checkedOut();
  assert.deepEqual(
    [base, head].map((one) => [one?.label, one?.files['server.js'], one?.revision.ref, one?.revision.commit]),
    [
      ['base', 'old', 'HEAD~1', git('rev-parse', 'HEAD~1')],
      ['head', 'new', 'HEAD', git('rev-parse', 'HEAD')],
    ],
  );
  assert.ok([base, head].every((one) => one?.cwd.startsWith(cache) && !('.git' in one.files)));
  assertUntouched('');
});

test('uncommitted changes are measured as head, ignored files are not', { skip }, async () => {
  write('server.js', 'edited');
  write('staged.js', 'staged');
  git('add', 'staged.js');
  write('new folder/untracked.js', 'untracked');
  write('ignored.txt', 'ignored');
  const before = git('status', '--porcelain', '--ignored');
  const [base, head] = await checkedOut();
  assert.deepEqual(base?.files, { 'server.js': 'old', '.gitignore': 'ignored.txt\n' });
  assert.deepEqual(head?.files, { 'server.js': 'edited', 'staged.js': 'staged', '.gitignore': 'ignored.txt\n' });
  assert.equal(head?.revision.changedFiles, 3);
  assertUntouched(before);
  assert.equal(existsSync(head?.cwd ?? ''), false, 'what is in no commit is not kept');
});

test('what perfcmp wrote makes no change of head', { skip }, async () => {
  write('packages/api/perfcmp.config.json', '{}');
  write('packages/api/reports/server.js', 'a server may have reports of its own');
  commit('three');
  const cwd = join(repository, 'packages/api');
  write('packages/api/reports/20261126-0101-abcd/report.json', '{}');
  write('packages/api/out [1].md', 'a report');
  write('packages/api/.cache/perfcmp/checkouts/one/file', 'built');
  const env = { PERFCMP_CACHE_DIR: '.cache/perfcmp', HOME: root };
  const leftOut = ownFiles([{ path: 'out [1].md' }], cwd, env);
  const [, clean] = await checkedOut({ ref: 'HEAD', leftOut }, cwd);
  assert.equal(clean?.revision.changedFiles, 0);
  write('packages/api/reports/server.js', 'edited');
  write('packages/api/out 1.md', 'of the user');
  const [, head] = await checkedOut({ ref: 'HEAD', leftOut }, cwd);
  assert.equal(head?.revision.changedFiles, 2);
});

test('a deleted file is missing in head', { skip }, async () => {
  rmSync(join(repository, 'server.js'));
  const [, head] = await checkedOut();
  assert.deepEqual(Object.keys(head?.files ?? {}), ['.gitignore']);
});

for (const [ref, make] of [
  ['old-branch', () => git('branch', 'old-branch', 'HEAD~1')],
  ['v1', () => git('tag', 'v1', 'HEAD~1')],
  ['merge-base:side', () => git('branch', 'side', 'HEAD~1')],
] as const) {
  test(`${ref} names a commit`, { skip }, async () => {
    make();
    const [base] = await checkedOut({ ref });
    assert.equal(base?.files['server.js'], 'old');
  });
}

test('each side is built by its own files, once for a commit', { skip }, async () => {
  const build = ['cat server.js > built.txt', `echo $PWD >> ${root}/builds.txt`];
  const first = await checkedOut({ build });
  assert.deepEqual(
    first.map(({ files }) => files['built.txt']),
    ['old', 'new'],
  );
  await checkedOut({ build });
  assert.equal(readFileSync(join(root, 'builds.txt'), 'utf8').trim().split('\n').length, 2);
  await checkedOut({ build, rebuild: true });
  assert.equal(readFileSync(join(root, 'builds.txt'), 'utf8').trim().split('\n').length, 4);
});

test('a checkout that a server has written into is built again', { skip }, async () => {
  const build = [`echo $PWD >> ${root}/builds.txt`];
  await withBaseAndHead({ ...REQUEST, build }, quietIo({ cwd: repository }), async ([base]) => {
    assert.ok(base.kind === 'command');
    writeFileSync(join(base.checkout?.cwd ?? '', 'data.db'), 'rows');
  });
  const [base] = await checkedOut({ build });
  assert.equal(base?.files['data.db'], undefined);
  assert.equal(readFileSync(join(root, 'builds.txt'), 'utf8').trim().split('\n').length, 3);
});

test('a checkout that is served from is left alone by others', { skip }, async () => {
  const io = quietIo({ cwd: repository });
  await withBaseAndHead(REQUEST, io, async ([served]) => {
    assert.ok(served.kind === 'command');
    const cwd = served.checkout?.cwd ?? '';
    const [again] = await checkedOut({ rebuild: true });
    assert.notEqual(again?.cwd, cwd);
    writeFileSync(join(cwd, 'data.db'), 'rows');
    const [base] = await checkedOut();
    assert.equal(base?.files['data.db'], undefined);
    assert.ok(existsSync(join(cwd, 'data.db')));
  });
  const [base] = await checkedOut();
  assert.equal(base?.files['data.db'], undefined);
  assert.equal(placesInCache().length, 2);
});

/** Names of what was not removed. */
function placesInCache(): string[] {
  return readdirSync(join(cache, 'checkouts')).sort();
}

test('what was measured is not lost to a clean-up that fails', { skip }, async () => {
  write('server.js', 'edited');
  const measured = await withBaseAndHead(REQUEST, quietIo({ cwd: repository }), async () => {
    renameSync(join(cache, 'checkouts'), join(cache, 'elsewhere'));
    writeFileSync(join(cache, 'checkouts'), 'no folder');
    return 'measured';
  });
  assert.equal(measured, 'measured');
});

test('a cache that cannot be written is told with the variable that moves it', { skip }, async () => {
  mkdirSync(cache);
  writeFileSync(join(cache, 'checkouts'), 'no folder');
  const error = await checkedOut().catch((e: unknown) => e);
  assert.ok(error instanceof TargetError, String(error));
  assert.match(error.hint ?? '', /PERFCMP_CACHE_DIR/);
});

test('of other gates goes what is of no use: killed ones, old ones, those of clones long unused', {
  skip,
}, async () => {
  await checkedOut();
  const family = placesInCache()[0]?.split('-')[0] ?? '';
  const dead = spawnSync('true').pid;
  const place = (name: string, daysUnused: number, owner = dead) => {
    const folder = join(cache, 'checkouts', name);
    mkdirSync(folder);
    for (const [file, content] of [
      ['owner', String(owner)],
      ['complete', ''],
    ] as const)
      writeFileSync(join(folder, file), content);
    const unusedSince = Date.now() / 1000 - daysUnused * 86_400;
    utimesSync(folder, unusedSince, unusedSince);
  };
  place(`${family}-killed-recipe.0a1b2c3d`, 0);
  place(`${family}-running-recipe.0a1b2c3e`, 0, process.pid);
  for (const days of [1, 2, 3]) place(`${family}-${days}-recipe`, days);
  place('deleted0-1-recipe', 31);
  place('another0-1-recipe', 29);
  const expected = [...placesInCache().filter((name) => !/killed|-3-|deleted/.test(name))];
  await checkedOut({ rebuild: true });
  assert.deepEqual(placesInCache(), expected);
});

test('a lock file of npm is installed from, where it lies', { skip }, async () => {
  const prepare = 'git config core.hooksPath .husky && echo done > prepared.txt';
  write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', scripts: { prepare } }));
  write(
    'package-lock.json',
    '{ "name": "app", "version": "1.0.0", "lockfileVersion": 3, "packages": { "": { "name": "app", "version": "1.0.0" } } }',
  );
  write('packages/api/server.js', 'api');
  commit('three');
  const before = stateOfRepository();
  const [base, head] = await checkedOut();
  assert.deepEqual(stateOfRepository(), before);
  assert.equal(base?.files['prepared.txt'], undefined);
  assert.equal(head?.files['prepared.txt'], 'done\n');
  await assert.rejects(checkedOut({}, join(repository, 'packages/api')), /has no folder packages\/api/);
});

test('a lock file of another package manager asks for --build, where no nearer one of npm lies', { skip }, async () => {
  write('pnpm-lock.yaml', '');
  write('packages/api/server.js', 'api');
  commit('three');
  const cwd = join(repository, 'packages/api');
  const error = await checkedOut({ ref: 'HEAD' }, cwd).catch((e: unknown) => e);
  assert.ok(error instanceof TargetError);
  assert.match(error.message, /^target "base": has pnpm-lock.yaml, /);
  assert.match(error.hint ?? '', /--build 'pnpm install --frozen-lockfile'/);
  const [base] = await checkedOut({ ref: 'HEAD', build: ['true'] }, cwd);
  assert.equal(base?.files['server.js'], 'api');
});

/** Everything that a step could change for good: settings, hooks, references, index. */
function stateOfRepository(): string[] {
  const folder = join(repository, '.git');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !statSync(join(folder, name)).isDirectory())
    .map((name) => `${name} ${readFileSync(join(folder, name), 'base64')}`);
}

test('a build may ask and change git, and nothing of it reaches the repository', { skip }, async () => {
  const prepare = [
    'echo exit 1 > $(git rev-parse --git-path hooks)/pre-commit',
    'git config core.hooksPath .husky',
    'git add -A',
    'git -c user.name=t -c user.email=t@t commit -q --allow-empty -m built',
    'git tag built',
    'git gc -q --prune=now',
  ];
  git('tag', 'v1', 'HEAD~1');
  write('server.js', 'edited');
  const before = stateOfRepository();
  const outer = { GIT_DIR: join(repository, '.git'), GIT_INDEX_FILE: join(repository, '.git', 'index') };
  Object.assign(process.env, outer);
  const build = [`git rev-parse HEAD > ${root}/$(cat server.js).sha`, `git describe --tags --dirty > version.txt`];
  const [base, head] = await checkedOut({ build: [...build, ...prepare] }).finally(() => {
    for (const name of Object.keys(outer)) delete process.env[name];
  });
  assert.deepEqual(stateOfRepository(), before);
  assert.equal(readFileSync(join(root, 'old.sha'), 'utf8').trim(), git('rev-parse', 'HEAD~1'));
  assert.equal(base?.files['version.txt'], 'v1\n');
  assert.match(head?.files['version.txt'] ?? '', /^v1-1-g\w+-dirty\n$/);
  assert.equal(existsSync(join(base?.cwd ?? '', '.git')), false);
});

test('a folder below is where both run', { skip }, async () => {
  write('packages/api/server.js', 'api');
  commit('three');
  commit2();
  const fromTop = await checkedOut({ folder: 'packages/api' });
  const fromBelow = await checkedOut({}, join(repository, 'packages/api'));
  for (const [base, head] of [fromTop, fromBelow]) {
    assert.deepEqual([base?.files['server.js'], head?.files['server.js']], ['api', 'api2']);
  }
  await assert.rejects(checkedOut({ folder: '../..' }), /must lie within the repository/);
});

function commit2(): void {
  write('packages/api/server.js', 'api2');
  commit('four');
}

test('a build that fails ends with code 3 and the end of its output, and leaves nothing', { skip }, async () => {
  const error = await checkedOut({ build: ['echo compiling; echo no such module >&2; exit 2'] }).catch(
    (e: unknown) => e,
  );
  assert.ok(error instanceof TargetError);
  assert.equal(error.exitCode, 3);
  assert.match(error.message, /^target "base": echo compiling; .*; exit 2 failed with code 2$/);
  assert.deepEqual(error.logTail.slice(-2), ['compiling', 'no such module']);
  assertUntouched('');
  assert.ok(existsSync(/in (.*)$/.exec(error.hint ?? '')?.[1] ?? ''), error.hint ?? '');
});

test('an interrupted build leaves nothing', { skip }, async () => {
  const abort = new AbortController();
  const onEvent = () => abort.abort('SIGINT');
  const error = await withBaseAndHead(
    { ...REQUEST, build: ['echo go; sleep 60'] },
    quietIo({ cwd: repository, signal: abort.signal, onEvent }),
    async () => assert.fail('must not be measured'),
  ).catch((e: unknown) => e);
  assert.ok(error instanceof PerfcmpError);
  assert.equal(error.code, 'interrupted');
  assertUntouched('');
});

test('what a killed perfcmp left in git is removed by the next', { skip }, async () => {
  const left = join(cache, 'checkouts', 'left-behind');
  mkdirSync(left, { recursive: true });
  const dead = spawnSync('true').pid;
  writeFileSync(join(left, 'owner'), String(dead));
  git('worktree', 'add', '-q', '--detach', join(left, 'app'), 'HEAD');
  const mine = join(root, 'mine');
  git('worktree', 'add', '-q', '--detach', mine, 'HEAD');
  await checkedOut();
  assert.equal(existsSync(left), false);
  assert.deepEqual(git('worktree', 'list', '--porcelain').match(/^worktree .*$/gm), [
    `worktree ${repository}`,
    `worktree ${mine}`,
  ]);
});

async function problemOf(work: Promise<unknown>) {
  const error = await work.catch((e: unknown) => e);
  assert.ok(error instanceof ConfigError, String(error));
  return error.problems[0];
}

test('an unknown ref is told with the nearest, and outside of a repository there is none', { skip }, async () => {
  const unknown = await problemOf(checkedOut({ ref: 'mian' }));
  assert.deepEqual(unknown, { where: '--base "mian"', message: 'names no commit', hint: 'did you mean main?' });
  const option = await problemOf(checkedOut({ ref: '--all' }));
  assert.equal(option?.message, 'names no commit');
  assert.match((await problemOf(checkedOut({}, root)))?.message ?? '', /cannot be used as a git repository: not a git/);
});

test('a clone without history says how to get one', { skip }, async () => {
  const clone = join(root, 'clone');
  git('clone', '-q', '--depth', '1', `file://${repository}`, clone);
  const problem = await problemOf(checkedOut({}, clone));
  assert.match(problem?.message ?? '', /whose history is cut off/);
  assert.match(problem?.hint ?? '', /fetch-depth: 0/);
});

test('submodules are refused by name', { skip }, async () => {
  git('submodule', '--quiet', 'add', `file://${repository}/.git`, 'lib/itself');
  commit('three');
  await assert.rejects(checkedOut(), /target "head": commit \w{7} has 1 submodule: lib\/itself/);
});
