import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeExpectation } from '../../src/model/describe-expectation.js';
import { SUCCESS_STATUSES } from '../../src/model/scenario.js';
import { BUILTIN_SCENARIOS, customScenario, DEFAULT_SCENARIOS, findScenario } from '../../src/scenario/builtin.js';

test('the built-in scenarios are these, with these expectations', () => {
  const lines = BUILTIN_SCENARIOS.map(({ scenario, endpoint }) => {
    const { name, requests, expect } = scenario;
    return `${name}: ${endpoint}, ${requests.length} x ${requests[0]!.method} ${requests[0]!.path} -> ${describeExpectation(expect)}`;
  });
  assert.deepEqual(lines, [
    'plaintext: plaintext, 1 x GET /plaintext -> 200, 13 bytes',
    'json: json, 1 x GET /json -> 200, JSON {"message":"Hello, World!"}',
    'benchmark: benchmark, 1 x GET /benchmark -> 200, JSON {"result":999000}',
    'benchmark-no-wait: benchmark, 1 x GET /benchmark -> 200, JSON {"result":999000}',
    'cached: cached, 100 x GET /cached/item-0 -> 200, JSON {"computation_cost":"50ms"}',
  ]);
});

test('benchmark and benchmark-no-wait differ only by name and environment', () => {
  const benchmark = findScenario('benchmark')!.scenario;
  const noWait = findScenario('benchmark-no-wait')!.scenario;
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
    requests: [request],
    expect: { status: [{ from: 200, to: 399 }], mediaType: null, body: null },
    env: {},
  });
  assert.equal(describeExpectation(scenario.expect), '2xx or 3xx');
});
