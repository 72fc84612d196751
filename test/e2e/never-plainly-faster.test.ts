import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../../src/model/comparison.js';
import { renderReport } from '../../src/report/render.js';
import { exitCodeOf } from '../../src/session/exit-code.js';
import { createSandbox, fixture } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const SHORT = [
  '--launches',
  '1',
  '--blocks',
  '3',
  '--slice',
  '60ms',
  '--warmup',
  '100ms',
  '--mode',
  'plain',
  '-c',
  '16',
];
const SLOW = `slow=DELAY_MS=20 ${fixture('server.mjs')}`;
const NULL_SERVER = fileURLToPath(new URL('../../../targets/null-server/server.js', import.meta.url));
const PLAIN_TEXT = { width: 200, color: false, unicode: false, latency: false, storedAs: null };

/** A run of `slow` and who is faster, with all that is printed of it. */
async function againstSlow(others: readonly string[], slow = SLOW, ...more: string[]) {
  const { code, stdout } = await sandbox.runHere(['run', slow, ...others, ...SHORT, '--format', 'json', ...more]);
  const report = reportIn(stdout);
  return { code, report, printed: renderReport(report, 'text', PLAIN_TEXT) };
}

/** How one ended against `slow`: verdicts, warnings, and its row of the table. */
function outcomeOf(target: string, { report, printed }: Awaited<ReturnType<typeof againstSlow>>) {
  const own = report.comparisons.filter((comparison) => comparison.target === target);
  assertDoubtsNamed(target, own, printed);
  return {
    verdicts: own.map(({ metric, verdict, doubts = [] }) => ({ metric, verdict, doubts })),
    found: report.warnings.filter((one) => one.target === target).map(({ level, code }) => `${level} ${code}`),
    row: printed.split('\n').find((line) => new RegExp(`^ *[\\d-]* +${target} `).test(line)),
  };
}

async function fastAgainstSlow(fast: string, slow = SLOW, ...more: string[]) {
  const run = await againstSlow([fast], slow, ...more);
  return { code: run.code, ...outcomeOf('fast', run) };
}

/** A verdict that stands with a doubt has its mark, and the legend of its table says which doubt that is. */
function assertDoubtsNamed(target: string, own: readonly Comparison[], printed: string): void {
  const doubts = own.find(({ metric }) => metric === 'throughput')?.doubts ?? [];
  if (doubts.length > 0) assert.match(printed, new RegExp(`^ *[\\d-]* +${target} .*!$`, 'm'));
  for (const doubt of doubts) {
    assert.match(printed, new RegExp(`(^| )! ${doubt.replaceAll('-', ' ')}: ${target}( |$)`, 'm'));
  }
}

describe('of servers that are fast as they do not do the work', () => {
  let run: Awaited<ReturnType<typeof againstSlow>>;
  before(async () => {
    run = await againstSlow([
      `fails=FAIL_EVERY=50 ${fixture('server.mjs')}`,
      `other=STATUS=202 ${fixture('server.mjs')}`,
      `short=BODY=x ${fixture('server.mjs')}`,
    ]);
  });

  test('one of which every fiftieth request fails ends invalid', () => {
    const { verdicts, found, row } = outcomeOf('fails', run);
    assert.equal(run.code, 5);
    assert.ok(verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'invalid'), JSON.stringify(verdicts));
    assert.ok(found.includes('invalid errors'), found.join(', '));
    assert.match(row ?? '', /invalid: errors$/);
    assert.match(run.printed, /^ ! .*fails: [\d ]+ of [\d ]+ requests failed /m);
  });

  test('one with another status ends invalid', () => {
    const { verdicts, found, row } = outcomeOf('other', run);
    assert.ok(verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'invalid'), JSON.stringify(verdicts));
    // The run as a whole would be invalid without it, too.
    assert.ok(found.includes('invalid answers-differ') && !found.includes('invalid errors'), found.join(', '));
    const comparisons = run.report.comparisons.filter(({ target }) => target === 'other');
    assert.equal(exitCodeOf({ ...run.report, comparisons }), 5);
    assert.match(row ?? '', /invalid: answers differ$/);
  });

  test('one with a shorter answer is never told without that', () => {
    const { verdicts, found, row } = outcomeOf('short', run);
    assert.ok(found.includes('warn answers-differ'), found.join(', '));
    assert.match(run.printed, /^ ! .*short.*: answers differ: /m);
    for (const { verdict, doubts } of verdicts.filter(({ verdict }) => !/inconclusive|invalid/.test(verdict))) {
      assert.ok(doubts.includes('answers-differ'), verdict);
    }
    assert.match(row ?? '', /(faster ~!|inconclusive|invalid: .*)$/);
  });
});

test('a server that is fast as it soon says something else, as long as before, is never told without that', async () => {
  const { verdicts, found, row } = await fastAgainstSlow(
    `fast=TURN_AFTER=200 ${fixture('server.mjs')}`,
    SLOW,
    '--launches',
    '2',
  );
  assert.ok(found.includes('warn answers-changed'), found.join(', '));
  for (const { verdict, doubts } of verdicts.filter(({ verdict }) => !/inconclusive|invalid/.test(verdict))) {
    assert.ok(doubts.includes('answers-changed'), verdict);
  }
  assert.match(row ?? '', /(faster ~!|inconclusive|invalid: .*)$/);
});

test("a stranger's answers on its port are not the target's", async () => {
  const stranger = createServer((request, response) => {
    const port = Number(request.url?.slice(1));
    response.end('done');
    if (port > 0) taker.listen(port, '127.0.0.1');
  }).listen(0, '127.0.0.1');
  const taker = createServer((_request, response) => response.end('done'));
  try {
    await once(stranger, 'listening');
    const control = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const asking = fileURLToPath(new URL('../../../test/fixtures/servers/asks-for-a-stranger.mjs', import.meta.url));
    const { code, verdicts, found, row } = await fastAgainstSlow(`fast=CONTROL_URL=${control} node ${asking}`);
    assert.equal(code, 3);
    assert.ok(verdicts.every(({ verdict }) => verdict === 'invalid'));
    assert.deepEqual(found, ['invalid target-failed']);
    assert.match(row ?? '', /did not start$/);
  } finally {
    for (const server of [stranger, taker]) {
      server.closeAllConnections();
      server.close();
    }
  }
});

test('a server as fast as the generator is never told without that', async () => {
  const slow = `slow=WORK=200000 TYPE=application/json BODY='{"message":"Hello, World!"}' ${fixture('server.mjs')}`;
  // On a busy machine both are slower, and not alike: then it is to be run again.
  for (let left = 1; ; left -= 1) {
    const { verdicts, found, row } = await fastAgainstSlow(`fast=node ${NULL_SERVER}`, slow, '-p', '16');
    const isPlain = verdicts.some(({ verdict, doubts }) => verdict === 'faster' && doubts.length === 0);
    if (isPlain && left > 0) continue;
    assert.ok(!isPlain, `${row} ${found.join(', ')}`);
    return;
  }
});
