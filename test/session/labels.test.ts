import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyTargets } from '../../src/session/verify.js';
import { startInstance } from '../../src/target/instance.js';
import { bundledTarget, quietIo } from './io.js';

test('a bundled target starts under any label, and is described by it', async () => {
  const target = { ...(await bundledTarget('node-http')), name: 'old' };
  const instance = await startInstance(target, { logFile: null, signal: new AbortController().signal });
  await instance.stop();
  assert.equal(instance.description.name, 'old');
});

test('a labelled bundled target is verified by its own name', async () => {
  const [outcome] = await verifyTargets([{ kind: 'word', label: 'old', word: 'node-http', env: {} }], quietIo());
  assert.ok(outcome?.kind === 'verified');
  assert.equal(outcome.target, 'old');
  assert.deepEqual(outcome.findings, []);
});
