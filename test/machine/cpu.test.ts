import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProcStat, readMachineCpu } from '../../src/machine/cpu.js';

const rows: readonly [name: string, text: string, busyTicks: number | null, stealTicks: number][] = [
  ['idle and iowait are not busy', 'cpu  1 2 4 1000 500 8 16 0 0 0\ncpu0 1 2 4 1000 500 8 16 0 0 0\n', 31, 0],
  ['guest time is already in user and nice', 'cpu  100 50 0 7 0 0 0 0 90 40\n', 150, 0],
  ['stolen time is not busy', 'cpu  1 1 1 1 1 1 1 77 0 0\n', 5, 77],
  ['an old kernel has four fields', 'cpu  10 20 30 40\n', 60, 0],
  ['only the line of all cores counts', 'cpu0 9 9 9 9 9 9 9 9 9 9\ncpu  1 0 0 0 0 0 0 0 0 0\n', 1, 0],
  ['anything else is nothing', 'intr 5 6 7\n', null, 0],
];

for (const [name, text, busyTicks, stealTicks] of rows) {
  test(`/proc/stat: ${name}`, () => {
    assert.deepEqual(parseProcStat(text), busyTicks === null ? null : { busyTicks, stealTicks });
  });
}

test('the machine gets busier while this process works', () => {
  const before = readMachineCpu();
  const ownBefore = process.cpuUsage();
  while (process.cpuUsage(ownBefore).user < 60_000);
  const after = readMachineCpu();
  assert.ok(before !== null && after !== null);
  // 60 ms of work are six ticks; the reading may lose one at each end.
  assert.ok(after.busyNs - before.busyNs >= 40e6, `${after.busyNs - before.busyNs} ns`);
  assert.ok(after.atNs > before.atNs);
});
