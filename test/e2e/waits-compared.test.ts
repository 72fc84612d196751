import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSandbox, fixture } from './program.js';
import { assertNear, littlesShare, reportIn, throughputComparison } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

test('servers that only sleep compare as their delays do, though a slice holds only three of them', async () => {
  const log = join(sandbox.folder, 'delays');
  const sleeper = (delayMs: number) => `DELAY_MS=${delayMs} DELAY_LOG=${log} ${fixture('sleeper.mjs')}`;
  const { stdout, stderr } = await sandbox.run([
    ...['run', '--quiet', '--format', 'json'],
    ...[`slow=${sleeper(33)}`, `fast=${sleeper(31.4)}`],
    ...['-c', '16', '--launches', '1', '--blocks', '6', '--warmup', '100ms', '--slice', '100ms', '--mode', 'plain'],
  ]);
  assert.equal(stderr, '');
  const report = reportIn(stdout);
  const rows = readFileSync(log, 'utf8').trim().split('\n');
  const waited = rows.map((row) => JSON.parse(row) as { delayMs: number; requests: number; waitedMs: number });
  const meanMs = (delayMs: number): number => {
    const row = waited.find((one) => one.delayMs === delayMs);
    return row === undefined ? Number.NaN : row.waitedMs / row.requests;
  };
  const { ratio } = throughputComparison(report);
  assertNear(ratio.value ?? 0, meanMs(33) / meanMs(31.4), 0.04, 'ratio of throughputs');
  for (const measurement of report.measurements) assertNear(littlesShare(measurement, 16), 1, 0.05, 'in flight');
});
