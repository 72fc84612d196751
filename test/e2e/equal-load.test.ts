import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

async function compare(args: readonly string[]): Promise<{ report: Report; code: number | null }> {
  const { stdout, stderr, code } = await sandbox.runHere(['run', '--quiet', '--format', 'json', ...args]);
  assert.equal(stderr, '');
  return { report: reportIn(stdout), code };
}

function verdictOf({ comparisons }: Report, metric: string): string | undefined {
  return comparisons.find((comparison) => comparison.metric === metric)?.verdict;
}

/** Service and response time of both servers, in the section of the rate alone; so few answers have no p99. */
function assertServiceDrawn(page: string): void {
  const [, closed = '', open = ''] = page.split(/<section class="part" id="s\d+">/);
  const figureOf = (section: string): string => /<figure id="s\d-service">[\s\S]*?<\/figure>/.exec(section)?.[0] ?? '';
  assert.equal(figureOf(closed), '');
  const [p50 = ''] = /<h4>p50<\/h4><svg [\s\S]*?<\/svg>/.exec(figureOf(open)) ?? [];
  for (const mark of [0, 1]) {
    // A hollow shape and a filled one, with what lies between.
    assert.equal(p50.split(`class="t t${mark}"`).length - 1, 3, `shapes of ${mark}`);
  }
}

const SHORT = ['--launches', '1', '--mode', 'plain'];
const sleeper = (delayMs: number) => `DELAY_MS=${delayMs} SPIN_MS=0 ${fixture('sleeper.mjs')}`;

test('all targets are sent the same share of what the slowest can do, beside the closed loop', async () => {
  const { report } = await compare([
    ...[`slow=${sleeper(30)}`, `fast=${sleeper(10)}`],
    ...['--loop', 'both', '-R', '50%', '--arrivals', 'even', '-c', '16', '--blocks', '1', ...SHORT],
    ...['--warmup', '200ms', '--slice', '200ms', '--output', 'equal.html'],
  ]);
  assertServiceDrawn(readFileSync(join(sandbox.folder, 'equal.html'), 'utf8'));
  assert.deepEqual(
    report.profiles.map(({ name, kind }) => [name, kind]),
    [
      ['c16', 'closed'],
      ['open-50%', 'open'],
    ],
  );
  const [rate] = report.scenarios[0]?.rates ?? [];
  assert.deepEqual([rate?.profile, rate?.slowest], ['open-50%', 'slow']);
  assert.ok(rate !== undefined && rate.ratePerSec <= (0.51 * 16) / 0.03, JSON.stringify(rate));
  const open = report.measurements.filter(({ profile }) => profile === 'open-50%');
  for (const { target, arrivals, loadedSeconds, latencyUs } of open) {
    const offered = (arrivals?.due ?? 0) / (loadedSeconds ?? 0);
    assert.ok(Math.abs(offered / rate.ratePerSec - 1) < 0.02, `${target}: ${offered} of ${rate.ratePerSec}`);
    assert.ok((latencyUs.min ?? 0) >= (target === 'slow' ? 30_000 : 10_000));
  }
  assert.equal(report.comparisons.filter(({ metric }) => metric === 'throughput').length, 1);
});

test('a server that cannot keep up with a rate is not called slower by a number', async () => {
  const load = ['-R', '250', '-c', '4', '--blocks', '1', '--warmup', '400ms', ...SHORT];
  // Near what a server was seen to do slices are of five seconds: that one keeps up until it is warm.
  const late = `late=LATER_FROM=300 LATER_MS=40 ${sleeper(10)}`;
  const { report, code } = await compare([`quick=DELAY_MS=2 ${fixture('server.mjs')}`, late, ...load]);
  const warning = report.warnings.find(({ code, target }) => code === 'does-not-keep-up' && target === 'late');
  assert.equal(warning?.level, 'invalid', JSON.stringify(report.warnings));
  assert.equal(verdictOf(report, 'latency.p50'), 'invalid');
  assert.equal(code, EXIT.invalid);
  assert.ok(report.rankings[0]?.ranks.every(({ target }) => target !== 'late'));
});

test('where each server has its turn alone, all are warm before rates are chosen', async () => {
  const { report } = await compare([
    ...[`fast=${sleeper(10)}`, `slow=${sleeper(50)}`, '--loop', 'open', '-R', '50%', '-c', '8', '--blocks', '1'],
    // As many loads as a stall of one does not decide.
    ...['--launches', '1', '--warmup', '400ms', '--mode', 'exclusive'],
  ]);
  assert.equal(report.scenarios[0]?.rates?.[0]?.slowest, 'slow');
  assert.equal(report.plan.mode, 'exclusive');
  const offered = report.measurements.map(({ arrivals, loadedSeconds }) => (arrivals?.due ?? 0) / (loadedSeconds ?? 0));
  assert.equal(offered.length, 2);
  for (const one of offered) assert.ok(Math.abs(one / offered[0]! - 1) < 0.2, String(offered));
});
