import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeExpectation } from '../../src/model/describe-expectation.js';
import { requestLines } from '../../src/model/request-source.js';
import { SUCCESS_STATUSES } from '../../src/model/scenario.js';
import { BUILTIN_SCENARIOS, customScenario, DEFAULT_SCENARIOS, findScenario } from '../../src/scenario/builtin.js';

test('the built-in scenarios are these, with these endpoints, requests and connections', () => {
  const lines = BUILTIN_SCENARIOS.map(({ name, endpoints, source, connections = 'any' }) => {
    const [first] = requestLines(source);
    return `${name}: ${endpoints?.join(' ')}, ${source.requests.length} x ${first!.method} ${first!.path}, ${connections}`;
  });
  assert.deepEqual(lines, [
    'plaintext: plaintext, 1 x GET /plaintext, any',
    'json: json, 1 x GET /json, any',
    'benchmark: benchmark, 1 x GET /benchmark, any',
    'benchmark-no-wait: benchmark, 1 x GET /benchmark, any',
    'cached: cached, 1 x GET /cached/{{key}}, any',
    'cached-cold: cached, 1 x GET /cached/{{uuid}}, 256',
    'profiled: profiled, 1 x GET /profiled, any',
    'upload-1k: zero-copy, 3 x POST /zero-copy, 32',
    'upload-16k: zero-copy, 3 x POST /zero-copy, 32',
    'upload-256k: zero-copy, 3 x POST /zero-copy, 32',
    'upload: zero-copy, 9 x POST /zero-copy, 32',
    'files: files-process, 1 x POST /files/process, 8',
    'memory-efficiency: memory-efficiency, 1 x GET /memory/efficiency, 1',
    'io: io-benchmark, 1 x GET /io-benchmark, 1',
    `mixed: ${[
      ...['benchmark', 'cached', 'profiled', 'zero-copy', 'files-process'],
      ...['stats', 'cache-stats', 'memory-stats', 'profiler-stats'],
    ].join(' ')}, 17 x GET /benchmark, any`,
  ]);
});

test('what must come back is what the contract says of the result', () => {
  const lines = BUILTIN_SCENARIOS.map(({ name, expect }) => `${name}: ${describeExpectation(expect)}`);
  assert.deepEqual(lines, [
    'plaintext: 200, 13 bytes',
    'json: 200, JSON {"message":"Hello, World!"}',
    'benchmark: 200, JSON {"result":999000}',
    'benchmark-no-wait: 200, JSON {"result":999000}',
    'cached: 200, JSON with key, data, computation_cost, header X-Cache: HIT',
    'cached-cold: 200, JSON with key, data, computation_cost, header X-Cache: MISS',
    'profiled: 200, JSON with uri, computation_result',
    'upload-1k: 200, JSON {"status":"success"}',
    'upload-16k: 200, JSON {"status":"success"}',
    'upload-256k: 200, JSON {"status":"success"}',
    'upload: 200, JSON {"status":"success"}',
    'files: 200, JSON with processing_result',
    'memory-efficiency: 200, JSON with memory_efficiency_test',
    'io: 200, JSON with io_benchmark_results',
    'mixed: 200, application/json',
  ]);
});

test('benchmark and benchmark-no-wait differ only by name and environment', () => {
  const benchmark = findScenario('benchmark')!;
  const noWait = findScenario('benchmark-no-wait')!;
  assert.deepEqual({ ...noWait, name: 'benchmark', env: {} }, benchmark);
  assert.deepEqual(noWait.env, { PERFCMP_BENCH_DELAY_US: '0' });
});

test('every default scenario exists', () => {
  assert.deepEqual(
    DEFAULT_SCENARIOS.filter((name) => findScenario(name) === undefined),
    [],
  );
});

test('an unknown name finds nothing', () => assert.equal(findScenario('jsn'), undefined));

test('a custom scenario checks the status alone', () => {
  const request = { method: 'GET', path: '/api/items', headers: {}, body: null };
  const scenario = customScenario({ name: '/api/items', request, expectStatus: SUCCESS_STATUSES });
  assert.deepEqual(scenario, {
    name: '/api/items',
    source: { kind: 'fixed', requests: [request] },
    expect: { status: [{ from: 200, to: 399 }], mediaType: null, body: null },
    env: {},
  });
  assert.equal(describeExpectation(scenario.expect), '2xx or 3xx');
});
