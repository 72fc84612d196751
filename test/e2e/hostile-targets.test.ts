import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, fixture, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const marker = `perfcmp-e2e-${process.pid}-hostile`;
const MOST_LOG_BYTES = 1.1 * 1024 * 1024;

function addTarget(name: string, env: Readonly<Record<string, string>>): void {
  const folder = join(sandbox.folder, 'mine', name);
  mkdirSync(folder, { recursive: true });
  const start = fixture('hostile.mjs', marker).split(' ');
  const json = { name, title: name, start, env, implements: ['health', 'json'] };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(json));
}

/** Sizes of all files below a folder whose name ends so. */
function sizesOf(ending: string): number[] {
  const files = readdirSync(sandbox.folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith(ending)).map((file) => statSync(join(sandbox.folder, file)).size);
}

test('targets that turn bad under load are told by their rows, and the others are measured', async () => {
  addTarget('good', { TALKS: '20' });
  addTarget('liar', { MODE: 'lies' });
  addTarget('closer', { MODE: 'closes' });
  addTarget('mute', { MODE: 'silent' });
  const names = ['good', 'liar', 'closer', 'mute'];
  const short = ['--launches', '1', '--blocks', '3', '--slice', '50ms', '--warmup', '200ms', '-c', '8', '-T', '400ms'];
  const args = [...names, '--targets-dir', 'mine', '--scenario', 'json', '--baseline', 'good', '--mode', 'plain'];
  const { code, stdout, stderr } = await sandbox.runHere(['run', ...args, ...short, '--format', 'json']);
  assert.deepEqual([code, processesWith(marker)], [EXIT.invalid, []], stderr);
  const { comparisons, measurements, warnings } = reportIn(stdout);
  const told = (target: string, warning: string) =>
    warnings.find((one) => one.target === target && one.code === warning)?.message ?? '';
  const levels = (target: string, warning: string) =>
    warnings.flatMap((one) => (one.target === target && one.code === warning ? one.level : []));
  assert.match(told('liar', 'wrong-answers'), /^answers wrongly under load: \d+ of the \d+ answers/);
  assert.match(told('closer', 'reopened'), /^\d+ connections? had to be opened again while measuring/);
  assert.match(told('mute', 'answers-failed'), /^none of .* was answered as expected, most often timeout/);
  for (const name of ['liar', 'mute']) {
    const verdicts = comparisons.flatMap(({ target, verdict }) => (target === name ? verdict : []));
    assert.deepEqual([...new Set(verdicts)], ['invalid']);
  }
  // Whether its verdicts are valid depends on the machine, too.
  assert.deepEqual(levels('closer', 'reopened'), ['warn']);
  assert.ok((measurements.find(({ target }) => target === 'good')?.throughput.value ?? 0) > 0);
  assert.ok(Math.max(...sizesOf('.log')) > 1024 * 1024 && Math.max(...sizesOf('.log')) < MOST_LOG_BYTES);
});
