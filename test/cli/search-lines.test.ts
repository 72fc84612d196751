import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchPlanLine, searchStepLine } from '../../src/cli/progress/search-lines.js';
import { searchFound, searchSwept } from '../helpers/search-cases.js';

function lastLine(report: ReturnType<typeof searchFound>, elapsedMs: number): string {
  const point = report.search?.curve.at(-1);
  assert.ok(point !== undefined);
  return searchStepLine({ kind: 'search-step', point, isJudged: report.search!.objectives.length > 0, elapsedMs });
}

test('the budget is told before the search', () => {
  const event = { kind: 'search-planned', capacityPerSec: 21_400, estimatedSeconds: 62 } as const;
  assert.equal(searchPlanLine(event), '21 400 req/s without a rate; about 1m 2s to go');
  assert.equal(searchPlanLine({ ...event, capacityPerSec: null }), 'about 1m 2s to go');
});

test('every load of a search has its line, with a verdict where there are objectives', () => {
  assert.equal(
    lastLine(searchFound(), 41_200),
    '41s  10 500/s again (2):  10 499 req/s  p50 210us  p99 24.0ms  broke p99<20ms (24ms)',
  );
  assert.equal(lastLine(searchSwept(), 9000), '9s  64 connections:  319 999 req/s  p50 210us  p99 6.40ms');
});
