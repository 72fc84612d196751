import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoilerOf } from '../../src/model/spoiler.js';
import { runReport, warned } from '../helpers/reports.js';

const CELL = { scenario: 'json', profile: 'c64', sides: ['node-http', 'express'] };

test('a target that failed tells more than any finding, and a finding in the first side more than one beside it', () => {
  const report = runReport({
    warnings: [
      warned('invalid', 'background-work', 'worked', { target: 'express' }),
      warned('invalid', 'client-bound', 'was the limit', { target: 'node-http', scenario: 'json' }),
    ],
  });
  assert.deepEqual(spoilerOf(report, CELL), {
    kind: 'invalid',
    target: 'node-http',
    code: 'client-bound',
    message: 'was the limit',
  });
  const targets = report.targets.map((one) => (one.name === 'express' ? { ...one, failure: 'died' } : one));
  assert.deepEqual(spoilerOf({ ...report, targets }, CELL), {
    kind: 'failed',
    target: 'express',
    code: 'target-failed',
    message: 'died',
  });
});

test('what a server answers tells more than how it was measured', () => {
  const littlesLaw = warned('invalid', 'littles-law', 'waited', { target: 'node-http' });
  const differing = warned('invalid', 'answers-differ', 'says 202', { target: 'node-http' });
  assert.equal(spoilerOf(runReport({ warnings: [littlesLaw, differing] }), CELL)?.code, 'answers-differ');
  const beside = warned('invalid', 'errors', 'failed', { target: 'express' });
  assert.equal(spoilerOf(runReport({ warnings: [littlesLaw, beside] }), CELL)?.code, 'littles-law');
  const ofAll = warned('invalid', 'thread-crashed', 'gone');
  assert.equal(spoilerOf(runReport({ warnings: [ofAll, beside] }), CELL)?.code, 'errors');
});

test('a finding about all or about any side spoils, one about others, or a lesser one, does not', () => {
  const codeOf = (...warnings: Parameters<typeof warned>): string | null =>
    spoilerOf(runReport({ warnings: [warned(...warnings)] }), CELL)?.code ?? null;
  assert.equal(codeOf('invalid', 'x', ''), 'x');
  assert.equal(codeOf('invalid', 'x', '', { target: 'express', profile: 'c64' }), 'x');
  assert.equal(codeOf('invalid', 'x', '', { target: 'spring-like' }), null);
  assert.equal(codeOf('invalid', 'x', '', { target: 'express', scenario: 'other' }), null);
  assert.equal(codeOf('warn', 'x', '', { target: 'express' }), null);
});

test('what is expected here spoils nothing here', () => {
  const report = runReport({ warnings: [warned('invalid', 'errors', 'failed', { target: 'node-http' })] });
  assert.equal(
    spoilerOf(report, CELL, (code) => code === 'errors'),
    null,
  );
});
