import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { gatesIn, ITSELF, SHORT, sleeper } from './gates.js';
import { createSandbox, fixture } from './program.js';

const sandbox = createSandbox();
after(sandbox.remove);
const { gate, stored } = gatesIn(sandbox);

test('what is as fast beside its baseline as in a stored run passes, and the run is named', async () => {
  const { run } = await stored();
  const { code, report } = await gate(...ITSELF, '--allow', '50%', '--against', run.id);
  const [check] = report.gate?.results ?? [];
  assert.deepEqual([code, report.gate?.status, check?.status], [EXIT.ok, 'pass', 'pass'], check?.message);
  assert.deepEqual([report.gate?.against?.run, report.gate?.against?.launches], [run.id, 6]);
  assert.ok(Math.abs((check?.estimate.value ?? 0) - 1) < 0.3, `changed to ${check?.estimate.value} times the ratio`);
  assert.equal(report.plan.stopping?.ended, 'settled');
});

test('a candidate that dies exits with 3, whatever was measured before', async () => {
  const dying = `new=DIE_AFTER=60 ${fixture('server.mjs')}`;
  const { code, report } = await gate(sleeper('old', 5), dying);
  assert.deepEqual([code, report.gate?.exitCode, report.gate?.status], [EXIT.target, EXIT.target, 'invalid']);
  assert.match(report.gate?.results[0]?.message ?? '', /^new failed: /);
  // Nobody is left to be judged.
  assert.equal(report.plan.launchesDone, 1);
});

test('a limit for a scenario that nobody is asked is a mistake, exit 2', async () => {
  const { code, stderr } = await sandbox.runHere(['gate', ...ITSELF, '--allow', 'jsn:5%', ...SHORT]);
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /limit on throughput of scenario "jsn": the scenario does not take part {2}\(choose from \/\)/);
});

test('a stored run that is unknown, or does not compare, is refused before anything is measured', async () => {
  const report = await stored();
  const file = join(sandbox.folder, 'baseline.json');
  const asked = (run: string) => sandbox.runHere(['gate', ...ITSELF, ...SHORT, '--against', run]);
  const unknown = await asked('20200101-0000-abcd');
  assert.equal(unknown.code, EXIT.usage);
  assert.match(unknown.stderr, /no stored run is named "20200101-0000-abcd"/);

  writeFileSync(
    file,
    JSON.stringify({ ...report, environment: { ...report.environment, cpuModel: 'Z80', cores: 99 } }),
  );
  const moved = await asked(file);
  assert.deepEqual([moved.code, moved.stdout], [EXIT.invalid, '']);
  assert.match(moved.stderr, /does not compare: CPU model \(Z80, now .+\); cores \(99, now \d+\)\n *hint: .*--base/);

  writeFileSync(file, JSON.stringify({ ...report, plan: { ...report.plan, baseline: 'other' } }));
  const other = await asked(file);
  assert.equal(other.code, EXIT.usage);
  assert.match(other.stderr, /has the baseline other, and this gate old/);
});
