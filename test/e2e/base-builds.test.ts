import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, eventually, type Program, processesWith } from './program.js';
import { gitIn, skipWithoutGit as skip } from './repository.js';

const sandbox = createSandbox();
after(sandbox.remove);
const { git, commit } = gitIn(sandbox.folder);

before(() => {
  if (skip !== false) return;
  git('init', '-q', '-b', 'main');
  commit('what perfcmp leaves here', '.gitignore', 'state\ncache\n');
  // None is started in any of these.
  commit('a server', 'server.mjs', '');
  git('tag', 'fast');
  commit('a word about it', 'README', 'a server\n');
});

test('a base that cannot be built ends with 3 before anything is measured, and says why', { skip }, async () => {
  const { code, stdout, stderr } = await buildingGate('test -e README || { echo no README; exit 7; }', '--quiet').ended;
  assert.deepEqual([code, stdout], [EXIT.target, '']);
  assert.match(stderr, /^error: target "base": test -e README .* failed with code 7\n/);
  assert.match(stderr, /\n {2}no README\n/);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('worktree', 'list').split('\n').length, 1);
});

function buildingGate(build: string, ...more: readonly string[]): Program {
  return sandbox.start(['gate', 'node server.mjs', '--base', 'fast', '--build', build, ...more]);
}

test('an interrupted build leaves no working tree and no process', { skip }, async () => {
  const seconds = `600.${process.pid}`;
  const program = buildingGate(`exec sleep ${seconds}`);
  const sleeping = () => processesWith(`sleep\0${seconds}`).length;
  await eventually('the build has begun', () => sleeping() > 0);
  program.child.kill('SIGINT');
  assert.equal((await program.ended).code, EXIT.sigint);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
  assert.equal(sleeping(), 0);
});

test('even a second signal leaves no working tree', { skip }, async () => {
  const begun = join(sandbox.folder, 'state', 'begun');
  mkdirSync(dirname(begun), { recursive: true });
  // Ignores SIGTERM, so that the first signal has to wait for it.
  const program = buildingGate(`trap '' TERM; : > '${begun}'; while :; do sleep 0.1; done`);
  await eventually('the build has begun', () => existsSync(begun));
  program.child.kill('SIGINT');
  await program.says(/once more to quit at once/);
  program.child.kill('SIGINT');
  assert.equal((await program.ended).code, EXIT.sigint);
  assert.equal(git('worktree', 'list').split('\n').length, 1);
});
