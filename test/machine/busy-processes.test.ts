import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { test } from 'node:test';
import { busiestBetween, type ProcessSnapshot, takeSnapshot } from '../../src/machine/busy-processes.js';
import { clockTickNs } from '../../src/machine/clock-tick.js';
import type { ProcessRow } from '../../src/machine/process-table.js';

const TICK_MS = clockTickNs() / 1e6;

function snapshot(atMs: number, ...rows: (Pick<ProcessRow, 'pid' | 'name' | 'cpuTicks'> & Partial<ProcessRow>)[]) {
  const usual = { parentPid: 1, groupId: 1, state: 'R', threads: 1, startTicks: 5, reapedCpuTicks: 0 };
  const table = new Map(rows.map((row) => [row.pid, { ...usual, ...row }]));
  return { table, atMs } satisfies ProcessSnapshot;
}

test('who used most CPU comes first, without our own trees, and with what ended children used', () => {
  const before = snapshot(
    0,
    { pid: 10, name: 'server', groupId: 10, cpuTicks: 0 },
    { pid: 20, name: 'hog', cpuTicks: 100 },
    { pid: 30, name: 'make', cpuTicks: 0, reapedCpuTicks: 7 },
    { pid: 31, name: 'cc1', parentPid: 30, cpuTicks: 3000 },
    { pid: 40, name: 'idle', cpuTicks: 9 },
    { pid: 50, name: 'before', cpuTicks: 900, startTicks: 1 },
  );
  const after = snapshot(
    100 * TICK_MS,
    { pid: 10, name: 'server', groupId: 10, cpuTicks: 90 },
    { pid: 11, name: 'worker', groupId: 11, parentPid: 10, cpuTicks: 90 },
    { pid: 20, name: 'hog', cpuTicks: 190 },
    { pid: 30, name: 'make', cpuTicks: 1, reapedCpuTicks: 3057 },
    { pid: 40, name: 'idle', cpuTicks: 10 },
    { pid: 50, name: 'new', cpuTicks: 20, startTicks: 700 },
    { pid: 60, name: 'perfcmp', cpuTicks: 80 },
  );
  assert.deepEqual(busiestBetween(before, after, { roots: [60, 10], most: 3, leastCores: 0.05 }), [
    { name: 'hog', pid: 20, cores: 0.9 },
    { name: 'make', pid: 30, cores: 0.51 },
    { name: 'new', pid: 50, cores: 0.2 },
  ]);
});

test('a process is not charged with the past: of grandchildren that ended, or of its own before it was seen', () => {
  const before = snapshot(
    0,
    { pid: 20, name: 'bash', cpuTicks: 3 },
    { pid: 21, name: 'npm', parentPid: 20, cpuTicks: 40 },
    { pid: 22, name: 'sh', parentPid: 21, cpuTicks: 1 },
    { pid: 23, name: 'tsc', parentPid: 22, cpuTicks: 1700 },
    { pid: 30, name: 'old', cpuTicks: 0, startTicks: 600 },
  );
  const after = snapshot(
    100 * TICK_MS,
    { pid: 20, name: 'bash', cpuTicks: 4, reapedCpuTicks: 1741 + 49 },
    { pid: 30, name: 'old', cpuTicks: 10, startTicks: 600 },
    { pid: 40, name: 'missed', cpuTicks: 90, startTicks: 500 },
    { pid: 41, name: 'new', cpuTicks: 20, startTicks: 700 },
  );
  assert.deepEqual(busiestBetween(before, after, { roots: [], most: 3, leastCores: 0.05 }), [
    { name: 'bash', pid: 20, cores: 0.5 },
    { name: 'new', pid: 41, cores: 0.2 },
    { name: 'old', pid: 30, cores: 0.1 },
  ]);
});

test('no process has more cores than the machine', () => {
  const before = snapshot(0, { pid: 20, name: 'bash', cpuTicks: 0 });
  const after = snapshot(TICK_MS, { pid: 20, name: 'bash', cpuTicks: 0, reapedCpuTicks: 1e6 });
  const [busiest] = busiestBetween(before, after, { roots: [], most: 1, leastCores: 0.05 });
  assert.equal(busiest?.cores, cpus().length);
});

test('a process that works is found by its name', async () => {
  const hog = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    const before = takeSnapshot();
    const cpuTicks = (): number => takeSnapshot().table.get(hog.pid ?? 0)?.cpuTicks ?? 0;
    const deadlineMs = performance.now() + 20_000;
    while (cpuTicks() < 20 && performance.now() < deadlineMs) await new Promise((done) => setTimeout(done, 20));
    const busy = busiestBetween(before, takeSnapshot(), { roots: [], most: 1000, leastCores: 0.001 });
    assert.equal(busy.find(({ pid }) => pid === hog.pid)?.name, 'node');
  } finally {
    hog.kill('SIGKILL');
  }
});
