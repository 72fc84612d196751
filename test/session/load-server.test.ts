import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LoadFlags } from '../../src/config/flags.js';
import { resolveLoad } from '../../src/config/resolve-load.js';
import { TargetError } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import { dryRun } from '../../src/session/dry-run.js';
import type { SessionResult } from '../../src/session/io.js';
import { runLoad } from '../../src/session/load.js';
import { freePort } from '../../src/target/free-port.js';
import { quietIo, recorder } from './io.js';

const server = join(process.cwd(), 'test/fixtures/e2e/server.mjs');

function configOf(flags: LoadFlags, command: readonly string[], positionals: readonly string[] = []) {
  return resolveLoad({ positionals, command, flags, file: null, env: {} });
}

function load(flags: LoadFlags, command: readonly string[], changes: Parameters<typeof quietIo>[0] = {}) {
  return runLoad(configOf(flags, command), quietIo(changes));
}

/** Whether the process that a report's server ran as is gone: its port answers nobody. */
async function isGone({ report }: SessionResult): Promise<boolean> {
  const answer = await fetch(report.targets[0]?.url ?? '').catch(() => null);
  return answer === null;
}

test('a server is started for the load, measured with it, and stopped', async () => {
  const result = await load({ requests: '200', path: '/a' }, ['node', server, '-d', '--port={port}']);
  const { report, exitCode } = result;
  const [target] = report.targets;
  const [measured] = report.measurements;
  assert.equal(exitCode, 0);
  assert.equal(measured?.requests.ok, 200);
  assert.deepEqual([target?.kind, target?.failure], ['command', null]);
  assert.match(target?.command ?? '', /^node .*server\.mjs -d --port=\d+$/);
  assert.equal(target?.command?.endsWith(`=${new URL(target.url ?? '').port}`), true);
  assert.ok((target?.startupMs ?? 0) > 0 && (target?.peakRssBytes ?? 0) > 10e6);
  assert.ok((measured?.server?.cpuPerRequestUs ?? 0) > 0 && (measured?.server?.peakRssBytes ?? 0) > 10e6);
  assert.equal(measured?.cold?.firstResponseMs, target?.firstResponseMs);
  assert.deepEqual(report.warnings, []);
  assert.equal(await isGone(result), true);
});

test('a server is started where the URL says', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}/items`;
  const { report } = await runLoad(configOf({ requests: '10' }, ['node', server], [url]), quietIo());
  assert.equal(report.targets[0]?.url, url);
  assert.equal(report.scenarios[0]?.path, '/items');
  assert.equal(report.measurements[0]?.requests.ok, 10);
});

test('a server that dies under load ends it: exit 3, with what was measured and what the server said last', async () => {
  const { events, onEvent } = recorder();
  const command = ['env', 'DIE_AFTER=300', 'node', server];
  const result = await load({ duration: '10m' }, command, { onEvent });
  const [measured] = result.report.measurements;
  const failure = 'ended while it was loaded (exit code 9)';
  assert.equal(result.exitCode, 3);
  assert.ok((measured?.requests.ok ?? 0) > 0 && (measured?.requests.ok ?? 0) < 300);
  assert.equal(result.report.targets[0]?.failure, failure);
  assert.deepEqual(
    result.report.warnings.filter(({ code }) => code === 'target-failed').map(({ level }) => level),
    ['invalid'],
  );
  const [failed] = events.filter((event): event is Extract<RunEvent, { kind: 'target-failed' }> => {
    return event.kind === 'target-failed';
  });
  assert.equal(failed?.message, failure);
  assert.deepEqual(failed?.logTail, ['out of memory, as it were']);
});

test('a server that cannot be loaded is told with its last words', async () => {
  const rows: readonly [string, readonly string[], LoadFlags, RegExp][] = [
    ['exits', ['node', '-e', 'console.error("no"); process.exit(4)'], {}, /ended with code 4 before it answered/],
    ['elsewhere', ['env', 'LISTEN_ON=elsewhere', 'node', server], {}, /listens on \d+, not on \d+/],
    ['never', ['env', 'STARTS=never', 'node', server], { readyTimeout: '200ms' }, /did not listen on port \d+ within/],
    ['unknown', ['no-such-program-anywhere'], {}, /cannot start no-such-program-anywhere: ENOENT/],
    ['wrong path', ['env', 'STATUS=404', 'node', server], { health: '/up' }, /GET \/up answers 404, not 2xx or 3xx/],
  ];
  // At once: those that listen are given up only when they have been idle for long.
  const told = rows.map(([name, command, flags, message]) =>
    assert.rejects(load({ ...flags, duration: '1s' }, command), (error: unknown) => {
      assert.ok(error instanceof TargetError, name);
      assert.match(error.message, message, name);
      assert.equal(error.exitCode, 3);
      assert.deepEqual(error.logTail, name === 'exits' ? ['no'] : [], name);
      return true;
    }),
  );
  await Promise.all(told);
});

test('a server that speaks HTTP/2 alone is asked over HTTP/2 whether it is ready', async () => {
  const script = 'require("http2").createServer((_, r) => r.end("ok")).listen(process.env.PORT, process.env.HOST)';
  const { report, exitCode } = await load({ requests: '20', http2: true }, ['node', '-e', script]);
  assert.deepEqual([exitCode, report.measurements[0]?.requests.ok], [0, 20]);
});

test('an interrupted load stops its server and keeps what was measured', async () => {
  const abort = new AbortController();
  const result = await load({ duration: '10m' }, ['env', 'DELAY_MS=2', 'node', server], {
    signal: abort.signal,
    onEvent: (event) => event.kind === 'load-tick' && abort.abort('SIGINT'),
  });
  assert.equal(result.exitCode, 130);
  assert.ok((result.report.measurements[0]?.requests.ok ?? 0) > 0);
  assert.equal(result.report.targets[0]?.failure, null);
  assert.equal(await isGone(result), true);
});

test('one request can be tried on a server that is started for it', async () => {
  const { text, isAccepted } = await dryRun(configOf({ path: '/a' }, ['node', server]), quietIo());
  assert.match(text, /^> GET \/a HTTP\/1\.1\n[\s\S]*\n\ndone$/);
  assert.equal(isAccepted, true);
});
