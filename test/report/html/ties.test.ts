import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tieGroups } from '../../../src/report/html/ties.js';
import { rankRanges } from '../../../src/stats/rank-ranges.js';

/** Rows, best first, of which these pairs are proven different. */
function rowsOf(count: number, proven: readonly (readonly [number, number])[]) {
  const ranges = rankRanges(count, (better, worse) => proven.some(([a, b]) => a === better && b === worse));
  return ranges.map((rank) => ({ rank }));
}

test('targets that are all proven different are joined by nothing', () => {
  assert.deepEqual(
    tieGroups(
      rowsOf(3, [
        [0, 1],
        [0, 2],
        [1, 2],
      ]),
    ),
    [],
  );
});

test('targets that share places are joined', () => {
  const rows = rowsOf(4, [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 3],
    [2, 3],
  ]);
  assert.deepEqual(tieGroups(rows), [{ from: 1, to: 2 }]);
});

test('who is tied with both neighbours joins two groups, and not these with each other', () => {
  assert.deepEqual(tieGroups(rowsOf(3, [[0, 2]])), [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
  ]);
});

test('a group within a longer one is not shown, and who has no rank is in none', () => {
  assert.deepEqual(tieGroups([...rowsOf(3, []), { rank: null }]), [{ from: 0, to: 2 }]);
});
