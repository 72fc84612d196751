import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ServiceTarget } from '../../src/model/target.js';
import { freePort } from '../../src/target/free-port.js';
import { probe } from '../../src/target/probe.js';
import {
  eventually,
  fixtureCommand,
  instanceOptions,
  startElsewhere,
  startError,
  startInstance,
  stopAll,
} from './server-fixtures.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-service-'));
after(async () => {
  await stopAll();
  rmSync(scratch, { recursive: true, force: true });
});

function service(port: number, start: string, changes: Partial<ServiceTarget> = {}): ServiceTarget {
  const authority = `127.0.0.1:${port}`;
  return {
    kind: 'service',
    name: 'shop',
    url: `http://${authority}/`,
    start,
    stop: null,
    env: {},
    cwd: scratch,
    endpoint: { protocol: 'http', host: '127.0.0.1', port, socketPath: null, authority, tls: null },
    healthPath: '/',
    readyTimeoutMs: 20_000,
    ...changes,
  };
}

const HELLO = fixtureCommand('hello.mjs');

/** Starts it as a daemon that has nothing of perfcmp, and waits until it is up. */
const DAEMON = `env -i PATH="$PATH" PORT="$PORT" setsid ${HELLO} & echo $! > pid`;

test('a server that stays with its start command is watched like any other, and ends with it', async () => {
  const instance = await startInstance(service(await freePort('127.0.0.1'), HELLO), instanceOptions());
  assert.deepEqual([instance.description.kind, instance.description.command], ['service', HELLO]);
  assert.ok((instance.cpuNs() ?? 0) > 1e6);
  assert.deepEqual([instance.canFreeze, instance.unseen, instance.exit], [true, null, null]);
  await instance.freeze();
  await instance.stop();
  const gone = await probe(instance.endpoint, '/', 1000);
  assert.ok('error' in gone && gone.refused);
});

test('a server that its start command hands on is stopped by its stop command', async () => {
  const target = service(await freePort('127.0.0.1'), DAEMON, { stop: 'kill $(cat pid) && touch stopped' });
  const instance = await startInstance(target, instanceOptions());
  assert.deepEqual([instance.pid, instance.cpuNs(), instance.canFreeze, instance.exit], [null, null, false, null]);
  assert.match(instance.unseen ?? '', /the command that started it has ended/);
  await instance.stop();
  assert.equal(existsSync(join(scratch, 'stopped')), true);
});

test('its stop command is run after a SIGKILL of perfcmp, too, with the variables of the target', async () => {
  const port = await freePort('127.0.0.1');
  const stop = 'kill $(cat pid) && echo "$WHAT $PORT [$PERFCMP_INSTANCE]" > killed';
  const target = service(port, DAEMON, { stop, env: { WHAT: 'sugar' } });
  const { process: parent } = await startElsewhere(target);
  parent.kill('SIGKILL');
  const file = join(scratch, 'killed');
  await eventually('it is stopped', () => existsSync(file) && readFileSync(file, 'utf8') !== '');
  assert.equal(readFileSync(file, 'utf8'), `sugar ${port} []\n`);
  await eventually('nobody answers', async () => 'error' in (await probe(target.endpoint, '/', 1000)));
});

test('one that is still there after its stop is told', async () => {
  const target = service(await freePort('127.0.0.1'), DAEMON, { stop: 'true' });
  const instance = await startInstance(target, instanceOptions());
  await assert.rejects(instance.stop(), {
    code: 'not-stopped',
    message: `target "shop": something is at ${target.url} after its stop command`,
  });
  const { execa } = await import('execa');
  await execa('sh', ['-c', 'kill $(cat pid)'], { cwd: scratch });
});

test('what answers before the start is never measured', async () => {
  const stranger = createServer((_request, response) => response.end('mine')).listen(0, '127.0.0.1');
  await new Promise((done) => stranger.once('listening', done));
  const { port } = stranger.address() as AddressInfo;
  const error = await startError(service(port, HELLO));
  stranger.close();
  assert.equal(error.code, 'already-running');
  assert.match(error.hint ?? '', /leave out "start" to measure it as it runs/);
});

test('a start command that fails, or brings nothing up, is told with the end of its log', async () => {
  const port = await freePort('127.0.0.1');
  const failed = await startError(service(port, fixtureCommand('exits-at-once.mjs')));
  assert.equal(failed.message, 'target "shop": its start command ended with code 7');
  assert.deepEqual(failed.logTail, ['no database at db.example']);
  const silent = await startError(service(port, 'true', { readyTimeoutMs: 300 }));
  assert.match(silent.message, /^target "shop": no answer at http:\S+ within 0\.3 s of its start: ECONNREFUSED$/);
});
