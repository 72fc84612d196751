import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeClaim } from '../../src/analysis/claim-verdict.js';

test('a claim is judged by the interval alone: below, around, above, too wide', () => {
  const rows: [lower: number | null, upper: number | null, verdict: string][] = [
    [2.9, 3.1, 'not-supported'],
    // Wide, but all of it is below.
    [1, 6.9, 'not-supported'],
    [6.9, 7.5, 'supported'],
    // Within the margin of 2 %: 7.056 is as good as 7.2.
    [6.9, 7.06, 'supported'],
    [6.9, 7.05, 'not-supported'],
    [7.06, 7.1, 'supported'],
    // However wide, none of it is below.
    [7.3, 20, 'supported'],
    [5, 7.5, 'supported'],
    [5, 7.6, 'inconclusive'],
    [0.9, 9, 'inconclusive'],
    [null, null, 'inconclusive'],
  ];
  for (const [lower, upper, verdict] of rows) {
    const judged = judgeClaim({ value: lower, lower, upper }, { claimed: 7.2, margin: 0.02 });
    assert.equal(judged.verdict, verdict, `[${lower}, ${upper}]`);
    assert.equal(judged.reason === null, verdict !== 'inconclusive', 'only what is undecided needs a reason');
  }
});
