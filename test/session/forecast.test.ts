import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { GateFlags, RunFlags } from '../../src/config/flags.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { forecastGate, forecastRun } from '../../src/session/forecast.js';
import { quietIo } from './io.js';

const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
after(() => rmSync(root, { recursive: true }));

function forecast(positionals: readonly string[], flags: RunFlags = {}) {
  return forecastRun(resolveRun({ positionals, flags, file: null, env: {} }), quietIo({ cwd: root }));
}

function addTarget(name: string, json: object): void {
  mkdirSync(join(root, 'mine', name), { recursive: true });
  const text = JSON.stringify({ name, title: name, start: ['node'], implements: ['json'], ...json });
  writeFileSync(join(root, 'mine', name, 'target.json'), text);
}

test('targets, scenarios, loads and time are told, and nothing is built or started', async () => {
  addTarget('made', { build: [['touch', join(root, 'built')]], start: ['touch', join(root, 'started')] });
  addTarget('lacking', { requires: [{ name: 'no-such-tool' }] });
  const told = await forecast(['made', 'node-http', 'lacking'], { targetsDir: ['mine'], launches: '2', slice: '50ms' });
  assert.deepEqual(
    told.targets.map(({ name, scenarios, unavailable }) => [name, scenarios, unavailable]),
    [
      ['made', ['json'], null],
      ['node-http', ['json', 'benchmark-no-wait'], null],
      ['lacking', ['json'], 'no-such-tool is not on PATH'],
    ],
  );
  assert.deepEqual(
    told.scenarios.map(({ name, loads }) => [name, loads.map((one) => [one.profile.connections, one.likelySlices])]),
    [
      ['json', [[64, 12]]],
      ['benchmark-no-wait', [[64, 12]]],
    ],
  );
  assert.deepEqual([told.baseline, told.launches, told.seed], ['made', 2, null]);
  // Two launches of two servers, each warmed up for at least 2 s and at most 4: likely 3.
  const { estimatedSeconds, mostSeconds } = told;
  assert.ok(estimatedSeconds > 12 && Math.round(mostSeconds - estimatedSeconds) === 4, JSON.stringify(told));
  assert.ok(!existsSync(join(root, 'built')) && !existsSync(join(root, 'started')));
});

test('a preset is told with the loads of its shapes', async () => {
  const { scenarios, launches } = await forecast([], { preset: 'article', targets: 'express' });
  const benchmark = scenarios.find(({ name }) => name === 'benchmark');
  assert.deepEqual(
    benchmark?.loads.map(({ profile }) => profile.name),
    ['as-claimed', 'fair'],
  );
  assert.equal(scenarios.find(({ name }) => name === 'io')?.loads[0]?.likelySliceMs, null);
  assert.equal(launches, 3);
});

test('a gate is told with its looks, its limits checked, and what it takes to show a loss again', async () => {
  const gate = (flags: GateFlags) =>
    forecastGate(
      resolveGate({
        positionals: ['old=node a.js', 'new=node b.js'],
        flags: { dryRun: true, ...flags },
        file: null,
        env: {},
      }),
      quietIo({ cwd: root }),
    );
  const told = await gate({ looks: '6,8' });
  assert.deepEqual([told.baseline, told.launches, told.looks], ['old', 8, [6, 8]]);
  // A second instance of the baseline takes part in six launches.
  assert.ok((told.confirmingSeconds ?? 0) > (told.estimatedSeconds * 6) / 8, JSON.stringify(told));
  assert.equal((await gate({ confirm: false })).confirmingSeconds, undefined);
  await assert.rejects(gate({ allow: ['jsn:5%'] }), /the scenario does not take part/);
});

test('base and head are told without a repository to check them out of', async () => {
  const flags = { dryRun: true, base: 'main', start: 'node server.js' };
  const config = resolveGate({ positionals: [], flags, file: null, env: {} });
  const { targets, baseline } = await forecastGate(config, quietIo({ cwd: root }));
  assert.deepEqual([baseline, targets.map(({ name }) => name)], ['base', ['base', 'head']]);
});
