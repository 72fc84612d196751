import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listAll } from '../../src/session/list.js';

test('every target has a version: of its framework, or of the runtime where that is all there is', async () => {
  const { targets } = await listAll();
  const versions = Object.fromEntries(targets.map(({ name, version }) => [name, version]));
  assert.equal(versions['node-http'], process.versions.node);
  assert.match(versions.express ?? '', /^\d+\.\d+\.\d+$/);
  assert.notEqual(versions.express, process.versions.node);
});

test('a target of the user’s has the version of what runs it, and folders that are no targets are told', async () => {
  const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
  for (const [name, program] of [
    ['on-node', 'node'],
    ['on-its-own', './server'],
  ]) {
    mkdirSync(join(root, String(name)));
    writeFileSync(join(root, String(name), 'target.json'), JSON.stringify({ name, title: 'Mine', start: [program] }));
  }
  mkdirSync(join(root, 'begun'));
  const { targets, others } = await listAll([root]);
  rmSync(root, { recursive: true });
  const versions = Object.fromEntries(targets.map(({ name, version }) => [name, version]));
  assert.deepEqual([versions['on-node'], versions['on-its-own']], [process.versions.node, null]);
  // What lies beside the bundled targets is known to be there.
  assert.deepEqual(others, [join(root, 'begun')]);
});

test('the default scenarios are marked, and their variables shown', async () => {
  const { scenarios } = await listAll();
  assert.deepEqual(
    scenarios.filter(({ isDefault }) => isDefault),
    [
      {
        name: 'json',
        method: 'GET',
        path: '/json',
        requests: 1,
        endpoints: ['json'],
        connections: null,
        env: {},
        isDefault: true,
      },
      {
        name: 'benchmark-no-wait',
        method: 'GET',
        path: '/benchmark',
        requests: 1,
        endpoints: ['benchmark'],
        connections: null,
        env: { PERFCMP_BENCH_DELAY_US: '0' },
        isDefault: true,
      },
    ],
  );
});
