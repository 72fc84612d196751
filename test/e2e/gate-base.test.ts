import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox } from './program.js';
import { reportIn } from './reports.js';
import { gitIn, skipWithoutGit as skip } from './repository.js';

// What a machine that others keep busy can show for certain: many times as long a wait, or the same. How small a loss is
// found on a quiet one is for bench/gate-base.mjs.
const SHORT_MS = 5;
const LONG_MS = 40;

const sandbox = createSandbox();
after(sandbox.remove);
const { git, commit } = gitIn(sandbox.folder);

function serverOf(delayMs: number): string {
  return [
    "import { createServer } from 'node:http';",
    `const answer = (request, response) => setTimeout(() => response.end('done'), ${delayMs});`,
    'createServer(answer).listen(Number(process.env.PORT), process.env.HOST);',
  ].join('\n');
}

before(() => {
  if (skip !== false) return;
  git('init', '-q', '-b', 'main');
  commit('what perfcmp leaves here', '.gitignore', 'state\ncache\n');
  commit('a server', 'server.mjs', serverOf(SHORT_MS));
  git('tag', 'fast');
  commit('a word about it', 'README', 'a server\n');
  git('tag', 'same');
  commit('a longer wait for each request', 'server.mjs', serverOf(LONG_MS));
  git('tag', 'slow');
});

const SHORT = [
  '--looks',
  '6',
  '--warmup',
  '100ms',
  '--slice',
  '50ms',
  '--blocks',
  '3',
  '-c',
  '4',
  '--mode',
  'plain',
  '--no-confirm',
];

// A busy machine may take the right to a verdict away; what is tried here is who is measured, and what is left behind.
const GATE = ['gate', 'node server.mjs', '--quiet', '--format', 'json', '--on-invalid', 'warn'];

async function gate(base: string, ...args: readonly string[]) {
  const outcome = await sandbox.run([...GATE, '--base', base, ...SHORT, ...args]);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(git('worktree', 'list').split('\n').length, 1);
  return outcome;
}

test('a commit that made the server slower fails, and is named', { skip }, async () => {
  git('checkout', '-q', 'slow');
  let { code, stdout } = await gate('HEAD~1');
  // A generator that others keep from its turn for a twentieth of the time has nothing to say of a loss.
  for (let left = 2; reportIn(stdout).gate?.results[0]?.status === 'invalid' && left > 0; left -= 1) {
    ({ code, stdout } = await gate('HEAD~1'));
  }
  const { targets, gate: result, comparisons, warnings } = reportIn(stdout);
  assert.deepEqual(
    targets.map(({ name, version, revision }) => [name, version, revision?.ref, revision?.commit]),
    [
      ['base', git('rev-parse', '--short=7', 'same'), 'HEAD~1', git('rev-parse', 'same')],
      ['head', git('rev-parse', '--short=7', 'slow'), 'HEAD', git('rev-parse', 'slow')],
    ],
  );
  const [check] = result?.results ?? [];
  const found = [code, check?.status, check?.target, check?.metric];
  assert.deepEqual(found, [EXIT.no, 'fail', 'head', 'throughput'], JSON.stringify(warnings));
  assert.ok((comparisons[0]?.ratio.value ?? 1) < 0.6, JSON.stringify(comparisons[0]?.ratio));
});

test('a commit that changed no code passes, and is kept for the next gate; neither changes nor what was killed are', {
  skip,
}, async () => {
  git('checkout', '-q', 'same');
  const checkouts = join(sandbox.folder, 'cache', 'checkouts');
  rmSync(checkouts, { recursive: true, force: true });
  // As a second Ctrl-C leaves one: begun by a process that is gone.
  const left = join(checkouts, 'left-behind');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'owner'), String(spawnSync('true').pid));
  writeFileSync(join(sandbox.folder, 'README'), 'edited');
  const { code, stdout } = await sandbox.run([...GATE, '--base', 'fast', ...SHORT]);
  git('checkout', '-q', '--', 'README');
  const { targets, gate: result } = reportIn(stdout);
  assert.equal(code, EXIT.ok);
  assert.notEqual(result?.status, 'fail');
  assert.deepEqual(
    targets.map(({ revision }) => revision?.changedFiles),
    [0, 1],
  );
  const kept = readdirSync(checkouts);
  assert.deepEqual(
    kept.map((name) => /^[0-9a-f]{8}-([0-9a-f]{12})-[0-9a-f]{8}$/.exec(name)?.[1] ?? name),
    [git('rev-parse', 'fast').slice(0, 12)],
  );
  assert.ok(kept.every((name) => existsSync(join(checkouts, name, 'complete'))));
});
