import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { type CompositeAction, readYaml, runStep } from '../helpers/composite-action.js';
import { readOutputFile } from '../helpers/github-runner.js';
import { fixture } from './program.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-action-'));
after(() => rmSync(folder, { recursive: true }));

const action = readYaml<CompositeAction>('action.yml');
const NO_YAML = 'needs the package yaml: npm ci brings it';
const SHORT = '--launches 1 --blocks 2 --warmup 50ms --slice 20ms -c 2 --mode plain --quiet';

/** Runs a step of the action in a workspace of its own. */
function step(name: string, values: Readonly<Record<string, string>>, cwd: string) {
  const found = action?.runs.steps.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  const outputs = join(cwd, '.outputs');
  const summary = join(cwd, '.summary');
  for (const file of [outputs, summary]) writeFileSync(file, '');
  const env = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_ACTION_PATH: resolve('.'), GITHUB_WORKSPACE: cwd, RUNNER_TEMP: cwd },
    ...{ GITHUB_OUTPUT: outputs, GITHUB_STEP_SUMMARY: summary, XDG_STATE_HOME: join(cwd, '.state'), HOME: cwd },
  };
  const done = runStep(found, { values, cwd, env });
  return { ...done, outputs: readOutputFile(readFileSync(outputs, 'utf8')), summary: readFileSync(summary, 'utf8') };
}

function workspace(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

test('the action measures what its inputs say, and leaves a report, a summary and outputs', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const cwd = workspace('measures');
  const server = fixture('server.mjs');
  const args = `'old=WORK=1000 ${server}'\n"new=WORK=2000 ${server}" ${SHORT} --path '/a?b=$(touch\${IFS}injected)'`;
  const done = step('Measure', { 'inputs.command': 'run', 'inputs.args': args, 'inputs.report': 'out.json' }, cwd);
  // On a busy machine two slices may say that they say nothing.
  assert.ok(done.status === EXIT.ok || done.status === EXIT.invalid, done.stderr);
  assert.deepEqual(Object.keys(done.outputs), ['status', 'doubts', 'worst-ratio', 'report', 'exit-code']);
  assert.equal(done.outputs['exit-code'], `${done.status}`);
  assert.equal(done.outputs.report, 'out.json');
  const report = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'));
  assert.deepEqual(
    report.targets.map(({ name }: { name: string }) => name),
    ['old', 'new'],
  );
  assert.ok(!existsSync(join(cwd, 'injected')), 'words are split, and nothing in them is executed');
  assert.equal(done.summary, readFileSync(join(cwd, 'perfcmp-summary.md'), 'utf8'));
  assert.match(done.stdout, /^::(notice|error) /m);
});

test('a step of the action ends as perfcmp does', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const cwd = workspace('fails');
  const done = step('Measure', { 'inputs.command': 'run', 'inputs.args': 'exprss', 'inputs.report': 'r.json' }, cwd);
  assert.equal(done.status, EXIT.usage);
  assert.deepEqual(done.outputs, { status: 'error', 'exit-code': '2' });
});

test('words with a quote that nobody closes are wrong usage', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const done = step('Measure', { 'inputs.command': 'run', 'inputs.args': "'node a.js" }, workspace('quotes'));
  assert.deepEqual([done.status, done.outputs], [EXIT.usage, { status: 'error', 'exit-code': '2' }]);
  assert.match(done.stdout, /^::error title=perfcmp::args cannot be split into words: close every quote$/m);
});

test('a base among the words is refused where the action has one, and is taken where it has none', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const values = {
    'inputs.command': 'gate',
    'inputs.args': "--start 'node a.js' --base nowhere",
    'inputs.report': 'r.json',
  };
  const both = step('Measure', { ...values, 'steps.base.outputs.ref': 'main' }, workspace('two-bases'));
  assert.deepEqual([both.status, both.outputs], [EXIT.usage, { status: 'error', 'exit-code': '2' }]);
  assert.match(both.stdout, /^::error title=perfcmp::args has --base: name it in the input base$/m);
  const one = step('Measure', values, workspace('one-base'));
  assert.doesNotMatch(one.stdout, /input base/);
});

test('the first step removes the summary of an earlier use', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const cwd = workspace('earlier');
  writeFileSync(join(cwd, 'perfcmp-summary.md'), 'of an earlier use');
  step('Build perfcmp', {}, cwd);
  assert.ok(!existsSync(join(cwd, 'perfcmp-summary.md')));
});

test('a program that is built is not built again', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const done = step('Build perfcmp', {}, workspace('built'));
  assert.deepEqual([done.status, done.stdout, done.stderr], [0, '', '']);
});

/** A repository whose branches `head` and `main` left each other at `fork`, and shallow clones of it. */
function origin(name: string) {
  const cwd = workspace(name);
  const git = (at: string, ...args: readonly string[]): string => {
    const names = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'init.defaultBranch=main'];
    const env = { PATH: process.env.PATH, HOME: cwd };
    const done = spawnSync('git', [...names, ...args], { cwd: at, encoding: 'utf8', env });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  const commit = (message: string): string => {
    git(at, 'commit', '--quiet', '--allow-empty', '-m', message);
    return git(at, 'rev-parse', 'HEAD');
  };
  const at = join(cwd, 'origin');
  git(cwd, 'init', '--quiet', at);
  git(at, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const fork = commit('fork');
  git(at, 'checkout', '--quiet', '-b', 'head');
  const head = commit('head');
  git(at, 'checkout', '--quiet', 'main');
  const main = commit('main');
  const clone = (branch: string): string => {
    const path = mkdtempSync(join(cwd, 'clone-'));
    git(cwd, 'clone', '--quiet', '--depth=1', `--branch=${branch}`, `file://${at}`, path);
    return path;
  };
  return { fork, head, main, clone };
}

test('the base is fetched where a shallow checkout lacks it, and taken where it is there', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const { fork, head, main, clone } = origin('base');
  const rows = [
    [main, main],
    ['origin/main', main],
    ['main', main],
    [head, head],
    ['HEAD', 'HEAD'],
    ['merge-base:main', fork],
    ['merge-base:origin/main', fork],
    // Of a branch that was just pushed, and of an event that has none.
    ['0'.repeat(40), main],
    ['', main],
  ] as const;
  for (const [input, ref] of rows) {
    const done = step('Fetch the base', { 'inputs.base': input }, clone('head'));
    assert.deepEqual([done.status, done.outputs.ref], [0, ref], `${input}: ${done.stderr}`);
  }
});

test('a base that cannot be fetched is an error with a status', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const { clone } = origin('missing');
  for (const base of ['nowhere', 'merge-base:nowhere']) {
    const { status, stdout, outputs } = step('Fetch the base', { 'inputs.base': base }, clone('head'));
    assert.deepEqual([status, outputs], [EXIT.target, { status: 'error', 'exit-code': '3' }]);
    const told = `::error title=perfcmp::cannot fetch the base ${base}: give actions/checkout a fetch-depth that holds it\n`;
    assert.equal(stdout, told);
  }
});

test('the default branch without a base is told and not measured', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const { status, stdout, outputs } = step('Fetch the base', { 'inputs.base': '' }, origin('default').clone('main'));
  assert.deepEqual([status, outputs], [0, { status: 'skipped' }]);
  assert.match(stdout, /^::notice title=perfcmp::nothing was measured: the head is the default branch itself/);
});
