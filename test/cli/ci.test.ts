import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { tellCi, tellCiOfError } from '../../src/cli/ci.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { OutputConfig } from '../../src/model/config.js';
import type { Report } from '../../src/model/report.js';
import { checked, gateDoubted, gateFailed, gateInvalid, gateReport } from '../helpers/gate-cases.js';
import { readCommandLine, readOutputFile } from '../helpers/github-runner.js';
import { loadOk } from '../helpers/load-cases.js';
import { failedTarget, threeTargets } from '../helpers/report-cases.js';
import { perfcmp } from './harness.js';

const TEXT: OutputConfig = { format: 'text', files: [], quiet: false };

/** What a step left behind. */
interface Step {
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly outputs: Record<string, string>;
}

async function stepOf(
  report: Report,
  exitCode: number,
  options: { readonly output?: Partial<OutputConfig>; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Step> {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-ci-'));
  try {
    const files = { GITHUB_STEP_SUMMARY: join(folder, 'summary'), GITHUB_OUTPUT: join(folder, 'outputs') };
    // The runner lays both out empty, and earlier commands of the step may have written to them.
    for (const file of Object.values(files)) writeFileSync(file, '');
    const texts = { stdout: '', stderr: '' };
    const into = (name: keyof typeof texts) => ({
      write(text: string, done?: (error?: Error | null) => void) {
        texts[name] += text;
        done?.();
        return true;
      },
    });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder, ...files, ...options.env };
    const cwd = join(folder, 'service');
    const terminal: Terminal = { argv: [], cwd, env, stdout: into('stdout'), stderr: into('stderr') };
    await tellCi(terminal, { report, output: { ...TEXT, ...options.output }, exitCode, storedAs: null });
    return {
      ...texts,
      summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
      outputs: readOutputFile(readFileSync(files.GITHUB_OUTPUT, 'utf8')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a step has its summary, its outputs and its annotations', async () => {
  const files = [
    { format: 'junit', path: 'report.xml' },
    { format: 'json', path: '../out/report.json' },
  ] as const;
  const { stdout, stderr, summary, outputs } = await stepOf(gateFailed(), 1, { output: { files } });
  assert.match(summary, /^<!-- perfcmp:gate-json -->\n\n### ❌ perfcmp gate: fail/);
  assert.deepEqual(outputs, {
    status: 'fail',
    doubts: '',
    'worst-ratio': '0.848',
    report: 'out/report.json',
    'exit-code': '1',
  });
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => readCommandLine(line)?.name),
    ['error', 'warning', 'warning'],
  );
  assert.equal(stderr, '');
});

test('the status tells what kind of no it is', async () => {
  const statuses = [
    [threeTargets(), 0, 'pass'],
    [threeTargets(), 5, 'invalid'],
    [failedTarget(), 3, 'error'],
    [gateInvalid(), 5, 'invalid'],
    [gateInvalid(), 130, 'interrupted'],
  ] as const;
  for (const [report, exitCode, status] of statuses) {
    const { outputs } = await stepOf(report, exitCode);
    assert.deepEqual([outputs.status, outputs['exit-code']], [status, `${exitCode}`]);
  }
});

test('what makes a pass doubtful is an output of its own beside the status', async () => {
  const { outputs } = await stepOf(gateDoubted(), 0);
  assert.deepEqual([outputs.status, outputs.doubts], ['pass', 'answers-differ']);
});

test('the worst ratio is one that can be relied upon', async () => {
  const results = [checked(), checked({ status: 'invalid', estimate: { value: 0.5, lower: 0.4, upper: 0.6 } })];
  const { outputs } = await stepOf(gateReport('invalid', 5, results), 5);
  assert.equal(outputs['worst-ratio'], '0.991');
});

test('outputs without a value are empty, and a file outside the workspace has its whole path', async () => {
  const { outputs } = await stepOf(gateInvalid(), 5);
  assert.deepEqual([outputs['worst-ratio'], outputs.report], ['', '']);
  const outside = await stepOf(threeTargets(), 0, { output: { files: [{ format: 'csv', path: '/elsewhere/a.csv' }] } });
  assert.equal(outside.outputs.report, '/elsewhere/a.csv');
});

test('a path with a line break does not end its output', async () => {
  const files = [{ format: 'json', path: 'a\nstatus=pass\nb.json' }] as const;
  const { outputs } = await stepOf(gateFailed(), 1, { output: { files } });
  assert.equal(outputs.status, 'fail');
  assert.equal(outputs.report, 'service/a\nstatus=pass\nb.json');
});

test('annotations leave stdout alone where it is a document', async () => {
  const { stdout, stderr } = await stepOf(gateFailed(), 1, { output: { format: 'json' } });
  assert.equal(stdout, '');
  assert.match(stderr, /^::error /);
});

test('nothing is told elsewhere, when it is turned off, or of a load', async () => {
  const nothing = { stdout: '', stderr: '', summary: '', outputs: {} };
  assert.deepEqual(await stepOf(threeTargets(), 0, { env: { GITHUB_ACTIONS: 'false' } }), nothing);
  assert.deepEqual(await stepOf(threeTargets(), 0, { output: { ci: false } }), nothing);
  assert.deepEqual(await stepOf(loadOk(), 0), nothing);
});

test('a summary that cannot be written is a warning, and the rest is told', async () => {
  const env = { GITHUB_STEP_SUMMARY: '/proc/nowhere/summary' };
  const { stderr, stdout, outputs } = await stepOf(threeTargets(), 0, { env });
  assert.match(stderr, /^warning: GitHub was not told: ENOENT.*\n$/);
  assert.equal(outputs.status, 'pass');
  assert.match(stdout, /^::notice title=perfcmp run::2 faster, 1 no difference, 1 slower, against express\n$/);
});

test('an error before there is a report is an annotation and an output, too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-ci-'));
  try {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: join(folder, 'outputs') };
    const { code, stdout, stderr } = await perfcmp(['run', 'exprss'], { env });
    assert.deepEqual([code, stdout], [2, '']);
    const command = stderr
      .split('\n')
      .map(readCommandLine)
      .find((one) => one !== null);
    assert.deepEqual([command?.name, command?.properties.title], ['error', 'perfcmp run']);
    assert.match(command?.message ?? '', /exprss/);
    const outputs = readOutputFile(readFileSync(env.GITHUB_OUTPUT, 'utf8'));
    assert.deepEqual(outputs, { status: 'error', 'exit-code': '2' });
    const silent = [
      { argv: ['run', 'exprss', '--no-ci'], env },
      { argv: ['run', 'exprss'], env: { ...env, PERFCMP_CI: '0' } },
    ];
    const stream = { write: (text: string) => assert.fail(text) };
    for (const one of silent) await tellCiOfError({ ...one, cwd: folder, stdout: stream, stderr: stream }, 'exprss', 2);
    assert.deepEqual(readOutputFile(readFileSync(env.GITHUB_OUTPUT, 'utf8')), outputs);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
