import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeConfigs, says } from '../../src/config/merge-config.js';
import type { UserConfig } from '../../src/config/user-config.js';

test('objects of settings are merged key by key, everything else is taken as a whole', () => {
  const strong: UserConfig = {
    targets: ['express'],
    headers: { Accept: 'text/html' },
    margins: { throughput: '3%' },
    load: { rate: '5k', headers: { 'X-A': '2' } },
    gate: { budget: '1m', thresholds: ['throughput=3%'] },
    seed: undefined,
  };
  const weak: UserConfig = {
    targets: ['koa', 'hono'],
    headers: { Accept: 'text/plain', 'X-B': '1' },
    margins: { throughput: '1%', 'latency.p99': '20%' },
    load: { rate: '1k', connections: 4, headers: { 'X-A': '1', 'X-C': '1' } },
    gate: { budget: '9m', looks: '6', thresholds: ['latency.p99=9%'] },
    seed: 7,
  };
  assert.deepEqual(mergeConfigs(strong, weak), {
    targets: ['express'],
    headers: { Accept: 'text/html', 'X-B': '1' },
    margins: { throughput: '3%', 'latency.p99': '20%' },
    load: { rate: '5k', connections: 4, headers: { 'X-A': '2', 'X-C': '1' } },
    gate: { budget: '1m', looks: '6', thresholds: ['throughput=3%'] },
    seed: 7,
  });
});

test('what says the same in another way is set aside below, and what a file says twice stays for it to be refused', () => {
  const rows: [UserConfig, UserConfig, UserConfig][] = [
    [{ blocks: 5 }, { duration: '9s', launches: 2 }, { blocks: 5, launches: 2 }],
    [{ budget: '5m' }, { quick: true, duration: '9s' }, { budget: '5m' }],
    [{ quick: true }, { resolve: '2%' }, { quick: true }],
    [{ path: '/a' }, { scenarios: ['json'], method: 'PUT' }, { path: '/a', method: 'PUT' }],
    [{ scenarios: ['json'] }, { path: '/a', headers: { A: '1' }, body: 'x' }, { scenarios: ['json'] }],
    [{ input: 'a.txt' }, { body: 'x' }, { input: 'a.txt' }],
    [{ load: { requests: 5 } }, { load: { duration: '9s' } }, { load: { requests: 5 } }],
    [{ load: { stages: '1k@1s' } }, { load: { rate: '5k', duration: '9s' } }, { load: { stages: '1k@1s' } }],
    [{ load: { har: 'a.har' } }, { load: { path: '/a', method: 'PUT' } }, { load: { har: 'a.har' } }],
    [{ blocks: 5, duration: '1s' }, { blocks: 6 }, { blocks: 5, duration: '1s' }],
  ];
  for (const [strong, weak, merged] of rows) assert.deepEqual(mergeConfigs(strong, weak), merged);
});

test('a place is said by whoever says the whole that it is part of', () => {
  const config: UserConfig = {
    targets: ['express'],
    headers: { Accept: '*/*' },
    margins: { 'latency.p50': 1 },
    load: { headers: { A: '1' } },
  };
  const said = [
    'targets',
    'targets[3].label',
    'headers.Accept',
    'load.headers.A',
    'margins.latency.p50',
    'load',
    'headers',
  ];
  assert.deepEqual(
    said.filter((place) => !says(config, place)),
    [],
  );
  const unsaid = ['headers.Cookie', 'load.rate', 'load.headers.B', 'gate.looks', 'margins.latency.p99', 'mode'];
  assert.deepEqual(
    unsaid.filter((place) => says(config, place)),
    [],
  );
});
