import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointOf } from '../../src/analysis/judge-step.js';
import type { Report } from '../../src/model/report.js';
import type { SearchPoint, SearchResult, StepVerdict } from '../../src/model/search.js';
import { renderReport } from '../../src/report/render.js';
import { searchAnswer } from '../../src/report/search-facts.js';
import { searchFound, searchSwept } from '../helpers/search-cases.js';

function point(ratePerSec: number, verdict: StepVerdict | null, runs: readonly StepVerdict[]): SearchPoint {
  const run = (one: StepVerdict) => ({
    verdict: one,
    throughputPerSec: ratePerSec,
    p50Us: 100,
    p99Us: 1000,
    errorShare: 0,
    broke: one === 'kept' ? [] : ['p99<20ms (31ms)'],
  });
  return pointOf({ ratePerSec, connections: 64 }, runs.map(run), verdict);
}

function interrupted(curve: readonly SearchPoint[], of = searchFound()): Report {
  const search: SearchResult = { ...of.search!, capacityPerSec: null, highest: null, curve };
  return { ...of, run: { ...of.run, interrupted: 'SIGINT' }, plan: { ...of.plan, launchesDone: 0 }, search };
}

test('an interrupted search concludes nothing from a rate that is not decided', () => {
  const answer = (curve: readonly SearchPoint[]) => searchAnswer(interrupted(curve));
  assert.deepEqual(answer([point(26_100, null, ['kept'])]), [
    'interrupted before it was decided: 26 100/s kept them once',
  ]);
  assert.deepEqual(answer([point(26_100, null, ['kept', 'broken'])]), [
    'interrupted before it was decided: 26 100/s kept them 1 of 2 times',
  ]);
  assert.deepEqual(answer([point(26_100, null, ['broken'])]), [
    'interrupted before it was decided: 26 100/s broke p99<20ms (31ms) once',
  ]);
  assert.deepEqual(answer([point(26_100, 'broken', ['broken', 'broken'])]), [
    'interrupted before a lower rate was tried: 26 100/s broke p99<20ms (31ms)',
  ]);
});

test('a search that was interrupted before its first rate says so instead of an empty table', () => {
  const options = { width: 100, color: false, unicode: true, storedAs: null, latency: false };
  for (const format of ['text', 'markdown'] as const) {
    const rendered = renderReport(interrupted([]), format, options);
    assert.match(rendered, /interrupted before a rate was tried/);
    assert.doesNotMatch(rendered, /requests\/sec/);
  }
  assert.deepEqual(searchAnswer(interrupted([], searchSwept())), [
    'interrupted before a number of connections was tried',
  ]);
});
