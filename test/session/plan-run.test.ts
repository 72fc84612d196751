import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { findScenario } from '../../src/scenario/builtin.js';
import { planOf } from '../../src/session/plan-run.js';
import { bundledTarget } from './io.js';

const SCENARIOS = { scenarios: [findScenario('json')!] };
const CORES = { workers: 1, serverCpus: '1', generatorCpus: null };

test("a target's own warm-up is longer than the run's, unless a warm-up was asked for; quick cuts it", async () => {
  const bundled = await bundledTarget('node-http');
  const jvm = { ...bundled, manifest: { ...bundled.manifest, warmup: { minMs: 20_000, maxMs: 60_000 } } };
  const warmups = (flags: RunFlags, env: NodeJS.ProcessEnv = {}) => {
    const config = resolveRun({ positionals: [], flags, file: null, env });
    const plan = planOf(config, [jvm], SCENARIOS, CORES);
    return plan.instances.map((instance) => instance.warmup ?? plan.warmup);
  };
  assert.deepEqual(warmups({}), [{ minMs: 20_000, maxMs: 60_000 }]);
  assert.deepEqual(warmups({ quick: true }), [{ minMs: 8000, maxMs: 8000 }]);
  assert.deepEqual(warmups({ quick: true, preset: 'article' }), [{ minMs: 20_000, maxMs: 60_000 }]);
  assert.deepEqual(warmups({ warmup: '3s' }), [{ minMs: 3000, maxMs: 6000 }]);
  assert.deepEqual(warmups({}, { PERFCMP_WARMUP: '3s' }), [{ minMs: 3000, maxMs: 6000 }]);
});

test('the cores of a run are part of its plan', async () => {
  const config = resolveRun({ positionals: [], flags: {}, file: null, env: {} });
  const plan = planOf(config, [await bundledTarget('node-http')], SCENARIOS, CORES);
  assert.deepEqual(plan.cores, CORES);
});

test('a plan knows whether its baseline was named, and so must stay', async () => {
  const targets = [await bundledTarget('node-http')];
  const isAsked = (flags: RunFlags) => {
    const config = resolveRun({ positionals: [], flags, file: null, env: {} });
    return planOf(config, targets, SCENARIOS, CORES).isBaselineAsked;
  };
  assert.equal(isAsked({}), false);
  assert.equal(isAsked({ baseline: 'node-http' }), true);
});
