import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture, type Outcome, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const marker = `perfcmp-e2e-${process.pid}-failing`;
const server = `DELAY_MS=4 ${fixture('server.mjs', marker)}`;
const SHORT = [
  '--launches',
  '1',
  '--blocks',
  '2',
  '--slice',
  '50ms',
  '--warmup',
  '100ms',
  '-c',
  '8',
  '--mode',
  'plain',
];

/** What a target does, and how the report and stderr tell it: label, command, failure. */
type Row = readonly [label: string, command: string, failure: RegExp];

/** Ways to fail beside one that does not; `taken`: a port that somebody else has. */
function rowsOf(taken: number): readonly Row[] {
  return [
    [
      'missing',
      './no-such-program',
      /^ended with code 127 before it answered \(is what the command names installed, and on PATH\?\)$/,
    ],
    [
      'silent',
      `STARTS=never ${server}`,
      /^did not listen on port \d+ within 2 s \(let it listen on \{port\} or PORT, or give it more time with --ready-timeout\)$/,
    ],
    [
      'broken',
      `STATUS=500 ${server}`,
      /^GET \/ answers 500, not 2xx or 3xx \(name a path that it does answer with --path or --health\)$/,
    ],
    [
      'empty',
      `STATUS=404 ${server}`,
      /^GET \/ answers 404, not 2xx or 3xx \(name a path that it does answer with --path or --health\)$/,
    ],
    [
      'daemon',
      `DAEMON=1 ${server}`,
      /^ended with code 0 before it answered \(it must stay in the foreground until it is asked to stop\)$/,
    ],
    [
      'elsewhere',
      `LISTEN_ON=elsewhere ${server}`,
      /^listens on \d+, not on \d+ \(use \{port\} or PORT in its command\)$/,
    ],
    [
      'taken',
      `PORT=${taken} ${server}`,
      new RegExp(
        `^port ${taken} is taken before it starts \\(stop who holds it, or leave PORT out and perfcmp chooses a free one\\)$`,
      ),
    ],
    ['dies', `DIE_AFTER=30 ${server}`, /^ended in launch 1 while it was warmed up \(exit code 9\)/],
  ];
}

describe('beside one that can be measured', () => {
  const stranger = createServer((_request, response) => response.end('not yours'));
  const rows: Row[] = [];
  let outcome: Outcome;
  let report: Report;

  before(async () => {
    await once(stranger.listen(0, '127.0.0.1'), 'listening');
    rows.push(...rowsOf((stranger.address() as AddressInfo).port));
    const targets = [...rows.map(([label, command]) => `${label}=${command}`), `good=${server}`];
    outcome = await sandbox.run(['run', ...targets, '--format', 'json', ...SHORT, '--ready-timeout', '2s']);
    report = reportIn(outcome.stdout);
  });
  after(() => stranger.close());

  test('a command that cannot be measured is exit 3, with what it did and what to do about it, and leaves no process', () => {
    assert.deepEqual([outcome.code, processesWith(marker)], [EXIT.target, []], outcome.stderr);
    for (const [label, , expected] of rows) {
      const failure = report.targets.find(({ name }) => name === label)?.failure ?? '';
      assert.match(failure, expected);
      assert.ok(outcome.stderr.includes(`! ${label}: ${failure.replace(/ \([^()]*\)$/, '')}\n`), outcome.stderr);
      assert.doesNotMatch(outcome.stderr, new RegExp(`target "${label}"`), 'the name is said once');
    }
    assert.match(outcome.stderr, /not found/, 'the end of its log is shown');
    assert.match(outcome.stderr, /out of memory, as it were/);
  });

  test('the others are measured, also where what was to be the baseline failed, and rows say so', async () => {
    const value = (name: string) => report.measurements.find(({ target }) => target === name)?.throughput.value;
    assert.equal(value('missing'), null);
    assert.ok((value('good') ?? 0) > 0);
    assert.equal(report.plan.baseline, 'good');
    assert.deepEqual(
      report.comparisons.map(({ target, metric, verdict }) => [target, metric, verdict]),
      rows.map(([label]) => [label, 'throughput', 'invalid']),
    );
    const text = await sandbox.runHere(['report', 'last']);
    assert.match(text.stdout, /^ ! dies failed: ended in launch 1 while it was warmed up/m);
  });
});

test('a run in which nothing starts says why once, tells no plan, and has nothing to report', async () => {
  const own = { XDG_STATE_HOME: join(sandbox.folder, 'alone') };
  const quietly = { XDG_STATE_HOME: join(sandbox.folder, 'quiet') };
  const [outcome, quiet] = await Promise.all([
    sandbox.run(['run', 'node nope.mjs', ...SHORT], own),
    sandbox.run(['run', 'node nope.mjs', '--quiet', ...SHORT], quietly),
  ]);
  assert.deepEqual([outcome.code, outcome.stdout], [EXIT.target, '']);
  // On a busy machine its start takes longer than the time between two lines of progress.
  const said = outcome.stderr.replace(/^launch 1\/1 {2}starting.*\n/gm, '');
  assert.deepEqual([quiet.code, quiet.stdout, quiet.stderr], [EXIT.target, '', said]);
  assert.match(said, /^error: target "node nope\.mjs": ended with code 1 before it answered\n/);
  assert.match(outcome.stderr, /\nlast output of node nope\.mjs:\n {2}\S/);
  assert.match(outcome.stderr, /\n {2}Error: Cannot find module '.*nope\.mjs'\n {6}at /, 'stacks stay indented');
  assert.equal(outcome.stderr.split('ended with code 1').length, 2, outcome.stderr);
  assert.doesNotMatch(outcome.stderr, /measuring|slices (?:of|grew|take)/);
  const again = await sandbox.run(['report', 'last'], own);
  assert.deepEqual([again.code, again.stdout], [EXIT.target, '']);
  assert.match(
    again.stderr,
    /^error: run \S+ has nothing to show: target "node nope\.mjs": ended with code 1 before it answered\n$/,
  );
});
