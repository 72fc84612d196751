import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ceilingLoads } from '../../src/experiment/ceiling-loads.js';
import { ceilingTimes } from '../../src/experiment/ceiling-times.js';
import { createPlan } from '../../src/experiment/plan.js';
import type { ScenarioAnswer } from '../../src/model/contract.js';
import { fixedSource } from '../../src/model/request-source.js';
import type { Scenario } from '../../src/model/scenario.js';
import { openProfile, syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const ENDPOINT = {
  protocol: 'http',
  host: '127.0.0.1',
  port: 1,
  socketPath: null,
  authority: '127.0.0.1:1',
  tls: null,
} as const;

function planOf(scenarios: readonly Scenario[], profiles = [syntheticProfile()]) {
  return createPlan({
    targets: ['a', 'b'].map((name) => ({ name, scenarios })),
    baseline: 'a',
    scenarios,
    profiles,
    seed: 7,
    launches: 1,
    blocks: 6,
    fewestBlocks: 6,
    sliceMs: 100,
    durationMs: null,
    warmupMs: 2000,
    mode: 'auto',
    quick: false,
    margins: {},
  });
}

function answer(scenario: string, bodyBytes: number): ScenarioAnswer {
  return { scenario, request: 'GET /', status: 200, headerBytes: 120, bodyBytes, mediaType: null };
}

function uploading(name: string, bytes: number, method = 'POST'): Scenario {
  const body = bytes === 0 ? null : new Uint8Array(bytes);
  const headers = { 'content-type': 'application/octet-stream' };
  return { ...syntheticScenario(name), source: fixedSource([{ method, path: '/upload', headers, body }]) };
}

function told(scenarios: readonly Scenario[], answers: readonly ScenarioAnswer[]) {
  return ceilingLoads(planOf(scenarios), answers, ENDPOINT).map(({ scenarios: names, answerBytes, source }) => [
    names.join(' '),
    answerBytes,
    source.kind === 'fixed'
      ? source.requests.map(({ method, body }) => `${method} ${body?.byteLength ?? 0}`).join()
      : '',
  ]);
}

test('scenarios with small requests and answers share the plainest ceiling there is', () => {
  const scenarios = ['json', 'cached'].map((name) => syntheticScenario(name));
  const answers = [answer('json', 27), answer('json', 29), answer('cached', 900)];
  assert.deepEqual(told(scenarios, answers), [['json cached', null, 'GET 0']]);
});

test('what answers much has a ceiling with as much, in the middle of the targets', () => {
  const scenarios = ['json', 'page'].map((name) => syntheticScenario(name));
  const answers = [answer('json', 27), answer('page', 15_000), answer('page', 17_000), answer('page', 900_000)];
  assert.deepEqual(
    told(scenarios, answers).map(([names, bytes]) => [names, bytes]),
    [
      ['json', null],
      ['page', 16_384],
    ],
  );
});

test('an upload has a ceiling of its own requests, and a HEAD is asked as a GET', () => {
  const scenarios = [uploading('small', 100), uploading('upload', 16_000), uploading('head', 0, 'HEAD')];
  assert.deepEqual(told(scenarios, [answer('head', 5000)]), [
    ['small', null, 'GET 0'],
    ['upload', null, 'POST 16000'],
    ['head', 4096, 'GET 0'],
  ]);
});

test('what is sent at a rate, or alone, has no ceiling', () => {
  const batch: Scenario = { ...syntheticScenario('batch'), isBatch: true };
  const loads = ceilingLoads(planOf([syntheticScenario('json'), batch], [openProfile(500, 1000)]), [], ENDPOINT);
  assert.deepEqual(loads, []);
});

test('a ceiling takes as long as suits the warm-up that was asked for', () => {
  const times = (minMs: number) => ceilingTimes({ warmup: { minMs, maxMs: 2 * minMs } });
  assert.deepEqual(times(2000), { settleMs: 400, windowMs: 800 });
  assert.deepEqual(times(30_000), { settleMs: 400, windowMs: 800 });
  assert.deepEqual(times(1500), { settleMs: 300, windowMs: 600 });
  assert.deepEqual(times(100), { settleMs: 100, windowMs: 200 });
});
