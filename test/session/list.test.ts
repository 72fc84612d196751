import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAll } from '../../src/session/list.js';

test('every target has a version: of its framework, or of the runtime where that is all there is', async () => {
  const { targets } = await listAll();
  const versions = Object.fromEntries(targets.map(({ name, version }) => [name, version]));
  assert.equal(versions['node-http'], process.versions.node);
  assert.match(versions.express ?? '', /^\d+\.\d+\.\d+$/);
  assert.notEqual(versions.express, process.versions.node);
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
