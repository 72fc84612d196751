import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmingPlan } from '../../src/experiment/confirming-plan.js';
import type { Plan } from '../../src/model/plan.js';
import { syntheticRun } from '../helpers/events.js';
import { syntheticScenario } from '../helpers/recordings.js';

function planOf(): Plan {
  const scenarios = ['json', 'items'].map((name) => ({ ...syntheticScenario(), name }));
  const targets = ['base', 'head', 'other'].map((name) => ({ name, throughputPerSec: 6000 }));
  const [start] = syntheticRun({ scenarios, targets, launches: 12 });
  assert.ok(start?.kind === 'run-started');
  return {
    ...start.plan,
    alpha: 0.0221,
    durationMs: 24_000,
    stopping: { looks: [6, 9, 12], budgetMs: null, resolution: null },
  };
}

test('only what is in doubt is measured again, with the baseline twice and one look', () => {
  const cells = [{ target: 'head', scenario: 'items', profile: 'c64' }];
  const plan = confirmingPlan(planOf(), { cells, baselineAgain: 'base again', launches: 6 });
  assert.deepEqual(plan.targets, ['base', 'head', 'base again']);
  assert.deepEqual(
    plan.instances.map(({ id, target, cells: own }) => [
      id,
      target,
      own.map((cell) => `${cell.target} ${cell.scenario}`),
    ]),
    [
      ['base', 'base', ['base items']],
      ['head', 'head', ['head items']],
      ['base again', 'base again', ['base again items']],
    ],
  );
  assert.deepEqual(
    plan.scenarios.map(({ name }) => name),
    ['items'],
  );
  assert.deepEqual([plan.launches, plan.durationMs, plan.alpha, plan.stopping], [6, 12_000, 0.05, undefined]);
  assert.notEqual(plan.seed, planOf().seed);
});
