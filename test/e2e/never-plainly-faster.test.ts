import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../../src/model/comparison.js';
import { renderReport } from '../../src/report/render.js';
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
const SLOW = `slow=WORK=200000 ${fixture('server.mjs')}`;
const NULL_SERVER = fileURLToPath(new URL('../../../targets/null-server/server.js', import.meta.url));
const PLAIN_TEXT = { width: 200, color: false, unicode: false, latency: false, storedAs: null };

/** How `fast` ended against `slow`: verdicts, exit code, warnings, what is printed, and its row of the table. */
async function fastAgainstSlow(fast: string, slow = SLOW, ...more: string[]) {
  const { code, stdout } = await sandbox.run(['run', slow, fast, ...SHORT, '--format', 'json', ...more]);
  const report = reportIn(stdout);
  const own = report.comparisons.filter(({ target }) => target === 'fast');
  const printed = renderReport(report, 'text', PLAIN_TEXT);
  assertDoubtsNamed(own, printed);
  return {
    code,
    verdicts: own.map(({ metric, verdict, doubts = [] }) => ({ metric, verdict, doubts })),
    found: report.warnings.filter(({ target }) => target === 'fast').map(({ level, code }) => `${level} ${code}`),
    printed,
    row: printed.split('\n').find((line) => /^ *[\d-]* +fast /.test(line)),
  };
}

/** A verdict that stands with a doubt has its mark, and the legend of its table says which doubt that is. */
function assertDoubtsNamed(comparisons: readonly Comparison[], printed: string): void {
  const doubts = comparisons.find(({ metric }) => metric === 'throughput')?.doubts ?? [];
  if (doubts.length > 0) assert.match(printed, /^ *[\d-]* +fast .*!$/m);
  for (const doubt of doubts) assert.match(printed, new RegExp(`(^| )! ${doubt.replaceAll('-', ' ')}: fast( |$)`, 'm'));
}

test('a server that is fast where every fiftieth request fails ends invalid', async () => {
  const { code, verdicts, found, row, printed } = await fastAgainstSlow(`fast=FAIL_EVERY=50 ${fixture('server.mjs')}`);
  assert.equal(code, 5);
  assert.ok(verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'invalid'), JSON.stringify(verdicts));
  assert.ok(found.includes('invalid errors'), found.join(', '));
  assert.match(row ?? '', /invalid: errors$/);
  assert.match(printed, /^ ! .*fast: [\d ]+ of [\d ]+ requests failed /m);
});

test('a server that is fast with another status ends invalid', async () => {
  const { code, verdicts, row } = await fastAgainstSlow(`fast=STATUS=202 ${fixture('server.mjs')}`);
  assert.equal(code, 5);
  assert.ok(verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === 'invalid'), JSON.stringify(verdicts));
  assert.match(row ?? '', /invalid: answers differ$/);
});

test('a server that is fast with a shorter answer is never told without that', async () => {
  const { verdicts, found, row, printed } = await fastAgainstSlow(`fast=BODY=x ${fixture('server.mjs')}`);
  assert.ok(found.includes('warn answers-differ'), found.join(', '));
  assert.match(printed, /^ ! .*fast.*: answers differ: /m);
  for (const { verdict, doubts } of verdicts.filter(({ verdict }) => !/inconclusive|invalid/.test(verdict))) {
    assert.ok(doubts.includes('answers-differ'), verdict);
  }
  assert.match(row ?? '', /(faster ~!|inconclusive|invalid: .*)$/);
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
    assert.deepEqual(doubts, ['answers-changed'], verdict);
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
