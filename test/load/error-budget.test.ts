import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorBudget, isSpent, sharedErrors } from '../../src/load/error-budget.js';
import type { ErrorLimit } from '../../src/model/error-limit.js';

function twoThreads(limit: ErrorLimit) {
  const shared = sharedErrors(2);
  const budgets = [0, 1].map((index) => new ErrorBudget(limit, shared, { index, of: 2 })) as [ErrorBudget, ErrorBudget];
  return { shared, budgets };
}

test('a number of failures is spent by all threads together, exactly', () => {
  const { shared, budgets } = twoThreads({ kind: 'count', most: 5 });
  const [one, other] = budgets;
  assert.deepEqual([one.spend(1), other.spend(2), one.spend(1)], [false, false, false]);
  assert.equal(isSpent(shared), false);
  assert.equal(other.look({ failures: 0, outcomes: 1e6 }), false);
  assert.equal(one.spend(1), true);
  assert.equal(isSpent(shared), true);
  assert.equal(other.look({ failures: 0, outcomes: 0 }), true);
});

test('several failures at once may overrun the number', () => {
  const { budgets } = twoThreads({ kind: 'count', most: 5 });
  assert.deepEqual([budgets[0].spend(0), budgets[1].spend(9), budgets[0].spend(0)], [false, true, true]);
});

test('a share counts over all threads, and from a hundred outcomes on', () => {
  const { shared, budgets } = twoThreads({ kind: 'share', most: 0.05 });
  const [one, other] = budgets;
  assert.equal(one.spend(99), false);
  assert.equal(one.look({ failures: 60, outcomes: 60 }), false);
  assert.equal(other.look({ failures: 0, outcomes: 1140 }), false);
  assert.equal(other.look({ failures: 0, outcomes: 1139 }), true);
  assert.equal(isSpent(shared), true);
  assert.equal(one.look({ failures: 0, outcomes: 0 }), true);
});
