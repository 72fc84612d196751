import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usedBetween } from '../../src/machine/process-use.js';
import type { ProcessUse } from '../../src/model/process-use.js';

function node(pid: number, cpuNs: number): ProcessUse {
  return { name: 'node', pid, cpuNs };
}

const ended = (cpuNs: number): ProcessUse => ({ name: null, pid: null, cpuNs });

test('each process has what it used since the first look, the busiest first, and who did nothing is not told', () => {
  const used = usedBetween(
    [node(1, 100), node(2, 50), node(3, 7)],
    [node(1, 110), node(2, 90), node(3, 7), node(4, 20)],
  );
  assert.deepEqual(used, [node(2, 40), node(4, 20), node(1, 10)]);
});

test('what ended meanwhile is among the others with what it used since the first look', () => {
  assert.deepEqual(usedBetween([node(1, 100), node(2, 50)], [node(1, 110), ended(80)]), [node(1, 10), ended(30)]);
  assert.deepEqual(usedBetween([node(1, 100), ended(80)], [node(1, 110), ended(80)]), [node(1, 10)]);
});

test('of a crowd the busiest are named, and the sum stays', () => {
  const crowd = Array.from({ length: 40 }, (_, index) => node(index + 1, 100 - index));
  const used = usedBetween([], crowd);
  assert.deepEqual(used.slice(0, 16), crowd.slice(0, 16));
  assert.deepEqual(used.slice(16), [ended(crowd.slice(16).reduce((sum, { cpuNs }) => sum + cpuNs, 0))]);
});
