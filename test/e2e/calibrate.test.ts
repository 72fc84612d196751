import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Calibration } from '../../src/model/calibration.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';

const sandbox = createSandbox();
after(sandbox.remove);

const SERVER = `DELAY_MS=4 ${fixture('server.mjs')}`;
const SHORT = ['--warmup', '100ms', '--slice', '30ms', '--blocks', '3', '-c', '4', '--quiet'];

test('a server is compared with itself, and what that shows is kept where it is sound', async () => {
  const args = ['calibrate', SERVER, '--budget', '11s', '--format', 'json', ...SHORT];
  const { code, stdout, stderr } = await sandbox.run(args);
  assert.equal(stderr, '');
  const found = JSON.parse(stdout) as Calibration;
  assert.ok(found.launches >= 3, `${found.launches} launches`);
  assert.equal(found.metrics[0]?.metric, 'throughput');
  assert.equal(found.metrics[0]?.launchRatios.length, found.launches);
  // Whether it is sound is the machine's business.
  assert.equal(code, found.isSound ? EXIT.ok : EXIT.invalid);
  const folder = join(sandbox.folder, 'state', 'perfcmp', 'calibrations');
  const kept = existsSync(folder) ? readdirSync(folder) : [];
  assert.deepEqual(kept, found.isSound ? [`${found.environment.fingerprint.slice(0, 16)}.json`] : []);
  const report = JSON.parse((await sandbox.runHere(['report', '--format', 'json'])).stdout) as Report;
  assert.deepEqual([report.run.command, report.run.id], ['calibrate', found.run]);
  // By which it is decided whether there is time to begin again in another mode.
  assert.equal(report.plan.stopping?.budgetMs, 11_000);
});

test('a budget that three launches do not fit into is refused with what they take', async () => {
  const { code, stderr } = await sandbox.runHere(['calibrate', SERVER, '--budget', '1s', ...SHORT]);
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /^error: 1s is too short for 3 launches, which take about \d+s\nhint: --budget \d+s or more\n$/);
});

test('a target that does not start is told as one', async () => {
  const { code, stdout, stderr } = await sandbox.runHere(['calibrate', 'node -e 0', ...SHORT]);
  assert.deepEqual([code, stdout], [EXIT.target, '']);
  assert.match(stderr, /node -e 0/);
});
