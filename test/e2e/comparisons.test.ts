import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Verdict } from '../../src/model/comparison.js';
import type { Measurement } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';
import { assertNear, littlesShare, reportIn, throughputComparison } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

async function compare(args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await sandbox.run(['run', '--quiet', '--format', 'json', ...args]);
  assert.equal(stderr, '');
  return reportIn(stdout);
}

/** On a machine that others keep busy a run says that it has no answer: then it is to be run once more. */
async function compareUnlessUndecided(args: readonly string[], undecided: readonly Verdict[]): Promise<Report> {
  for (let left = 2; ; left -= 1) {
    const report = await compare(args);
    if (!undecided.includes(throughputComparison(report).verdict) || left === 0) return report;
  }
}

const SHORT = ['--warmup', '100ms', '--slice', '60ms', '--mode', 'plain'];

test('a server is neither faster nor slower than itself', async () => {
  const server = `WORK=20000 ${fixture('server.mjs')}`;
  // How often 2 % are found where nothing differs is counted by simulation; here nothing but a fault finds a fifth.
  const margin = ['--margin', '20%'];
  const args = [server, server, '-c', '16', '--launches', '2', '--blocks', '6', ...margin, ...SHORT];
  const report = await compareUnlessUndecided(args, ['invalid']);
  const { verdict, target, baseline, ratio, typicalRatio } = throughputComparison(report);
  assert.match(verdict, /^(no-difference|inconclusive)$/);
  assert.equal(target, `${baseline} #2`);
  // What a block with a neighbour that was in the way does to a total it does not do to the typical ratio.
  assertNear((typicalRatio ?? ratio).value ?? 0, 1, 0.15, 'typical ratio');
  for (const measurement of report.measurements) assertNear(littlesShare(measurement, 16), 1, 0.05, 'in flight');
});

test('30 % more work a request is called slower', async () => {
  const server = fixture('server.mjs');
  const args = [
    ...[`old=WORK=300000 ${server}`, `new=WORK=390000 ${server}`],
    ...['-c', '16', '--launches', '3', '--blocks', '5', ...SHORT],
  ];
  const report = await compareUnlessUndecided(args, ['invalid', 'inconclusive']);
  const { verdict, ratio, baseline, target } = throughputComparison(report);
  assert.deepEqual([baseline, target, verdict], ['old', 'new', 'slower'], JSON.stringify(ratio));
  assert.ok((ratio.value ?? 0) > 0.6, `${ratio.value} is what far more work would come to`);
  assert.deepEqual(
    report.rankings[0]?.ranks.map((rank) => rank.target),
    ['old', 'new'],
  );
});

test('servers that only sleep compare as their delays do, though a slice holds only three of them', async () => {
  const log = join(sandbox.folder, 'delays');
  const sleeper = (delayMs: number) => `DELAY_MS=${delayMs} DELAY_LOG=${log} ${fixture('sleeper.mjs')}`;
  const report = await compare([
    ...[`slow=${sleeper(33)}`, `fast=${sleeper(31.4)}`],
    ...['-c', '16', '--launches', '1', '--blocks', '6', '--warmup', '100ms', '--slice', '100ms', '--mode', 'plain'],
  ]);
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

test('a server that stalls for longer has the slower p99 at the same rate', async (context) => {
  const stalling = (ms: number) => `STALL_MS=${ms} STALL_EVERY=1500 ${fixture('server.mjs')}`;
  const report = await compare([
    // Stalls of the servers' own that are much longer than those of this machine: a thread that spins between arrivals loses
    // its core for milliseconds to whoever else runs, and a tenth of the p99 may be lost so.
    ...[`short=${stalling(50)}`, `long=${stalling(140)}`, '-R', '3500'],
    // A block may be lost to a neighbour: what is left has to hold the answers that a p99 needs.
    ...['--launches', '1', '--duration', '4s', '--warmup', '200ms', '--mode', 'plain'],
  ]);
  const isSpoilt = report.warnings.some(({ code, level }) => code === 'pacing-behind' && level === 'invalid');
  if (isSpoilt) return context.skip('the machine had no time to send at this rate');
  const p99 = report.comparisons.find(({ metric }) => metric === 'latency.p99');
  assert.equal(p99?.verdict, 'slower', JSON.stringify([p99?.ratio, report.warnings]));
  assert.ok(report.comparisons.every(({ metric }) => metric !== 'throughput'));
  assert.deepEqual(
    report.rankings[0]?.ranks.map(({ target }) => target),
    ['short', 'long'],
  );
});

test("Little's law holds with pipelining and two threads", async () => {
  // As users start theirs: with the threads by which V8 compiles and collects.
  const server = fixture('server.mjs').replace(' --single-threaded', '');
  const args = [
    ...[server, server, '-c', '8', '-p', '4', '-t', '2'],
    ...['--launches', '1', '--blocks', '4', ...SHORT],
  ];
  const isFull = (one: Measurement): boolean => Math.abs(littlesShare(one, 32) - 1) <= 0.05;
  let report = await compare(args);
  for (let left = 2; left > 0 && !report.measurements.every(isFull); left -= 1) report = await compare(args);
  assert.deepEqual(report.profiles, [
    { name: 'c8 p4', kind: 'closed', connections: 8, pipelining: 4, ratePerSec: null },
  ]);
  assert.equal(report.measurements.length, 2);
  for (const measurement of report.measurements) {
    assert.equal(measurement.generator.threads, 2);
    assertNear(littlesShare(measurement, 32), 1, 0.05, 'in flight');
  }
});
