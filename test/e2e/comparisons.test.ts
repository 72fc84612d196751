import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Verdict } from '../../src/model/comparison.js';
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

/** On a machine that others keep busy a run says that it has no answer: then it is to be run again. */
async function compareUnlessUndecided(args: readonly string[], undecided: readonly Verdict[]): Promise<Report> {
  for (let left = 2; ; left -= 1) {
    const report = await compare(args);
    if (!undecided.includes(throughputComparison(report).verdict) || left === 0) return report;
  }
}

const SHORT = ['--warmup', '200ms', '--slice', '60ms'];

test('a server is neither faster nor slower than itself', async () => {
  const server = `WORK=20000 ${fixture('server.mjs')}`;
  const args = [server, server, '-c', '16', '--launches', '2', '--blocks', '6', ...SHORT];
  const report = await compareUnlessUndecided(args, ['invalid']);
  const { verdict, target, baseline } = throughputComparison(report);
  assert.match(verdict, /^(no-difference|inconclusive)$/);
  assert.equal(target, `${baseline} #2`);
  for (const measurement of report.measurements) assertNear(littlesShare(measurement, 16), 1, 0.05, 'in flight');
});

test('thirty percent more work a request is called slower', async () => {
  const server = fixture('server.mjs');
  const args = [
    ...[`old=WORK=100000 ${server}`, `new=WORK=130000 ${server}`],
    ...['-c', '16', '--launches', '3', '--blocks', '10', ...SHORT],
  ];
  const report = await compareUnlessUndecided(args, ['invalid', 'inconclusive']);
  const { verdict, ratio, baseline, target } = throughputComparison(report);
  assert.deepEqual([baseline, target, verdict], ['old', 'new', 'slower'], JSON.stringify(ratio));
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
    ...['-c', '16', '--launches', '1', '--blocks', '6', '--warmup', '200ms', '--slice', '100ms', '--mode', 'plain'],
  ]);
  const rows = readFileSync(log, 'utf8').trim().split('\n');
  const waited = rows.map((row) => JSON.parse(row) as { delayMs: number; requests: number; waitedMs: number });
  const meanMs = (delayMs: number): number => {
    const row = waited.find((one) => one.delayMs === delayMs);
    return row === undefined ? Number.NaN : row.waitedMs / row.requests;
  };
  const { ratio } = throughputComparison(report);
  assertNear(ratio.value ?? 0, meanMs(33) / meanMs(31.4), 0.02, 'ratio of throughputs');
  for (const measurement of report.measurements) assertNear(littlesShare(measurement, 16), 1, 0.05, 'in flight');
});

test('a server that stalls has the slower p99 at the rate of one that does not', async (context) => {
  const server = fixture('server.mjs');
  const report = await compare([
    ...[`smooth=${server}`, `stalls=STALL_MS=100 STALL_EVERY=2000 ${server}`, '-R', '3k'],
    ...['--launches', '1', '--blocks', '3', '--warmup', '400ms', '--mode', 'plain'],
  ]);
  const isSpoilt = report.warnings.some(({ code, level }) => code === 'pacing-behind' && level === 'invalid');
  if (isSpoilt) return context.skip('the machine had no time to send at this rate');
  const p99 = report.comparisons.find(({ metric }) => metric === 'latency.p99');
  assert.equal(p99?.verdict, 'slower', JSON.stringify(p99?.ratio));
  assert.ok(report.comparisons.every(({ metric }) => metric !== 'throughput'));
  assert.deepEqual(
    report.rankings[0]?.ranks.map(({ target }) => target),
    ['smooth', 'stalls'],
  );
});

test("Little's law holds with pipelining and two threads", async () => {
  const args = [
    ...[fixture('server.mjs'), fixture('server.mjs'), '-c', '8', '-p', '4', '-t', '2'],
    ...['--launches', '1', '--blocks', '4', '--mode', 'plain', ...SHORT],
  ];
  const report = await compareUnlessUndecided(args, ['invalid']);
  assert.deepEqual(report.profiles, [
    { name: 'c8 p4', kind: 'closed', connections: 8, pipelining: 4, ratePerSec: null },
  ]);
  assert.equal(report.measurements.length, 2);
  for (const measurement of report.measurements) {
    assert.equal(measurement.generator.threads, 2);
    assertNear(littlesShare(measurement, 32), 1, 0.05, 'in flight');
  }
});

test('a target that works while others are measured has all idle targets frozen, and the report says why', async () => {
  const report = await compare([
    ...[`quiet=WORK=20000 ${fixture('server.mjs')}`, `busy=WORK=20000 BURN_MS=15 ${fixture('server.mjs')}`],
    ...['-c', '16', '--launches', '1', '--blocks', '4', ...SHORT],
  ]);
  assert.equal(report.plan.mode, 'freeze');
  assert.ok(report.plan.sliceMs >= 300);
  const reason = report.warnings.find(({ code }) => code === 'mode-switched')?.message ?? '';
  assert.match(reason, /^measured in freeze mode because busy spent [\d.]+ % of its CPU outside its own slices$/);
});

test('one whose work goes on though it is frozen has each target measured alone, with the evidence for each mode', async () => {
  const report = await compare([
    ...[`quiet=WORK=20000 ${fixture('server.mjs')}`, `busy=WORK=20000 STRAY_BURN_MS=15 ${fixture('server.mjs')}`],
    ...['-c', '16', '--launches', '1', '--blocks', '2', ...SHORT],
  ]);
  const { mode, sliceMs, modeChoice = [] } = report.plan;
  assert.deepEqual([mode, sliceMs], ['exclusive', 2000]);
  assert.deepEqual(
    modeChoice.map((step) => step.mode),
    ['plain', 'freeze', 'exclusive'],
  );
  assert.ok((modeChoice[2]?.idleShare.busy ?? 0) > 0.005, JSON.stringify(modeChoice));
  assert.equal(typeof modeChoice[2]?.thawStallMs?.quiet, 'number');
  const reason = report.warnings.find(({ code }) => code === 'mode-switched')?.message ?? '';
  assert.match(reason, /^measured in exclusive mode because busy spent .* though it was frozen meanwhile$/);
  assert.ok(report.measurements.every(({ series }) => series.length === 2));
});

test('beside a URL, which can be neither watched nor frozen, each is measured alone for long', async () => {
  const server = createServer((_request, response) => response.end('x')).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const busy = `busy=WORK=20000 BURN_MS=15 ${fixture('server.mjs')}`;
    const report = await compare([url, busy, '-c', '8', '--launches', '1', '--blocks', '1', ...SHORT]);
    assert.deepEqual([report.plan.mode, report.plan.sliceMs], ['exclusive', 2000]);
    assert.deepEqual(
      report.warnings.filter(({ code }) => code === 'background-work'),
      [],
    );
    const reason = report.warnings.find(({ code }) => code === 'mode-switched')?.message ?? '';
    assert.match(reason, /^measured in exclusive mode because perfcmp can neither see nor stop what /);
    assert.equal(report.measurements.find(({ target }) => target !== 'busy')?.server, null);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('in plain mode beside a URL background work makes the comparison invalid, exit 5', async () => {
  const server = createServer((_request, response) => response.end('x')).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const busy = `busy=WORK=20000 BURN_MS=15 ${fixture('server.mjs')}`;
    const sizes = ['-c', '8', '--launches', '1', '--blocks', '6', '--mode', 'plain', ...SHORT];
    const { code, stdout } = await sandbox.run(['run', url, busy, '--format', 'json', ...sizes]);
    const report = reportIn(stdout);
    assert.deepEqual([code, throughputComparison(report).verdict], [EXIT.invalid, 'invalid']);
    const found = report.warnings.filter((warning) => warning.code === 'background-work');
    assert.deepEqual(
      found.map(({ target, level }) => [target, level]),
      [['busy', 'invalid']],
    );
    assert.match(found[0]?.message ?? '', /try --mode exclusive$/);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
