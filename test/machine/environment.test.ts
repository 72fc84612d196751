import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { detectCi, fingerprintOf, readEnvironment } from '../../src/machine/environment.js';
import { probeSpeedUs } from '../../src/machine/speed-probe.js';

test('the environment names this machine', async () => {
  const environment = await readEnvironment();
  assert.equal(environment.kernel, os.release());
  assert.equal(environment.node, process.versions.node);
  assert.equal(environment.cores, os.availableParallelism());
  assert.ok(environment.memoryBytes <= os.totalmem());
  assert.match(environment.fingerprint, /^[0-9a-f]{64}$/);
});

test('the fingerprint ignores load and a few bytes of memory, and nothing else', async () => {
  const { fingerprint, ...facts } = await readEnvironment();
  assert.equal(fingerprintOf({ ...facts, loadAverage: facts.loadAverage + 3 }), fingerprint);
  assert.equal(
    fingerprintOf({ ...facts, memoryBytes: 2 ** 33 }),
    fingerprintOf({ ...facts, memoryBytes: 2 ** 33 + 1 }),
  );
  assert.notEqual(fingerprintOf({ ...facts, memoryBytes: facts.memoryBytes * 2 }), fingerprint);
  assert.notEqual(fingerprintOf({ ...facts, cores: facts.cores + 1 }), fingerprint);
  assert.notEqual(fingerprintOf({ ...facts, node: '1.2.3' }), fingerprint);
});

test('a CI system is known by its own variable before the general one', () => {
  assert.equal(detectCi({ CI: 'true', GITHUB_ACTIONS: 'true' }), 'github');
  assert.equal(detectCi({ CI: 'true' }), 'unknown');
  assert.equal(detectCi({ CI: 'false' }), null);
  assert.equal(detectCi({}), null);
});

test('the speed probe takes some time every time', () => {
  for (let call = 0; call < 3; call++) assert.ok(probeSpeedUs() > 100);
});
