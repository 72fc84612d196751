import { fixedSource } from '../model/request-source.js';
import type { RequestSpec, Scenario, StatusRange } from '../model/scenario.js';
import { BATCH_SCENARIOS } from './builtin-batch.js';
import { CACHED, CACHED_COLD } from './builtin-cache.js';
import { FILES_SCENARIO } from './builtin-files.js';
import { MIXED } from './builtin-mixed.js';
import { uploadScenarios } from './builtin-upload.js';
import { jsonWith, OK } from './expected-json.js';

const BENCHMARK: Omit<Scenario, 'name' | 'env'> = {
  endpoints: ['benchmark'],
  source: get('/benchmark'),
  expect: jsonWith({ result: 999_000 }),
};

/** Scenarios every contract target can be asked, if it implements their endpoints; in the order they are listed. */
export const BUILTIN_SCENARIOS: readonly Scenario[] = [
  {
    name: 'plaintext',
    endpoints: ['plaintext'],
    source: get('/plaintext'),
    expect: { status: OK, mediaType: 'text/plain', body: { kind: 'text', equals: 'Hello, World!' } },
    env: {},
    takesAnyEnv: true,
  },
  {
    name: 'json',
    endpoints: ['json'],
    source: get('/json'),
    expect: jsonWith({ message: 'Hello, World!' }),
    env: {},
    takesAnyEnv: true,
  },
  { name: 'benchmark', ...BENCHMARK, env: {} },
  { name: 'benchmark-no-wait', ...BENCHMARK, env: { PERFCMP_BENCH_DELAY_US: '0' } },
  CACHED,
  CACHED_COLD,
  {
    name: 'profiled',
    endpoints: ['profiled'],
    source: get('/profiled'),
    expect: jsonWith({ uri: '/profiled', computation_result: 333_283_335_000 }),
    env: {},
    takesAnyEnv: true,
  },
  ...uploadScenarios(),
  FILES_SCENARIO,
  ...BATCH_SCENARIOS,
  MIXED,
];

/** What is measured when nobody says which and every target knows the contract. */
export const DEFAULT_SCENARIOS: readonly string[] = ['json', 'benchmark-no-wait'];

/** Stands for every built-in scenario. */
export const ALL_SCENARIOS = 'all';

/** Undefined when no built-in scenario has the name. */
export function findScenario(name: string): Scenario | undefined {
  return BUILTIN_SCENARIOS.find((scenario) => scenario.name === name);
}

/** One request of the user's own, for targets outside the contract: only the status is checked. */
export function customScenario(options: {
  readonly name: string;
  readonly request: RequestSpec;
  readonly expectStatus: readonly StatusRange[];
}): Scenario {
  return {
    name: options.name,
    source: fixedSource([options.request]),
    expect: { status: options.expectStatus, mediaType: null, body: null },
    env: {},
  };
}

function get(path: string): Scenario['source'] {
  return fixedSource([{ method: 'GET', path, headers: {}, body: null }]);
}
