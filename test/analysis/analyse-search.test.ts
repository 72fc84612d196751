import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseSearch, type SearchFacts } from '../../src/analysis/analyse-search.js';
import type { SearchPoint, SearchResult, StepVerdict } from '../../src/model/search.js';
import { syntheticEnvironment, syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

function point(ratePerSec: number, verdict: StepVerdict | null): SearchPoint {
  const figures = { throughputPerSec: ratePerSec, p50Us: 100, p99Us: 1000, errorShare: 0 };
  return { ratePerSec, connections: 64, verdict, ...figures, broke: [], runs: [] };
}

function report(search: Partial<SearchResult>, changes: Partial<SearchFacts> = {}) {
  const profile = syntheticProfile();
  assert.ok(profile.kind === 'closed');
  return analyseSearch({
    run: { id: 'a', startedAt: '2026-11-23T01:20:00.000Z', seconds: 1, argv: [], interrupted: null, seed: null },
    environment: syntheticEnvironment,
    toolVersion: '0.1.0',
    target: {
      name: 'a',
      title: 'a',
      kind: 'url',
      version: null,
      runtime: null,
      command: null,
      url: 'http://127.0.0.1:3000/',
      startupMs: null,
      firstResponseMs: null,
      failure: null,
      peakRssBytes: null,
    },
    scenario: syntheticScenario('/'),
    profiles: [profile],
    search: {
      axis: 'rate',
      objectives: ['p99<20ms'],
      stepMs: 3000,
      resolution: 0.05,
      capacityPerSec: 2000,
      calmLatencyUs: 100,
      curve: [],
      ...search,
    },
    mostFrequentError: null,
    isComplete: true,
    ...changes,
  });
}

test('the highest rate is the one below every broken one', () => {
  const curve = [point(100, 'kept'), point(200, 'kept'), point(210, 'broken'), point(400, 'kept')];
  const { search, warnings, profiles } = report({ curve });
  assert.deepEqual(search?.highest, {
    ratePerSec: 200,
    connections: 64,
    throughputPerSec: 200,
    brokenPerSec: 210,
    limit: 'objectives',
  });
  assert.deepEqual([warnings, profiles[0]?.kind, profiles[0]?.ratePerSec], [[], 'open', null]);
});

test('what ended the search is told apart from what the server cannot do', () => {
  const kept = [point(100, 'kept')];
  const limitOf = (curve: readonly SearchPoint[], isComplete = true) =>
    report({ curve }, { isComplete }).search?.highest?.limit;
  assert.equal(limitOf(kept), 'bound');
  assert.equal(limitOf([...kept, point(200, 'generator')]), 'generator');
  assert.equal(limitOf([...kept, point(200, null)], false), 'interrupted');
  assert.equal(report({ curve: [point(100, 'broken')] }).search?.highest, null);
});

test('warnings say whose limit it was', () => {
  const codes = (search: Partial<SearchResult>) => report(search).warnings.map(({ code }) => code);
  const curve = [point(100, 'kept'), point(200, 'generator')];
  assert.deepEqual(codes({ curve }), ['client-bound']);
  // Sixty-four connections of one second each carry sixty-four requests a second.
  assert.deepEqual(codes({ curve: [point(60, 'kept'), point(70, 'broken')], calmLatencyUs: 1e6 }), ['few-connections']);
  assert.deepEqual(codes({ capacityPerSec: 0 }), ['answers-failed']);
});

test('where nothing is answered as expected the most frequent failure is named', () => {
  const mostFrequentError = { kind: 'status' as const, message: 'status 404', count: 9 };
  const { warnings } = report({ capacityPerSec: 0 }, { mostFrequentError });
  assert.deepEqual(
    warnings.map(({ message }) => message),
    ['no request was answered as expected, most often status 404; perfcmp load --dry-run shows one with its answer'],
  );
});

const swept = (connections: number, throughputPerSec: number, verdict: StepVerdict): SearchPoint => ({
  ...point(throughputPerSec, verdict),
  ratePerSec: null,
  connections,
});

test('a sweep in which nothing is answered as expected has no best, and says so', () => {
  const curve = [swept(1, 0, 'kept'), swept(8, 0, 'kept')];
  const { search, warnings } = report({ axis: 'connections', objectives: [], capacityPerSec: null, curve });
  assert.deepEqual(
    [search?.highest, warnings.map(({ code, level }) => [code, level])],
    [null, [['answers-failed', 'invalid']]],
  );
});

test('of connections those with the most throughput that keep the objectives are the best', () => {
  const curve = [swept(1, 100, 'kept'), swept(8, 300, 'kept'), swept(64, 400, 'broken')];
  const { search } = report({ axis: 'connections', capacityPerSec: null, calmLatencyUs: null, curve });
  assert.deepEqual([search?.highest?.connections, search?.highest?.brokenPerSec], [8, null]);
});
