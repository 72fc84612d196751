import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { after, test } from 'node:test';
import { ProcessTree } from '../../src/machine/process-tree.js';
import { usedBetween } from '../../src/machine/process-use.js';

// Burns the milliseconds asked for on each line of its stdin, in its main thread, in a thread that ends, or in a child
// process that ends, and answers each line with its own idea of the CPU time it used, in microseconds.
const WORKER = `
const { Worker, isMainThread } = require('node:worker_threads');
const { spawnSync } = require('node:child_process');
const burn = 'const start = process.cpuUsage(); const ms = Number(process.env.MS);' +
  'while (true) { const { user, system } = process.cpuUsage(start); if (user + system > ms * 1000) break; }';
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const [where, ms] = line.split(' ');
  process.env.MS = ms;
  if (where === 'main') eval('{' + burn + '}');
  if (where === 'thread') await new Promise((done) => new Worker(burn, { eval: true }).on('exit', done));
  if (where === 'child') spawnSync(process.execPath, ['-e', burn]);
  const { user, system } = process.cpuUsage();
  console.log(String(user + system));
});
`;

const started: ReturnType<typeof spawn>[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

function startWorker() {
  const child = spawn(process.execPath, ['-e', WORKER], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const lines: Interface = createInterface({ input: child.stdout });
  const burn = async (where: string, ms: number): Promise<number> => {
    child.stdin.write(`${where} ${ms}\n`);
    const [line] = await once(lines, 'line');
    return Number(line) * 1000;
  };
  return { child, tree: new ProcessTree(child.pid ?? 0), burn };
}

function assertNear(actualNs: number, expectedNs: number, toleranceNs: number): void {
  assert.ok(Math.abs(actualNs - expectedNs) <= toleranceNs, `${actualNs} ns, expected about ${expectedNs} ns`);
}

test('CPU time agrees with what the process says of itself, ended threads included', async () => {
  const { child, tree, burn } = startWorker();
  await burn('main', 0);
  for (const where of ['main', 'thread', 'main', 'thread']) {
    const selfNs = await burn(where, 100);
    // An ended thread is counted in ticks: two of them may be missing.
    assertNear(tree.cpuNs(), selfNs, 25e6);
  }
  child.kill('SIGKILL');
  tree.close();
});

test('an ended child stays counted, once', async () => {
  const { child, tree, burn } = startWorker();
  const beforeNs = (await burn('main', 0)) && tree.cpuNs();
  const selfBeforeNs = await burn('main', 0);
  const selfNs = (await burn('child', 200)) - selfBeforeNs;
  const grownNs = tree.cpuNs() - beforeNs;
  // The child's 200 ms and its own start-up, which differs from machine to machine, but never twice.
  assert.ok(grownNs > 180e6 + selfNs && grownNs < 380e6 + selfNs, `${grownNs} ns`);
  child.kill('SIGKILL');
  tree.close();
});

test('each worker of a cluster has its own CPU time, and a child that has ended is told without a name', async () => {
  const path = join(process.cwd(), 'test/fixtures/servers/burns-in-workers.mjs');
  const child = spawn(process.execPath, [path], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  started.push(child);
  const lines: Interface = createInterface({ input: child.stdout });
  const tree = new ProcessTree(child.pid ?? 0);
  const ask = async (line: string): Promise<number> => {
    child.stdin.write(`${line}\n`);
    return Number((await once(lines, 'line'))[0]);
  };
  const [busy, idle] = [await ask('0 0'), await ask('1 0')];
  tree.refresh();
  const before = tree.cpuByProcess();
  await ask('0 200');
  const used = usedBetween(before, tree.cpuByProcess());
  const usedBy = (pid: number | null) => used.find((one) => one.pid === pid)?.cpuNs ?? 0;
  assert.ok(usedBy(busy) > 180e6 && usedBy(idle) < 20e6, JSON.stringify(used));
  assert.equal(used[0]?.pid, busy);
  // Its program's, whatever this version of Node calls its main thread.
  assert.equal(used[0]?.name, basename(process.execPath));
  const atEnd = once(child, 'exit');
  const busyBefore = tree.cpuByProcess();
  await ask('0 end');
  tree.refresh();
  const ended = usedBetween(before, tree.cpuByProcess());
  assert.ok(!ended.some(({ pid }) => pid === busy) && busyBefore.some(({ pid }) => pid === busy));
  const others = ended.find(({ pid }) => pid === null)?.cpuNs ?? 0;
  assert.ok(others > 170e6, JSON.stringify(ended));
  child.kill('SIGKILL');
  await atEnd;
  tree.close();
});

test('a process whose main thread has a name is told by that of its program', async () => {
  // What later versions of Node do by themselves.
  const script = "process.title = 'MainThread'; setInterval(() => {}, 1000); console.log();";
  const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  await once(child.stdout, 'data');
  const tree = new ProcessTree(child.pid ?? 0);
  assert.deepEqual(
    tree.refresh().map(({ name }) => name),
    ['MainThread'],
  );
  assert.equal(tree.cpuByProcess()[0]?.name, basename(process.execPath));
  child.kill('SIGKILL');
  tree.close();
});

test('CPU time and peak memory stay as they were when the process has ended', async () => {
  const { child, tree, burn } = startWorker();
  await burn('main', 50);
  const cpuNs = tree.cpuNs();
  const peakBytes = tree.peakRssBytes();
  assert.ok(peakBytes > 20 * 1024 * 1024, `${peakBytes} bytes`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.deepEqual(tree.refresh(), []);
  assert.ok(tree.cpuNs() >= cpuNs);
  assert.equal(tree.peakRssBytes(), peakBytes);
  tree.close();
  assert.ok(tree.cpuNs() >= cpuNs);
});

test('reading again and again keeps no file open after the end', async () => {
  const { readdirSync } = await import('node:fs');
  const { child, tree, burn } = startWorker();
  await burn('main', 0);
  const before = readdirSync('/proc/self/fd').length;
  for (let read = 0; read < 100; read++) tree.cpuNs();
  const during = readdirSync('/proc/self/fd').length;
  assert.ok(during > before && during < before + 40, `${before} open files, then ${during}`);
  tree.close();
  assert.equal(readdirSync('/proc/self/fd').length, before);
  child.kill('SIGKILL');
});
