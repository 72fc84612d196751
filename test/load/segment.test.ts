import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs, failureMessage } from '../../src/load/failure.js';
import { shareOf } from '../../src/load/segment.js';

test('shares are whole, add up exactly and differ by one at most, the larger ones first', () => {
  for (const total of [0, 1, 2, 7, 10, 64, 1001, 1_000_003]) {
    for (const count of [1, 2, 3, 7, 64]) {
      const shares = Array.from({ length: count }, (_, index) => shareOf(total, index, count));
      assert.equal(
        shares.reduce((sum, share) => sum + share, 0),
        total,
      );
      assert.ok(shares.every((share) => Number.isInteger(share) && share >= 0));
      assert.ok(shares[0]! - shares.at(-1)! <= 1);
      assert.deepEqual(
        shares,
        [...shares].sort((a, b) => b - a),
      );
    }
  }
});

test('attempts come later and later, a second apart at most', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 7, 8, 9, 1000].map(backoffMs), [0, 10, 20, 40, 80, 640, 1000, 1000, 1000]);
});

test('a failure is one line with its code once', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED ::1:80'), { code: 'ECONNREFUSED' });
  assert.equal(failureMessage(refused), 'connect ECONNREFUSED ::1:80');
  assert.equal(failureMessage(Object.assign(new Error('no'), { code: 'EX' })), 'EX: no');
  assert.equal(failureMessage(new Error('plain')), 'plain');
  assert.equal(failureMessage('text'), 'text');
  const both = Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' });
  assert.equal(failureMessage(both), 'connect ECONNREFUSED ::1:80');
});
