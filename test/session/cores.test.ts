import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { ConfigError } from '../../src/errors.js';
import { readCores } from '../../src/machine/cores.js';
import type { Target } from '../../src/model/target.js';
import { checkWorkers, coreWarnings, decideCores, onOwnCores, withWorkers } from '../../src/session/cores.js';
import { prepareTargets } from '../../src/session/prepare-targets.js';
import { runComparison } from '../../src/session/run.js';
import { fixtureCommand } from '../target/server-fixtures.js';
import { bundledTarget, quietIo } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-cores-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const { allowed, cannotLimit } = readCores();
const COUNTING = fixtureCommand('counts-its-cores.mjs');

function run(positionals: readonly string[], flags: RunFlags = {}) {
  process.env.XDG_STATE_HOME = scratch;
  const short = {
    launches: '1',
    blocks: '2',
    warmup: '100ms',
    slice: '20ms',
    connections: '2',
    mode: 'plain',
    ...flags,
  };
  return runComparison(resolveRun({ positionals, flags: short, file: null, env: {} }), quietIo({ cwd: scratch }));
}

test('a server runs on one core unless it is told otherwise, and the report says so', async (context) => {
  if (cannotLimit !== null) return context.skip(cannotLimit);
  const { report } = await run([COUNTING]);
  assert.equal(report.targets[0]?.workers, 1);
  const { workers, serverCpus } = report.plan.cores ?? {};
  assert.deepEqual([workers, serverCpus], [1, allowed.length === 1 ? null : String(allowed.at(-1))]);
  const used = report.measurements[0]?.server?.coresUsed ?? Number.NaN;
  assert.ok(used > 0 && used < 1.15, `${used} cores`);
  const [busiest] = report.targets[0]?.processes ?? [];
  assert.ok(busiest?.launch === 1 && busiest.pid !== null && busiest.share > 0.5, JSON.stringify(busiest));
});

test('more workers than cores are refused with the cores there are', () => {
  checkWorkers(allowed.length);
  checkWorkers('native');
  assert.throws(
    () => checkWorkers(allowed.length + 1),
    (error) =>
      error instanceof ConfigError && /workers want a core each, and there (is|are) \d+ core/.test(error.message),
  );
});

test('a target that one worker serves only is refused by name and left out of a group', async () => {
  const bundled = await bundledTarget('null-server');
  const target = { ...bundled, manifest: { ...bundled.manifest, severalWorkers: [] } };
  const prepare = (isNamed: boolean) =>
    prepareTargets([{ target, isNamed, env: {} }], quietIo(), { workers: 2, rebuild: false });
  await assert.rejects(prepare(true), { code: 'one-worker', exitCode: 3 });
  const { startable, skipped } = await prepare(false);
  assert.equal(startable.size, 0);
  const [event] = skipped;
  assert.ok(event?.kind === 'warning');
  assert.match(event.warning.message, /^runs one worker only/);
});

test('several workers are asked only what they answer as one would', async () => {
  const bundled = await bundledTarget('null-server');
  const target: Target = {
    ...bundled,
    manifest: { ...bundled.manifest, implements: ['json', 'cached'], severalWorkers: ['json'] },
  };
  const asked = (workers: number | 'native') => {
    const taking = withWorkers(target, workers);
    return taking.kind === 'bundled' && taking.manifest.implements;
  };
  assert.deepEqual(asked(2), ['json']);
  assert.deepEqual(asked(1), ['json', 'cached']);
  assert.deepEqual(asked('native'), ['json', 'cached']);
});

test('perfcmp keeps to its own cores only while it measures', async (context) => {
  if (cannotLimit !== null || allowed.length < 2) return context.skip(cannotLimit ?? 'there is one core');
  const { generator } = resolveRun({ positionals: [], flags: {}, file: null, env: {} });
  const decision = decideCores({ workers: 1, pin: true, generator });
  const during = await onOwnCores(decision, async () => readCores().allowed);
  assert.deepEqual(during, allowed.slice(0, -1));
  assert.deepEqual(readCores().allowed, allowed);
});

test('what could not be had is said once, and of a server that runs already', () => {
  const plan = { workers: 1, serverCpus: null, generatorCpus: null };
  const endpoint = { protocol: 'http', host: '127.0.0.1', port: 1, socketPath: null, authority: 'a:1', tls: null };
  const url = { kind: 'url', name: 'a:1', url: 'http://a:1/', endpoint } as unknown as Target;
  const warnings = coreWarnings({ plan, notLimited: 'no taskset', notPinned: 'too few' }, [url]).flatMap((event) =>
    event.kind === 'warning' ? `${event.warning.level} ${event.warning.target}: ${event.warning.message}` : [],
  );
  assert.deepEqual(coreWarnings({ plan: { ...plan, serverCpus: '1' }, notLimited: null, notPinned: null }, []), []);
  const [crowded] = coreWarnings({ plan: { ...plan, workers: 2 }, notLimited: null, notPinned: null }, []);
  assert.match(JSON.stringify(crowded), /"note".*"with 2 workers a server no core is left for the load generator/);
  assert.deepEqual(warnings, [
    'warn null: servers may use all cores: no taskset',
    'note a:1: runs already: its cores are neither limited nor seen',
    'warn null: not pinned: too few',
  ]);
});
