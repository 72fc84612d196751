import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideVerdict, isContradicted } from '../../src/analysis/verdict.js';

// Margin 2 %: from .98 to 1/.98 = 1.0204.
const ROWS = [
  [0.9, 0.97, 'slower', null],
  [0.9, 0.98, 'inconclusive', 'slower'],
  [0.97, 0.99, 'inconclusive', 'slower'],
  [0.97, 1.01, 'inconclusive', null],
  [0.98, 0.99, 'no-difference', null],
  [0.99, 1.01, 'no-difference', null],
  [1.005, 1.02, 'no-difference', null],
  [0.99, 1.03, 'inconclusive', null],
  [1.005, 1.03, 'inconclusive', 'faster'],
  [1.02, 1.1, 'inconclusive', 'faster'],
  [1.021, 1.1, 'faster', null],
  [0.5, 2, 'inconclusive', null],
] as const;

test('the verdict follows from where the interval lies to the margin', () => {
  for (const [lower, upper, verdict, lean] of ROWS) {
    const decision = decideVerdict({ value: 1, lower, upper }, { margin: 0.02, rough: false });
    assert.deepEqual(decision, { verdict, lean }, `[${lower}, ${upper}]`);
  }
});

test('a rough run never says that there is no difference, but does say faster and slower', () => {
  for (const [lower, upper, verdict] of ROWS) {
    const decision = decideVerdict({ value: 1, lower, upper }, { margin: 0.02, rough: true });
    assert.equal(decision.verdict, verdict === 'no-difference' ? 'inconclusive' : verdict);
  }
});

test('without an interval there is no verdict', () => {
  const decision = decideVerdict({ value: 2, lower: null, upper: null }, { margin: 0.02, rough: false });
  assert.deepEqual(decision, { verdict: 'inconclusive', lean: null });
});

test('a typical slice on the other side of 1 contradicts a direction', () => {
  const typical = (lower: number, upper: number) => ({ value: 1, lower, upper });
  assert.equal(isContradicted('faster', typical(0.8, 0.95)), true);
  assert.equal(isContradicted('slower', typical(1.05, 1.2)), true);
  assert.equal(isContradicted('faster', typical(0.95, 1.2)), false);
  assert.equal(isContradicted('no-difference', typical(0.8, 0.9)), false);
  assert.equal(isContradicted('slower', null), false);
});
