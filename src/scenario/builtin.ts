import type { Expectation, RequestSpec, Scenario, StatusRange } from '../model/scenario.js';

/** A scenario every contract target can be asked, if it implements the endpoint. */
export interface BuiltinScenario {
  readonly scenario: Scenario;
  /** Contract endpoint by name, as in a target's `implements`. */
  readonly endpoint: string;
}

const OK: readonly StatusRange[] = [{ from: 200, to: 200 }];

/** Few enough to stay in any cache, many enough that a server cannot answer from one slot. */
const CACHED_KEYS = Array.from({ length: 100 }, (_, index) => `item-${index}`);

const BENCHMARK: Omit<Scenario, 'name' | 'env'> = {
  requests: [get('/benchmark')],
  expect: jsonWith({ result: 999_000 }),
};

/** In the order they are listed. */
export const BUILTIN_SCENARIOS: readonly BuiltinScenario[] = [
  {
    endpoint: 'plaintext',
    scenario: {
      name: 'plaintext',
      requests: [get('/plaintext')],
      expect: { status: OK, mediaType: 'text/plain', body: { kind: 'text', equals: 'Hello, World!' } },
      env: {},
      takesAnyEnv: true,
    },
  },
  {
    endpoint: 'json',
    scenario: {
      name: 'json',
      requests: [get('/json')],
      expect: jsonWith({ message: 'Hello, World!' }),
      env: {},
      takesAnyEnv: true,
    },
  },
  { endpoint: 'benchmark', scenario: { name: 'benchmark', ...BENCHMARK, env: {} } },
  {
    endpoint: 'benchmark',
    scenario: { name: 'benchmark-no-wait', ...BENCHMARK, env: { PERFCMP_BENCH_DELAY_US: '0' } },
  },
  {
    endpoint: 'cached',
    scenario: {
      name: 'cached',
      requests: CACHED_KEYS.map((key) => get(`/cached/${key}`)),
      expect: jsonWith({ computation_cost: '50ms' }),
      env: {},
      takesAnyEnv: true,
    },
  },
];

/** What is measured when nobody says which and every target knows the contract. */
export const DEFAULT_SCENARIOS: readonly string[] = ['json', 'benchmark-no-wait'];

/** Undefined when no built-in scenario has the name. */
export function findScenario(name: string): BuiltinScenario | undefined {
  return BUILTIN_SCENARIOS.find(({ scenario }) => scenario.name === name);
}

/** One request of the user's own, for targets outside the contract: only the status is checked. */
export function customScenario(options: {
  readonly name: string;
  readonly request: RequestSpec;
  readonly expectStatus: readonly StatusRange[];
}): Scenario {
  return {
    name: options.name,
    requests: [options.request],
    expect: { status: options.expectStatus, mediaType: null, body: null },
    env: {},
  };
}

function get(path: string): RequestSpec {
  return { method: 'GET', path, headers: {}, body: null };
}

function jsonWith(contains: Readonly<Record<string, string | number>>): Expectation {
  return { status: OK, mediaType: 'application/json', body: { kind: 'json', contains } };
}
