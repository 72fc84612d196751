import type { Expectation, Scenario } from '../model/scenario.js';
import { jsonWith } from './expected-json.js';

const CHECKSUMMED_BYTES = [1024, 4096, 16_384, 65_536, 262_144];

/** Servers do one of these at a time and refuse a second, so that each is measured alone. */
export const BATCH_SCENARIOS: readonly Scenario[] = [
  batch('memory-efficiency', 'memory-efficiency', '/memory/efficiency', {
    memory_efficiency_test: CHECKSUMMED_BYTES.map((bytes) => ({ data_size_bytes: bytes, iterations: 1000 })),
  }),
  batch('io', 'io-benchmark', '/io-benchmark', {
    io_benchmark_results: [
      { scenario: 'small_files', file_count: 100, file_size_bytes: 1024 },
      { scenario: 'medium_files', file_count: 50, file_size_bytes: 10_240 },
      { scenario: 'large_files', file_count: 10, file_size_bytes: 102_400 },
    ],
  }),
];

function batch(name: string, endpoint: string, path: string, contains: Parameters<typeof jsonWith>[0]): Scenario {
  const expect: Expectation = jsonWith(contains);
  return {
    name,
    endpoints: [endpoint],
    source: { kind: 'fixed', requests: [{ method: 'GET', path, headers: {}, body: null }] },
    expect,
    env: {},
    takesAnyEnv: true,
    connections: 1,
    isBatch: true,
    likelyLatencyMs: 1000,
  };
}
