import type { MadeSource, Placeholder, RequestTemplate } from '../model/request-source.js';
import type { Expectation, Scenario } from '../model/scenario.js';
import { jsonWith } from './expected-json.js';
import { sharedColumn } from './shared-column.js';
import { expectingSent } from './templates.js';

const KEYS = 1000;

const KEY: Placeholder = { kind: 'column', text: '{{key}}', column: 0 };
const FRESH_KEY: Placeholder = { kind: 'uuid', text: '{{uuid}}' };

/** What `cached` and `mixed` ask the cache for: some keys far more often than others, as people ask for pages. */
export const CACHED_KEYS: Pick<MadeSource, 'columns' | 'rows' | 'distribution'> = {
  columns: [sharedColumn(Array.from({ length: KEYS }, (_, index) => Buffer.from(`item-${index}`)))],
  rows: KEYS,
  distribution: { kind: 'zipf', exponent: 1 },
};

/** The key of a data row, which the cache is expected to hold. */
export function cachedRequest(weight: number): RequestTemplate {
  return lookUp(KEY, weight, 'HIT');
}

/** Asks for every key once. */
export const WARM_CACHE: MadeSource = {
  kind: 'made',
  requests: [{ method: 'GET', path: ['/cached/', KEY], headers: [], body: null, weight: 1 }],
  columns: CACHED_KEYS.columns,
  rows: KEYS,
  seed: 0,
  hook: null,
};

export const CACHED: Scenario = {
  name: 'cached',
  endpoints: ['cached'],
  source: { kind: 'made', requests: [cachedRequest(1)], ...CACHED_KEYS, seed: 0, hook: null },
  expect: entryOf('{{key}}', 'HIT'),
  env: {},
  takesAnyEnv: true,
  prepare: WARM_CACHE,
};

export const CACHED_COLD: Scenario = {
  name: 'cached-cold',
  endpoints: ['cached'],
  // Keys that depend on the seed and the request's number alone, and are as unlikely to meet as UUIDs are.
  source: { kind: 'made', requests: [lookUp(FRESH_KEY, 1, 'MISS')], columns: [], rows: 0, seed: 0, hook: null },
  expect: entryOf('{{uuid}}', 'MISS'),
  env: {},
  // Thousands of new keys a second would push what `cached` warmed out of the cache.
  needsOwnInstance: true,
  takesAnyEnv: true,
  connections: 256,
  likelyLatencyMs: 55,
};

function lookUp(key: Placeholder, weight: number, outcome: 'HIT' | 'MISS'): RequestTemplate {
  return {
    method: 'GET',
    path: ['/cached/', key],
    headers: [],
    body: null,
    weight,
    expect: expectingSent(entryOf(key.text, outcome), key),
  };
}

function entryOf(key: string, outcome: 'HIT' | 'MISS'): Expectation {
  return jsonWith({ key, data: `Expensive data for ${key}`, computation_cost: '50ms' }, [
    { kind: 'header', name: 'X-Cache', value: outcome },
  ]);
}
