import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, fixture, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const marker = `perfcmp-e2e-${process.pid}-failing`;
const server = fixture('server.mjs', marker);
const SHORT = ['--ready-timeout', '5s', '--launches', '1', '--blocks', '2', '--slice', '50ms', '--warmup', '100ms'];

/** What the report says of a target that could not be measured to its end; exit 3, and no process left. */
async function failureOf(target: string, args: readonly string[] = []) {
  const outcome = await sandbox.run(['run', `bad=${target}`, '--format', 'json', '-c', '8', ...SHORT, ...args]);
  assert.deepEqual([outcome.code, processesWith(marker)], [EXIT.target, []], outcome.stderr);
  const report = reportIn(outcome.stdout);
  const bad = report.targets.find(({ name }) => name === 'bad');
  assert.doesNotMatch(outcome.stderr, /target "bad"/, 'the name is said once');
  return { failure: bad?.failure ?? '', report, stderr: outcome.stderr };
}

test('a command that cannot be measured is exit 3, with what it did and what to do about it', async () => {
  const rows: readonly [label: string, command: string, failure: RegExp][] = [
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
  ];
  const targets = rows.map(([label, command]) => `${label}=${command}`);
  targets.push(`good=${server}`);
  const outcome = await sandbox.run(['run', ...targets, '--format', 'json', ...SHORT, '--ready-timeout', '2s']);
  assert.deepEqual([outcome.code, processesWith(marker)], [EXIT.target, []], outcome.stderr);
  const report = reportIn(outcome.stdout);
  for (const [label, , expected] of rows) {
    const failure = report.targets.find(({ name }) => name === label)?.failure ?? '';
    assert.match(failure, expected);
    assert.ok(outcome.stderr.includes(`! ${label}: ${failure.split(' (')[0]}\n`), outcome.stderr);
  }
});

test('where nothing could be measured there is one error and no table', async () => {
  const outcome = await sandbox.run(['run', './no-such-program', '--quiet', ...SHORT]);
  assert.deepEqual([outcome.code, outcome.stdout], [EXIT.target, '']);
  assert.match(outcome.stderr, /^error: target ".\/no-such-program": ended with code 127 before it answered\n/);
  assert.match(outcome.stderr, /last output of .*\n {2}.*not found/);
});

test('a run in which nothing starts says why once, tells no plan, and has nothing to report', async () => {
  const own = { XDG_STATE_HOME: join(sandbox.folder, 'alone') };
  const outcome = await sandbox.run(['run', 'bad=node nope.mjs', ...SHORT], own);
  assert.deepEqual([outcome.code, outcome.stdout], [EXIT.target, '']);
  assert.match(outcome.stderr, /^error: target "bad": ended with code 1 before it answered\n/);
  assert.match(outcome.stderr, /\n {2}Error: Cannot find module '.*nope\.mjs'\n {6}at /, 'stacks stay indented');
  assert.equal(outcome.stderr.split('ended with code 1').length, 2, outcome.stderr);
  assert.doesNotMatch(outcome.stderr, /measuring|slices of/);
  const again = await sandbox.run(['report', 'last'], own);
  assert.deepEqual([again.code, again.stdout], [EXIT.target, '']);
  assert.match(
    again.stderr,
    /^error: run \S+ has nothing to show: target "bad": ended with code 1 before it answered\n$/,
  );
});

test("a stranger on a target's fixed port is never measured", async () => {
  const stranger = createServer((_request, response) => response.end('not yours')).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => stranger.once('listening', done));
    const { port } = stranger.address() as AddressInfo;
    const { failure } = await failureOf(`PORT=${port} ${server}`, [`good=${server}`]);
    assert.equal(
      failure,
      `port ${port} is taken before it starts (stop who holds it, or leave PORT out and perfcmp chooses a free one)`,
    );
  } finally {
    stranger.close();
  }
});

test('a target that fails leaves the others to be measured, and its row says so', async () => {
  const { failure, report, stderr } = await failureOf('./no-such-program', [`good=${server}`]);
  assert.match(failure, /^ended with code 127 before it answered/);
  assert.match(stderr, /not found/, 'the end of its log is shown');
  const value = (name: string) => report.measurements.find(({ target }) => target === name)?.throughput.value;
  assert.equal(value('bad'), null);
  assert.ok((value('good') ?? 0) > 0);
  assert.equal(report.plan.baseline, 'good', 'what was to be the baseline failed');
  assert.deepEqual(
    report.comparisons.map(({ metric, verdict }) => [metric, verdict]),
    [['throughput', 'invalid']],
  );
});

test('a target that dies under load is exit 3; what was measured of the others stands', async () => {
  const { failure, report, stderr } = await failureOf(`DIE_AFTER=30 ${server}`, [`good=${server}`]);
  assert.match(failure, /^ended in launch 1 while it was warmed up \(exit code 9\)/);
  assert.match(stderr, /out of memory, as it were/);
  assert.ok((report.measurements.find(({ target }) => target === 'good')?.throughput.value ?? 0) > 0);
  const text = await sandbox.run(['report', 'last']);
  assert.match(text.stdout, /^ ! bad failed: ended in launch 1 while it was warmed up/m);
});
