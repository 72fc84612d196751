import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quickCheck } from '../../src/contract/quick-check.js';
import type { Scenario } from '../../src/model/scenario.js';
import { BUILTIN_SCENARIOS, findScenario } from '../../src/scenario/builtin.js';
import { withTinyServer } from './tiny-server.js';

function scenario(name: string): Scenario {
  return findScenario(name)!.scenario;
}

test('a correct server answers every built-in scenario, and the sizes are those on the wire', async () => {
  // The fixture's cache costs less than the scenario expects; the rest it answers as written.
  const scenarios = BUILTIN_SCENARIOS.map((builtin) => builtin.scenario).filter(({ name }) => name !== 'cached');
  const { problems, answers } = await withTinyServer(null, (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios }),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    answers.map(({ scenario: name, status, mediaType }) => [name, status, mediaType]),
    [
      ['plaintext', 200, 'text/plain; charset=utf-8'],
      ['json', 200, 'application/json'],
      ['benchmark', 200, 'application/json'],
      ['benchmark-no-wait', 200, 'application/json'],
    ],
  );
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    'Content-Length: 27',
    `Date: ${new Date(0).toUTCString()}`,
    'Connection: keep-alive',
    'Keep-Alive: timeout=5',
    '\r\n',
  ].join('\r\n');
  assert.equal(answers[1]?.headerBytes, head.length);
  assert.equal(answers[1].bodyBytes, 27);
});

test('at most 20 distinct requests of a scenario are sent', async () => {
  const { answers } = await withTinyServer(null, (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [scenario('cached')] }),
  );
  assert.equal(answers.length, 20);
});

test('equal requests of a scenario are sent once', async () => {
  const json = scenario('json');
  const { answers } = await withTinyServer(null, (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [{ ...json, requests: [...json.requests, ...json.requests] }] }),
  );
  assert.equal(answers.length, 1);
});

test('an answer the scenario does not expect is a problem, and still an answer', async () => {
  const { problems, answers } = await withTinyServer('plaintext with newline', (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [scenario('plaintext')] }),
  );
  assert.deepEqual(problems, [
    {
      endpoint: 'plaintext',
      level: 'fail',
      rule: 'answers as the scenario expects',
      sent: 'GET /plaintext',
      expected: '200, 13 bytes',
      got: '200, text/plain; charset=utf-8, Hello, World! ',
    },
  ]);
  assert.equal(answers[0]?.bodyBytes, 14);
});

test('a request without an answer is a problem and no answer', async () => {
  const { problems, answers } = await withTinyServer('drops /json', (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [scenario('json')] }),
  );
  assert.deepEqual(
    problems.map(({ got }) => got),
    ['no answer: socket hang up'],
  );
  assert.deepEqual(answers, []);
});
