import type { RequestTemplate } from '../model/request-source.js';
import type { Expectation, Scenario } from '../model/scenario.js';
import { CACHED_KEYS, cachedRequest, WARM_CACHE } from './builtin-cache.js';
import { FILES_REQUEST, FILES_TO_PROCESS } from './builtin-files.js';
import { uploads } from './builtin-upload.js';
import { jsonNaming, jsonWith } from './expected-json.js';
import { templateOf } from './templates.js';

// Of 500 requests, because a hundred cannot be shared out among three sizes and bodies.
const REQUESTS: readonly RequestTemplate[] = [
  get('/benchmark', 175, jsonWith({ result: 999_000 })),
  cachedRequest(125),
  get('/profiled', 60, jsonWith({ uri: '/profiled', computation_result: 333_283_335_000 })),
  ...[...uploads(1, 12), ...uploads(16, 6), ...uploads(256, 2)].map(templateOf),
  templateOf({ ...FILES_REQUEST, weight: 25 }),
  get('/stats', 25, jsonNaming('total_requests', 'memory_usage', 'pid')),
  get('/cache/stats', 10, jsonNaming('cache_hits', 'cache_misses', 'entries')),
  get('/memory/stats', 10, jsonNaming('rss_bytes', 'current_usage_bytes')),
  get('/profiler/stats', 10, jsonNaming('profiler_stats', 'analysis_timestamp')),
];

/** What a client might ask of all of it: every endpoint with its share. */
export const MIXED: Scenario = {
  name: 'mixed',
  endpoints: [
    'benchmark',
    'cached',
    'profiled',
    'zero-copy',
    'files-process',
    'stats',
    'cache-stats',
    'memory-stats',
    'profiler-stats',
  ],
  source: { kind: 'made', requests: REQUESTS, ...CACHED_KEYS, seed: 0, hook: null },
  expect: { status: [{ from: 200, to: 200 }], mediaType: 'application/json', body: null },
  env: {},
  likelyLatencyMs: 20,
  files: FILES_TO_PROCESS,
  prepare: WARM_CACHE,
};

function get(path: string, weight: number, expect: Expectation): RequestTemplate {
  return templateOf({ method: 'GET', path, headers: {}, body: null, weight, expect });
}
