import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readProcessTable } from '../../src/machine/process-table.js';
import { freePort } from '../../src/target/free-port.js';
import { probe } from '../../src/target/probe.js';
import {
  eventually,
  fixtureCommand,
  fixtureTarget,
  instanceOptions,
  startError,
  startInstance,
  stopAll,
} from './server-fixtures.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-instance-'));
after(async () => {
  await stopAll();
  rmSync(scratch, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  return readProcessTable().has(pid);
}

test('a command that listens on PORT is ready with its first answer', async () => {
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions());
  assert.equal(instance.endpoint.host, '127.0.0.1');
  assert.equal(instance.endpoint.authority, `127.0.0.1:${instance.endpoint.port}`);
  assert.deepEqual(instance.description, {
    name: 'hello',
    title: 'hello',
    kind: 'command',
    version: null,
    runtime: null,
    command: fixtureCommand('hello.mjs'),
    url: null,
  });
  assert.ok((instance.startupMs ?? 0) > (instance.firstResponseMs ?? Number.POSITIVE_INFINITY));
  assert.ok((instance.cpuNs() ?? 0) > 1e6);
  assert.ok((instance.peakRssBytes() ?? 0) > 10 * 1024 * 1024);
  assert.equal(instance.exit, null);
  await instance.stop();
  assert.equal(isAlive(instance.pid ?? 0), false);
  assert.deepEqual(await instance.exited, { code: 0, signal: null });
  await instance.stop();
});

test('{port} and {host} are replaced in a command and in variables', async () => {
  const target = fixtureTarget('hello.mjs', {
    command: `FIXED_PORT={port} ${fixtureCommand('hello.mjs')}`,
    env: { ANSWER_BODY: 'at {host}:{port}' },
  });
  const instance = await startInstance(target, instanceOptions({ env: { UNUSED: '1' } }));
  const answer = await probe(instance.endpoint, '/', 2000);
  assert.ok('status' in answer);
  assert.equal(answer.body.toString(), `at ${instance.endpoint.authority}`);
  await instance.stop();
});

test('a data folder that a variable of the instance names is the one that it is told', async () => {
  const env = { PERFCMP_DATA_DIR: join(scratch, 'own') };
  const instance = await startInstance(
    fixtureTarget('hello.mjs', { env: { ANSWER_BODY: 'x' } }),
    instanceOptions({ env }),
  );
  assert.equal(instance.dataDir, env.PERFCMP_DATA_DIR);
  await instance.stop();
  assert.equal(existsSync(env.PERFCMP_DATA_DIR), true);
});

test('a command that ends at once is reported with its code and the end of its log', async () => {
  const error = await startError(fixtureTarget('exits-at-once.mjs'));
  assert.equal(error.code, 'exited');
  assert.equal(error.message, 'target "exits-at-once": ended with code 7 before it answered');
  assert.deepEqual(error.logTail, ['no database at db.example']);
});

test('a command that never listens is reported when its time is up', async () => {
  const error = await startError(fixtureTarget('never-listens.mjs', { readyTimeoutMs: 1000 }));
  assert.equal(error.code, 'not-listening');
  assert.match(error.message, /did not listen on port \d+ within 1 s$/);
  assert.deepEqual(error.logTail, ['thinking about it']);
});

test('a redirect is a sign of readiness', async () => {
  const instance = await startInstance(
    fixtureTarget('hello.mjs', { env: { ANSWER_STATUS: '302' } }),
    instanceOptions(),
  );
  await instance.stop();
});

test("a stranger's answer on the port is not the target's", async () => {
  const stranger = createServer((_request, response) => response.end('stranger'));
  const control = createServer((request, response) => {
    stranger.listen(Number(request.url?.slice(1)), '127.0.0.1', () => response.end());
  });
  await once(control.listen(0, '127.0.0.1'), 'listening');
  const env = { CONTROL_URL: `http://127.0.0.1:${(control.address() as AddressInfo).port}` };
  const error = await startError(fixtureTarget('asks-for-a-stranger.mjs', { env }));
  assert.equal(error.code, 'stranger');
  assert.match(error.message, /port \d+ is held by a process that perfcmp did not start$/);
  stranger.close();
  control.close();
});

test('a fixed port that is taken is reported before anything is started', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const error = await startError(fixtureTarget('hello.mjs', { env: { PORT: String(port) } }));
  assert.equal(error.code, 'port-taken');
  stranger.close();
});

test('grandchildren serve, are counted, and are gone after the stop', async () => {
  const instance = await startInstance(fixtureTarget('forks-a-child.mjs'), instanceOptions());
  const pids = instance.logTail(10).map((line) => Number(line.replace('pid ', '')));
  assert.equal(pids.length, 3);
  assert.ok(pids.every(isAlive));
  await instance.stop();
  assert.deepEqual(pids.filter(isAlive), []);
});

test('a process that left group and parent is gone after the stop', async () => {
  const instance = await startInstance(fixtureTarget('changes-group.mjs'), instanceOptions());
  const stray = Number(instance.logTail(1)[0]?.replace('stray ', ''));
  assert.equal(isAlive(stray), true);
  await instance.stop();
  assert.equal(isAlive(stray), false);
});

test('a frozen server does not answer, a thawed one does, and a frozen one can be stopped', async () => {
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions());
  instance.freeze();
  await eventually('it stands still', () => readProcessTable().get(instance.pid ?? 0)?.state === 'T');
  const frozen = await probe(instance.endpoint, '/', 100);
  assert.deepEqual(frozen, { error: 'no answer within 100 ms', refused: false, hint: undefined });
  instance.thaw();
  const thawed = await probe(instance.endpoint, '/', 5000);
  assert.ok('status' in thawed && thawed.status === 200);
  instance.freeze();
  await instance.stop();
  assert.deepEqual(await instance.exited, { code: 0, signal: null });
});

test('an interrupted start leaves no process', async () => {
  const controller = new AbortController();
  const before = new Set(readProcessTable().keys());
  const starting = startInstance(fixtureTarget('never-listens.mjs'), instanceOptions({ signal: controller.signal }));
  const isChild = (pid: number) => !before.has(pid) && readProcessTable().get(pid)?.parentPid === process.pid;
  await eventually('it has been spawned', () => [...readProcessTable().keys()].some(isChild));
  controller.abort('SIGINT');
  await assert.rejects(starting, { code: 'interrupted', exitCode: 130 });
  await eventually('watchdog and server are gone', () => ![...readProcessTable().keys()].some(isChild));
});

test('a server that dies by itself is seen, with its log and its CPU time', async () => {
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions());
  const cpuNs = instance.cpuNs() ?? 0;
  process.kill(instance.pid ?? 0, 'SIGKILL');
  assert.deepEqual(await instance.exited, { code: null, signal: 'SIGKILL' });
  assert.deepEqual(instance.exit, { code: null, signal: 'SIGKILL' });
  assert.ok((instance.cpuNs() ?? 0) >= cpuNs);
  await instance.stop();
});

test('a program that cannot be found is an error with a hint', async () => {
  const error = await startError(fixtureTarget('hello.mjs', { cwd: '/nowhere/at/all' }));
  assert.equal(error.code, 'start-failed');
  assert.match(error.hint ?? '', /does the folder \/nowhere\/at\/all exist\?$/);
});

test('a URL is ready when it answers anything, and has no process', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/path`;
  const endpoint = {
    protocol: 'http',
    host: '127.0.0.1',
    port,
    socketPath: null,
    authority: `127.0.0.1:${port}`,
    tls: null,
  } as const;
  const instance = await startInstance({ kind: 'url', name: 'there', url, endpoint }, instanceOptions());
  assert.equal(instance.description.url, url);
  assert.deepEqual([instance.pid, instance.startupMs, instance.cpuNs(), instance.canFreeze], [null, null, null, false]);
  await instance.stop();
  await new Promise((resolve) => server.close(resolve));
  const error = await startError({ kind: 'url', name: 'gone', url, endpoint });
  assert.equal(error.code, 'unreachable');
  assert.equal(error.message, `target "gone": no answer at ${url}: ECONNREFUSED`);
});

test('a command that puts its server into the background is reported, and the server is gone', async () => {
  const pidFile = join(tmpdir(), `perfcmp-test-${process.pid}.pid`);
  const target = fixtureTarget('never-listens.mjs', { command: `sleep 60 & echo $! > ${pidFile}` });
  const error = await startError(target);
  assert.equal(error.code, 'exited');
  assert.equal(error.hint, 'it must stay in the foreground until it is asked to stop');
  assert.equal(isAlive(Number(readFileSync(pidFile, 'utf8'))), false);
  rmSync(pidFile);
});

test('a server whose port is taken is told so', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = stranger.address() as AddressInfo;
  const error = await startError(fixtureTarget('hello.mjs', { env: { FIXED_PORT: String(port) } }));
  assert.equal(error.code, 'exited');
  assert.equal(error.hint, 'its port is taken by another process: use {port} or PORT, which perfcmp chooses');
  stranger.close();
});

test('a PORT among the variables fixes the port, unless it is none', async () => {
  const port = await freePort('127.0.0.1');
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions({ env: { PORT: String(port) } }));
  assert.equal(instance.endpoint.port, port);
  await instance.stop();
  const error = await startError(fixtureTarget('hello.mjs', { env: { PORT: 'http' } }));
  assert.equal(error.message, 'target "hello": PORT is no port: got "http"');
});

test('a server is kept to the cores it was given', async () => {
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions({ cpuList: '0' }));
  assert.match(readFileSync(`/proc/${instance.pid}/status`, 'utf8'), /^Cpus_allowed_list:\t0$/m);
  await instance.stop();
});

test('a host name is looked up once and kept for the Host header', async () => {
  const instance = await startInstance(fixtureTarget('hello.mjs'), instanceOptions({ host: 'localhost' }));
  const { host, authority, port } = instance.endpoint;
  assert.ok(host === '127.0.0.1' || host === '::1', host);
  assert.equal(authority, `localhost:${port}`);
  await instance.stop();
});
