import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instancesOf } from '../../src/experiment/instances.js';
import type { Scenario } from '../../src/model/scenario.js';
import { findScenario } from '../../src/scenario/builtin.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const PROFILE = syntheticProfile();

/** Id, environment and scenarios of every instance, the parts that differ. */
function instances(scenarios: readonly Scenario[]) {
  return instancesOf('express', scenarios, () => [PROFILE]).map(({ id, env, cells }) => [
    id,
    env,
    cells.map((cell) => cell.scenario),
  ]);
}

function builtin(name: string): Scenario {
  const found = findScenario(name);
  assert.ok(found);
  return found;
}

test('a scenario that takes any environment joins one that does not', () => {
  const delay = { PERFCMP_BENCH_DELAY_US: '0' };
  assert.deepEqual(instances([builtin('json'), builtin('benchmark-no-wait')]), [
    ['express', delay, ['json', 'benchmark-no-wait']],
  ]);
  assert.deepEqual(instances([builtin('benchmark-no-wait'), builtin('json')]), [
    ['express', delay, ['benchmark-no-wait', 'json']],
  ]);
});

test('every distinct environment is an instance of its own, the empty one too', () => {
  const scenarios = [
    syntheticScenario('a', { env: { SIZE: '1' } }),
    syntheticScenario('b', { env: { SIZE: '2' } }),
    syntheticScenario('c', { env: { SIZE: '2', OTHER: 'x' } }),
    syntheticScenario('e', { env: { SIZE: '2' } }),
    syntheticScenario('d'),
  ];
  assert.deepEqual(instances(scenarios), [
    ['express', { SIZE: '1' }, ['a']],
    ['express+2', { SIZE: '2' }, ['b', 'e']],
    ['express+3', { SIZE: '2', OTHER: 'x' }, ['c']],
    ['express+4', {}, ['d']],
  ]);
});

test('one path with and without a variable is asked of two instances', () => {
  assert.deepEqual(instances([builtin('benchmark'), builtin('benchmark-no-wait')]), [
    ['express', {}, ['benchmark']],
    ['express+2', { PERFCMP_BENCH_DELAY_US: '0' }, ['benchmark-no-wait']],
  ]);
});

test('every scenario x profile is one cell', () => {
  const profiles = [PROFILE, syntheticProfile({ name: 'c64 p8', pipelining: 8 })];
  const [instance] = instancesOf('express', [builtin('json'), builtin('plaintext')], () => profiles);
  assert.deepEqual(
    instance?.cells.map(({ target, scenario, profile }) => `${target} ${scenario} ${profile}`),
    ['express json c64', 'express json c64 p8', 'express plaintext c64', 'express plaintext c64 p8'],
  );
  assert.deepEqual(
    instancesOf('express', [], () => profiles),
    [],
  );
});

test('a scenario that changes what others find has an instance for itself', () => {
  assert.deepEqual(instances([builtin('cached-cold'), builtin('cached'), builtin('json')]), [
    ['express', {}, ['cached', 'json']],
    ['express+2', {}, ['cached-cold']],
  ]);
});
