import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentDifferences, forbidding, forbidsAll, runDifferences } from '../../src/analysis/comparability.js';
import type { Report } from '../../src/model/report.js';
import { threeTargets } from '../helpers/report-cases.js';
import { machineOf, measured } from '../helpers/reports.js';

const first = threeTargets();

function words(second: Report): string[] {
  return runDifferences(first, second, 'express').map(
    (one) =>
      `${one.level} ${one.field}: ${one.first} / ${one.second}${one.scenario === null ? '' : ` (${one.scenario})`}`,
  );
}

test('a run is comparable with itself', () => {
  assert.deepEqual(words(first), []);
});

test('every fact of the machine that differs is named with both values', () => {
  const second = {
    ...machineOf(first),
    kernel: '6.19.0',
    cpuModel: 'AMD EPYC 7763',
    cores: 4,
    memoryBytes: 16e9,
    node: '22.1.0',
    governor: 'powersave',
    container: 'docker',
    ci: 'github',
    loadAverage: 7,
  };
  assert.deepEqual(
    environmentDifferences(first.environment, second).map((one) => [one.field, one.first, one.second]),
    [
      ['kernel', '6.18.5-generic', '6.19.0'],
      ['CPU model', 'Intel(R) Xeon(R) Processor @ 2.90GHz', 'AMD EPYC 7763'],
      ['cores', '2', '4'],
      ['memory', '7941 MiB', '15259 MiB'],
      ['node of perfcmp', '20.20.2', '22.1.0'],
      ['CPU governor', 'none', 'powersave'],
      ['container', 'none', 'docker'],
      ['CI system', 'none', 'github'],
    ],
  );
});

test('rates of open loops are the same within 2 %, and beyond 5 % another load', () => {
  const [scenario, ...rest] = first.scenarios;
  assert.ok(scenario !== undefined);
  const at = (ratePerSec: number): Report => {
    const profiles = first.profiles.map((one) => ({
      ...one,
      name: 'open-50%',
      kind: 'open' as const,
      ratePerSec: null,
    }));
    const rate = { profile: 'open-50%', ratePerSec, capacityPerSec: 2 * ratePerSec, slowest: 'express' };
    return { ...first, profiles, scenarios: [{ ...scenario, rates: [rate] }, ...rest] };
  };
  const told = (ratePerSec: number) =>
    runDifferences(at(2000), at(ratePerSec), 'express').map(({ level, field, first: one, second }) => [
      level,
      field,
      one,
      second,
    ]);
  const field = `rate open-50% of scenario ${scenario.name}`;
  assert.deepEqual(told(2039), []);
  assert.deepEqual(told(1930), [['warn', field, '2000/s', '1930/s']]);
  assert.deepEqual(told(2101), [['refuse', field, '2000/s', '2101/s']]);
});

test('a few megabytes less after a boot are the same machine', () => {
  const machine = machineOf(first);
  const second = { ...machine, memoryBytes: machine.memoryBytes - 4e6 };
  assert.deepEqual(environmentDifferences(first.environment, second), []);
});

test('the reference has to be the same program, what is compared may have changed', () => {
  const targets = first.targets.map((target) => ({ ...target, version: '6.0.0' }));
  assert.deepEqual(words({ ...first, targets }), [
    'warn version of node-http: 20.20.2 / 6.0.0',
    'refuse version of express: 5.3.0 / 6.0.0',
    'warn version of spring-like: 12.5.1 / 6.0.0',
  ]);
});

test('pinning, mode, version of perfcmp and neighbours are seen', () => {
  const second: Report = {
    ...first,
    tool: { name: 'perfcmp', version: '0.2.0' },
    plan: { ...first.plan, mode: 'freeze', cores: { workers: 1, serverCpus: '1', generatorCpus: '0' } },
    targets: first.targets.slice(0, 2),
  };
  assert.deepEqual(words(second), [
    'refuse version of perfcmp: 0.1.0 / 0.2.0',
    'refuse CPUs of perfcmp: all / 0',
    'warn measuring mode: plain / freeze',
    'warn targets: express, node-http, spring-like / express, node-http',
  ]);
});

test('what is asked of one scenario stands against that scenario alone', () => {
  const scenarios = first.scenarios.map((one) => (one.name === 'json' ? { ...one, path: '/json?x=1' } : one));
  const second = { ...first, scenarios };
  const differences = runDifferences(first, second, 'express');
  assert.deepEqual(words(second), ['refuse path of scenario json: /json / /json?x=1 (json)']);
  assert.equal(forbidsAll(differences), false);
  assert.equal(forbidding(differences, 'json').length, 1);
  assert.equal(forbidding(differences, 'benchmark-no-wait').length, 0);
});

test('connections and engine belong to what was asked', () => {
  const second: Report = {
    ...first,
    profiles: first.profiles.map((profile) => ({ ...profile, connections: 32 })),
    measurements: first.measurements.map((cell) => ({
      ...cell,
      generator: { ...cell.generator, engine: 'undici', threads: 2 },
    })),
  };
  assert.deepEqual(words(second), [
    'refuse connections of scenario json: 64 / 32 (json)',
    'refuse engine of scenario json: socket x 1 / undici x 2 (json)',
    'refuse connections of scenario benchmark-no-wait: 64 / 32 (benchmark-no-wait)',
    'refuse engine of scenario benchmark-no-wait: socket x 1 / undici x 2 (benchmark-no-wait)',
  ]);
});

for (const [share, isSame] of [
  [1.049, true],
  [0.951, true],
  [1.051, false],
  [0.949, false],
] as const) {
  test(`a reference at ${share} times its speed is ${isSame ? 'the same' : 'another'} machine`, () => {
    const cell = measured('express', 'json', 6214 * share, 2.1);
    const measurements = first.measurements.map((one) =>
      one.target === 'express' && one.scenario === 'json' ? cell : one,
    );
    const expected = `refuse speed of express in scenario json: 6214 req/s / ${Math.round(6214 * share)} req/s (json)`;
    assert.deepEqual(words({ ...first, measurements }), isSame ? [] : [expected]);
  });
}

test('a scenario whose hash differs is another one, where both reports have a hash', () => {
  const hashed = (hash: string): Report => ({ ...first, scenarios: first.scenarios.map((one) => ({ ...one, hash })) });
  const differences = runDifferences(hashed('a'.repeat(64)), hashed('b'.repeat(64)), 'express');
  assert.deepEqual(
    differences.map(({ field }) => field),
    ['content of scenario json', 'content of scenario benchmark-no-wait'],
  );
  assert.deepEqual(runDifferences(first, hashed('a'.repeat(64)), 'express'), []);
});
