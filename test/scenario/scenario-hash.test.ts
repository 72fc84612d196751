import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scenario } from '../../src/model/scenario.js';
import { findScenario } from '../../src/scenario/builtin.js';
import { scenarioHash } from '../../src/scenario/scenario-hash.js';

test('the hash of a scenario tells what is asked from what is random', () => {
  const cached = findScenario('cached');
  assert.ok(cached?.source.kind === 'made');
  const seeded = { ...cached, source: { ...cached.source, seed: 4711 } };
  assert.equal(scenarioHash(seeded), scenarioHash(cached));
  assert.notEqual(scenarioHash({ ...cached, env: { A: '1' } }), scenarioHash(cached));
  assert.notEqual(scenarioHash({ ...cached, source: { ...cached.source, rows: 1 } }), scenarioHash(cached));
});

test('one byte of a body is another scenario', () => {
  const upload = findScenario('upload-1k');
  assert.ok(upload?.source.kind === 'fixed');
  const [first] = upload.source.requests;
  assert.ok(first?.body != null);
  const body = new Uint8Array(first.body);
  body[0] = (body[0] ?? 0) ^ 1;
  const changed: Scenario = { ...upload, source: { ...upload.source, requests: [{ ...first, body }] } };
  const whole: Scenario = { ...upload, source: { ...upload.source, requests: [first] } };
  assert.notEqual(scenarioHash(changed), scenarioHash(whole));
});
