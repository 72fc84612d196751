import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { resolveGate } from '../../src/config/resolve-gate.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import { readEnvironment } from '../../src/machine/environment.js';
import type { Report } from '../../src/model/report.js';
import { runGate } from '../../src/session/gate.js';
import { runComparison } from '../../src/session/run.js';
import { writeCalibration } from '../../src/store/calibration-store.js';
import { fixture } from '../e2e/program.js';
import { calibration } from '../helpers/calibrations.js';
import { quietIo } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-calibrated-'));
process.env.XDG_STATE_HOME = scratch;
after(() => rmSync(scratch, { recursive: true, force: true }));

const POSITIONALS = ['a', 'b'].map((label) => `${label}=DELAY_MS=4 ${fixture('server.mjs')}`);
/** One launch is measured, and no second one fits. */
const FLAGS = { blocks: '2', warmup: '0', slice: '40ms', connections: '2', mode: 'plain', budget: '1ms' };

before(async () => {
  const kept = calibration({ environment: await readEnvironment(), createdAt: new Date().toISOString() });
  const metrics = kept.metrics.map((metric) => ({ ...metric, expectedStddev: 0.5 }));
  assert.ok(writeCalibration({ ...kept, metrics }, process.env));
});

function advice({ warnings }: Report): string[] {
  return warnings.flatMap(({ code, message }) => (code === 'calibrated' ? [message] : []));
}

test('a run says what the calibration of this machine lets it expect, in every metric', async () => {
  const config = resolveRun({ positionals: POSITIONALS, flags: FLAGS, file: null, env: {} });
  const { report } = await runComparison(config, quietIo({ cwd: scratch }));
  const [told, ...others] = advice(report);
  assert.deepEqual(others, []);
  assert.match(told ?? '', /^calibrated here with node-http: 3 launches can call differences from .* in throughput /);
  assert.match(told ?? '', / in cpuPerRequest /);
});

test('a gate says so of what it holds alone', async () => {
  const config = resolveGate({ positionals: POSITIONALS, flags: FLAGS, file: null, env: {} });
  const { report } = await runGate(config, quietIo({ cwd: scratch }));
  const [told, ...others] = advice(report);
  assert.deepEqual(others, []);
  assert.match(told ?? '', /^calibrated here with node-http: 12 launches can call differences from .* in throughput /);
  assert.doesNotMatch(told ?? '', / in cpuPerRequest /);
});
