import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { GateFlags } from '../../src/config/flags.js';
import { resolveGate } from '../../src/config/resolve-gate.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import { runGate } from '../../src/session/gate.js';
import { checkGate, planAgainst } from '../../src/session/gate-plan.js';
import { toolVersion } from '../../src/session/tool-version.js';
import { syntheticRun } from '../helpers/events.js';
import { quietIo, recorder } from './io.js';

const TWO = ['old=node a.js', 'new=node b.js'];

async function problemsOf(flags: GateFlags, { gate }: Pick<UserConfig, 'gate'> = {}): Promise<readonly string[]> {
  const config = resolveGate({ positionals: TWO, flags, file: { gate }, env: {} });
  try {
    await checkGate(config, quietIo());
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ where, message }) => `${where}: ${message}`);
    throw error;
  }
  return [];
}

test('every limit has to meet something that a candidate is asked', async () => {
  assert.deepEqual(await problemsOf({}), []);
  assert.deepEqual(await problemsOf({ allow: ['jsn:5%', '5%'] }), [
    'limit on throughput of scenario "jsn": the scenario does not take part',
  ]);
  const open = { gate: { thresholds: [{ metric: 'latency.p99', maxRegression: '5%', loop: 'open' }] } } as const;
  assert.deepEqual(await problemsOf({}, open), ['limit on latency.p99: nothing is measured with a loop that is open']);
  assert.deepEqual(await problemsOf({ loop: 'both' }, open), []);
});

test('throughput at a rate that is set is no limit', async () => {
  const words = 'limit on throughput: at a rate that is set there is nothing to hold';
  assert.deepEqual(await problemsOf({ loop: 'open' }), [words]);
  assert.deepEqual(await problemsOf({ loop: 'both' }), []);
  const open = { gate: { thresholds: [{ metric: 'throughput', min: 100, loop: 'open' }] } } as const;
  assert.deepEqual(await problemsOf({ loop: 'both' }, open), [words]);
});

test('base and head are checked before either is looked for', async () => {
  const flags = { base: 'main', start: 'node server.js', allow: ['jsn:5%'] };
  const config = resolveGate({ positionals: [], flags, file: null, env: {} });
  await assert.rejects(
    runGate(config, quietIo({ cwd: '/' })),
    (error) => error instanceof ConfigError && /the scenario does not take part/.test(error.message),
  );
});

async function warnedOf(budget: string): Promise<readonly string[]> {
  const { events: told, onEvent } = recorder();
  const config = resolveGate({ positionals: TWO, flags: { budget }, file: null, env: {} });
  await checkGate(config, quietIo({ onEvent }));
  return told.flatMap((event) => (event.kind === 'warning' ? [event.warning.message] : []));
}

test('a budget that a decision does not fit into is warned of with one that it does', async () => {
  const [message = '', ...more] = await warnedOf('20s');
  const words =
    /^a budget of 20s has room for (?:none|about [1-5]) of the 6 launches that a gate takes at least, and fewer decide nothing: give --budget (\d+s)$/;
  const advised = words.exec(message)?.[1];
  assert.deepEqual(more, []);
  assert.ok(advised !== undefined, message);
  assert.deepEqual(await warnedOf(advised), []);
  assert.match((await warnedOf('1ms')).join(), / room for none of the 6 launches /);
});

test('a stored run of another machine ends a gate at its first look, where it may not fail for it', () => {
  const events = syntheticRun({ launches: 6 });
  const [start] = events;
  assert.ok(start?.kind === 'run-started');
  const stored = analyseRun(events, { toolVersion: toolVersion() });
  const looksHere = (onInvalid: 'fail' | 'warn', cpuModel: string) => {
    const config = resolveGate({ positionals: TWO, flags: { onInvalid }, file: null, env: {} });
    const { events: told, onEvent } = recorder();
    const chosen = { plan: start.plan, environment: { ...start.environment, cpuModel } };
    const { stopping } = planAgainst(config, stored, chosen, quietIo({ onEvent }));
    return [stopping?.looks, told.map((event) => (event.kind === 'warning' ? event.warning.message : event.kind))];
  };
  const { cpuModel } = start.environment;
  assert.deepEqual(looksHere('fail', cpuModel), [[6, 9, 12], []]);
  const words = `run ${stored.run.id} does not compare: CPU model (${cpuModel}, now Z80); no loss will be judged by it`;
  assert.deepEqual(looksHere('warn', 'Z80'), [[6], [words]]);
  assert.throws(() => looksHere('fail', 'Z80'), /does not compare/);
});
