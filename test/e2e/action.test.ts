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
  assert.deepEqual(Object.keys(done.outputs), ['status', 'worst-ratio', 'report', 'exit-code']);
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

test('a step of the action ends as perfcmp does, and leaves no summary of an earlier one', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const cwd = workspace('fails');
  writeFileSync(join(cwd, 'perfcmp-summary.md'), 'of another step');
  const done = step('Measure', { 'inputs.command': 'run', 'inputs.args': 'exprss', 'inputs.report': 'r.json' }, cwd);
  assert.equal(done.status, EXIT.usage);
  assert.deepEqual(done.outputs, { status: 'error', 'exit-code': '2' });
  assert.ok(!existsSync(join(cwd, 'perfcmp-summary.md')));
});

test('words with a quote that nobody closes fail the step', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const done = step('Measure', { 'inputs.command': 'run', 'inputs.args': "'node a.js" }, workspace('quotes'));
  assert.notEqual(done.status, 0);
  assert.match(done.stderr, /quote/);
});

test('a program that is built is not built again', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const done = step('Build perfcmp', {}, workspace('built'));
  assert.deepEqual([done.status, done.stdout, done.stderr], [0, '', '']);
});

test('the base is fetched where a shallow checkout lacks it, taken where it is there, and left out where there is none', (context) => {
  if (action === null) return context.skip(NO_YAML);
  const cwd = workspace('base');
  const git = (at: string, ...args: readonly string[]): string => {
    const names = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'init.defaultBranch=main'];
    const done = spawnSync('git', [...names, ...args], {
      cwd: at,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: cwd },
    });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  const origin = join(cwd, 'origin');
  git(cwd, 'init', '--quiet', origin);
  git(origin, 'commit', '--quiet', '--allow-empty', '-m', 'base');
  const base = git(origin, 'rev-parse', 'HEAD');
  git(origin, 'checkout', '--quiet', '-b', 'head');
  git(origin, 'commit', '--quiet', '--allow-empty', '-m', 'head');
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const checkout = join(cwd, 'checkout');
  git(cwd, 'clone', '--quiet', '--depth=1', '--branch=head', `file://${origin}`, checkout);
  const head = git(checkout, 'rev-parse', 'HEAD');

  const rows = [
    [base, base],
    ['origin/main', base],
    ['main', base],
    [head, head],
    ['HEAD', 'HEAD'],
    ['0'.repeat(40), undefined],
  ] as const;
  for (const [input, ref] of rows) {
    const done = step('Fetch the base', { 'inputs.base': input }, checkout);
    assert.deepEqual([done.status, done.outputs.ref], [0, ref], `${input}: ${done.stderr}`);
  }
  const missing = step('Fetch the base', { 'inputs.base': 'HEAD~7' }, checkout);
  assert.equal(missing.status, EXIT.target);
  assert.match(
    missing.stdout,
    /^::error title=perfcmp::cannot fetch the base HEAD~7: give actions\/checkout a fetch-depth/,
  );
});
