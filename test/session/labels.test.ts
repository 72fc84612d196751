import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { verifyTargets } from '../../src/session/verify.js';
import { startInstance } from '../../src/target/instance.js';
import { addHealthyTarget } from '../helpers/healthy-target.js';
import { bundledTarget, quietIo } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-labels-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

test('a bundled target starts under any label, and is described by it', async () => {
  const target = { ...(await bundledTarget('node-http')), name: 'old' };
  const instance = await startInstance(target, { logFile: null, signal: new AbortController().signal });
  await instance.stop();
  assert.equal(instance.description.name, 'old');
});

test('a labelled target is verified by its own name', async () => {
  addHealthyTarget(scratch);
  const request = { kind: 'word', label: 'old', word: 'tiny', env: {} } as const;
  const [outcome] = await verifyTargets([request], quietIo({ cwd: scratch }), { targetsDirs: [scratch] });
  assert.ok(outcome?.kind === 'verified');
  assert.equal(outcome.target, 'old');
  assert.deepEqual([outcome.endpoints, outcome.findings], [['health'], []]);
});
