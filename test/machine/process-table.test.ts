import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProcessRow, parseProcessStat, readProcessTable, treePids } from '../../src/machine/process-table.js';

function rowsOf(...rows: readonly [pid: number, parentPid: number, groupId: number][]): Map<number, ProcessRow> {
  const fixed = { state: 'S', threads: 1, cpuTicks: 0, reapedCpuTicks: 0 };
  return new Map(
    rows.map(([pid, parentPid, groupId]) => [
      pid,
      { pid, parentPid, groupId, name: 'p', startTicks: pid * 10, ...fixed },
    ]),
  );
}

test('a name with spaces and parentheses does not shift the fields', () => {
  const text = '42 (a) b (c)) S 7 40 40 0 -1 4194304 1 2 3 4 11 13 17 19 20 0 5 0 1234 99 88';
  assert.deepEqual(parseProcessStat(text), {
    pid: 42,
    name: 'a) b (c)',
    parentPid: 7,
    groupId: 40,
    state: 'S',
    threads: 5,
    startTicks: 1234,
    cpuTicks: 24,
    reapedCpuTicks: 36,
  });
});

test('what a terminal would act on is left out of a name', () => {
  const text = '42 (\u001b[2Jx) S 7 40 40 0 -1 4194304 1 2 3 4 11 13 17 19 20 0 5 0 1234 99 88';
  assert.equal(parseProcessStat(text)?.name, '?[2Jx');
});

test('a name that the system cut behind a space ends before it', () => {
  const text = '42 (npm exec biome ) S 7 40 40 0 -1 4194304 1 2 3 4 11 13 17 19 20 0 5 0 1234 99 88';
  assert.equal(parseProcessStat(text)?.name, 'npm exec biome');
});

test('a torn line is no process', () => {
  assert.equal(parseProcessStat('42 (node) S 7 40'), null);
  assert.equal(parseProcessStat(''), null);
});

test('this very process stands in the table with its parent', () => {
  assert.equal(readProcessTable().get(process.pid)?.parentPid, process.ppid);
});

test('a tree is its group and all descendants, whatever group they are in', () => {
  const table = rowsOf([100, 1, 100], [101, 100, 100], [102, 101, 102], [103, 102, 103], [200, 1, 200]);
  assert.deepEqual([...treePids(table, 100, new Map())].sort(), [100, 101, 102, 103]);
});

test('a member of the group stays found when its parent has ended', () => {
  assert.deepEqual([...treePids(rowsOf([101, 1, 100]), 100, new Map())], [101]);
});

test('who was seen before stays found without group and parent, unless its pid is another process now', () => {
  const table = rowsOf([100, 1, 100], [150, 1, 150], [160, 1, 160]);
  const known = new Map([
    [150, 1500],
    [160, 999],
  ]);
  assert.deepEqual([...treePids(table, 100, known)].sort(), [100, 150]);
});
