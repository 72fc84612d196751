import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { loadTest, PerfcmpError, type RunEvent, renderReport, runExperiment } from '../../src/index.js';
import { ownIdentity } from '../../src/machine/process-identity.js';
import { fixtureCommand } from '../target/server-fixtures.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-api-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = join(scratch, 'state');

const SHORT = { launches: 1, blocks: 1, warmup: '0', slice: '100ms', connections: 2, mode: 'plain' } as const;

function handlers(): Record<string, number> {
  return Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
}

test('a measurement gives events and a report, and leaves no handler of the process behind', async () => {
  const before = handlers();
  const emit = process.emit;
  const experiment = runExperiment({ ...SHORT, targets: [fixtureCommand('hello.mjs')] }, { cwd: scratch });
  const kinds: RunEvent['kind'][] = [];
  for await (const event of experiment) kinds.push(event.kind);
  const { report, exitCode, storedAs } = await experiment;
  assert.equal(kinds[0], 'run-started');
  assert.equal(kinds.at(-1), 'run-finished');
  assert.ok(kinds.includes('slice'));
  assert.ok((report.measurements[0]?.requests.ok ?? 0) > 0);
  // On a busy machine a single target may be found invalid, which is right.
  assert.ok(exitCode === 0 || exitCode === 5, String(exitCode));
  assert.equal(storedAs, report.run.id);
  assert.deepEqual(handlers(), before);
  assert.equal(process.emit, emit);
  assert.match(await renderReport(report, 'markdown'), /hello\.mjs/);
});

test('of a target that was built neither a handler nor a mark of its use is left', async () => {
  const cache = join(scratch, 'cache');
  process.env.PERFCMP_CACHE_DIR = cache;
  const target = join(scratch, 'targets', 'tiny');
  mkdirSync(target, { recursive: true });
  const server = `require('node:http').createServer((_, answer) => answer.end('hello')).listen(process.env.PORT, '127.0.0.1');`;
  writeFileSync(join(target, 'server.cjs'), server);
  const steps = { build: [['sh', '-c', 'echo built > product.txt']], start: ['node', 'server.cjs'] };
  writeFileSync(join(target, 'target.json'), JSON.stringify({ name: 'tiny', title: 'Tiny', ...steps }));
  const before = handlers();
  const used: string[] = [];
  const config = { ...SHORT, targets: ['tiny'], targetsDir: join(scratch, 'targets'), path: '/' };
  const marks = () => readdirSync(join(cache, 'in-use'), { recursive: true, encoding: 'utf8' });
  const isMark = (name: string) => basename(name).startsWith(`${encodeURIComponent(ownIdentity())}.`);
  await runExperiment(config, {
    cwd: scratch,
    onEvent: ({ kind }) => kind === 'slice' && used.length === 0 && used.push(...marks().filter(isMark)),
  });
  assert.equal(used.length, 1);
  assert.deepEqual(marks().filter(isMark), []);
  assert.deepEqual(handlers(), before);
});

test('a load is ended by its signal, with what was measured by then', async () => {
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const abort = new AbortController();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const load = loadTest({ url, duration: '1h', connections: 1 }, { signal: abort.signal });
    for await (const event of load) if (event.kind === 'load-tick') abort.abort();
    const { report, exitCode } = await load;
    assert.deepEqual([report.run.interrupted, exitCode], ['SIGINT', 130]);
    assert.ok((report.measurements[0]?.requests.ok ?? 0) > 0);
  } finally {
    server.close();
  }
});

test('whoever has given up before is told so, after the config was found right', async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(runExperiment({ targets: ['node-http'] }, { signal }), (error) => {
    assert.ok(error instanceof PerfcmpError);
    assert.deepEqual([error.code, error.exitCode], ['interrupted', 130]);
    return true;
  });
  await assert.rejects(loadTest({ connections: 0 }, { signal }), { code: 'config' });
});

test('keys that no config has are refused with all else that is wrong', async () => {
  const config = { conections: 5, launches: 0, targets: [{ nam: 'express' }] } as object;
  await assert.rejects(runExperiment(config), (error) => {
    assert.ok(error instanceof PerfcmpError);
    assert.deepEqual(
      error.problems.map(({ where, message }) => `${where}: ${message}`),
      [
        'config file, targets[0]: unknown key "nam"',
        'config file: unknown key "conections"',
        'config file, launches: must be a whole number from 1 to 1000, got "0"',
      ],
    );
    return true;
  });
});

test('a program that measures prints nothing of itself, and ends by itself', async () => {
  const script = `
    import { loadTest } from ${JSON.stringify(new URL('../../src/index.js', import.meta.url).href)};
    const { report } = await loadTest({ command: ${JSON.stringify(fixtureCommand('hello.mjs').split(' '))}, requests: 10, connections: 1 });
    process.stdout.write(String(report.measurements[0].requests.ok));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((done) => child.once('close', done)),
  ]);
  assert.deepEqual({ stdout, stderr, code }, { stdout: '10', stderr: '', code: 0 });
});
