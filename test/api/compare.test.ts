import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, PerfcmpError, TargetError } from '../../src/index.js';
import { fixtureCommand } from '../target/server-fixtures.js';

const SHORT = { launches: 2, blocks: 2, warmup: '0', slice: '100ms', connections: 2, mode: 'plain' } as const;
const QUIET = { store: false } as const;

test('the first is the baseline whatever the two are called, and the second has ratio, interval and verdict', async () => {
  // `express` is the baseline of every run in which it takes part and nobody names one.
  const pair = await compare(
    { label: 'mine', name: 'node-http' },
    { label: 'express', name: 'node-http' },
    SHORT,
    QUIET,
  );
  const { comparison, ratio, verdict, report, storedAs } = pair;
  assert.deepEqual([comparison.baseline, comparison.target, comparison.metric], ['mine', 'express', 'throughput']);
  assert.deepEqual([ratio, verdict], [comparison.ratio, comparison.verdict]);
  assert.ok((ratio.lower ?? 0) > 0 && (ratio.lower ?? 0) <= (ratio.value ?? 0), JSON.stringify(ratio));
  assert.ok((ratio.upper ?? 0) >= (ratio.value ?? 0));
  assert.ok(report.comparisons.every(({ target }) => target === 'express'));
  // Of the scenarios that a run would ask, the first; and nothing is kept, as it was not to be.
  assert.deepEqual(
    report.scenarios.map(({ name }) => name),
    ['json'],
  );
  assert.equal(storedAs, null);
});

test('what would be more than one pair, scenario or load is refused before anything starts', async () => {
  // What is undefined was not given.
  const several = { scenario: 'all', rate: '1k,2k', targets: ['express'], gate: {}, baseline: undefined } as object;
  await assert.rejects(compare('default', 'node-http', several), (error) => {
    assert.ok(error instanceof PerfcmpError);
    const told = error.problems.map(({ where, message }) => `${where}: ${message}`);
    assert.deepEqual(told, [
      'config file, targets: has no meaning in compare, which has two targets and one scenario',
      'config file, gate: has no meaning in compare, which has two targets and one scenario',
      'target "default": stands for several targets',
      'config file, scenario: stands for several',
      'config file, rate: must be one load',
    ]);
    return true;
  });
});

test('one that cannot be measured is an error with what it said last', async () => {
  const failing = compare(fixtureCommand('hello.mjs'), fixtureCommand('exits-at-once.mjs'), SHORT, QUIET);
  await assert.rejects(failing, (error) => {
    assert.ok(error instanceof TargetError);
    assert.match(error.message, /exits-at-once\.mjs": ended with code 7 before it answered$/);
    return true;
  });
});
