import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';
import { reportIn, throughputComparison } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

async function compare(args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await sandbox.runHere(['run', '--quiet', '--format', 'json', ...args]);
  assert.equal(stderr, '');
  return reportIn(stdout);
}

// What works asked or not has within two such slices as much CPU as it takes to judge a share of it.
const SHORT = ['-c', '4', '--launches', '1', '--warmup', '50ms', '--slice', '100ms'];
/** A stall at a thaw is one beyond the longest latency of its slice: this is longer than a busy machine has anybody wait. */
const QUIET = 'DELAY_MS=5 LAG_MS=80 LAG_EVERY=10';

function answerLater(_request: IncomingMessage, response: ServerResponse): void {
  setTimeout(() => response.end('x'), 5);
}

test('a target that works while others are measured has all idle targets frozen, and the report says why', async () => {
  const report = await compare([
    ...[`quiet=${QUIET} ${fixture('server.mjs')}`, `busy=${QUIET} BURN_MS=25 ${fixture('server.mjs')}`],
    ...['--blocks', '2', ...SHORT],
  ]);
  assert.equal(report.plan.mode, 'freeze', JSON.stringify(report.plan.modeChoice));
  assert.ok(report.plan.sliceMs >= 300);
  const reason = report.warnings.find(({ code }) => code === 'mode-switched')?.message ?? '';
  assert.match(reason, /^measured in freeze mode because busy spent [\d.]+ % of its CPU outside its own slices$/);
});

test('one whose work goes on though it is frozen has each target measured alone, with the evidence for each mode', async () => {
  const report = await compare([
    ...[`quiet=${QUIET} ${fixture('server.mjs')}`, `busy=${QUIET} STRAY_BURN_MS=15 ${fixture('server.mjs')}`],
    ...['--blocks', '2', ...SHORT, '--slice', '250ms'],
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
  const server = createServer(answerLater).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const busy = `busy=${QUIET} BURN_MS=5 ${fixture('server.mjs')}`;
    const report = await compare([url, busy, '--blocks', '1', ...SHORT]);
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
  const server = createServer(answerLater).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const busy = `busy=${QUIET} BURN_MS=25 ${fixture('server.mjs')}`;
    const sizes = ['--blocks', '2', '--mode', 'plain', ...SHORT];
    const { code, stdout } = await sandbox.runHere(['run', url, busy, '--format', 'json', ...sizes]);
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
