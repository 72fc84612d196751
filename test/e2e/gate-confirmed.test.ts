import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { gatesIn, sleeper } from './gates.js';
import { createSandbox } from './program.js';
import { throughputComparison } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);
const { gate, stored } = gatesIn(sandbox);

test('one that was as fast in a stored run, and takes four times as long now, fails by name after fresh launches', async () => {
  const then = await stored();
  const slower = [sleeper('old', 5), sleeper('new', 20), '--allow', '25%'];
  const { code, report } = await gate(...slower, '--against', then.run.id);
  const [check] = report.gate?.results ?? [];
  assert.deepEqual([code, report.gate?.status, report.gate?.exitCode], [EXIT.no, 'fail', EXIT.no], check?.message);
  assert.deepEqual(
    [check?.target, check?.baseline, check?.metric, check?.confirmed],
    ['new', 'old', 'throughput', true],
  );
  assert.equal(check?.confirmation?.launches, 6);
  assert.match(check?.message ?? '', /allowed -25 %, confirmed by 0\.\d+x .* in 6 fresh launches$/);
  const [before, now] = [throughputComparison(then).ratio, throughputComparison(report).ratio];
  assert.ok(Math.abs((check?.estimate.value ?? 0) - (now.value ?? 0) / (before.value ?? 1)) < 1e-9);
  assert.deepEqual([report.run.command, report.gate?.against?.run], ['gate', then.run.id]);
  assert.ok(report.warnings.some((one) => one.code === 'stored-baseline'));
  const again = await sandbox.runHere(['report', 'last']);
  assert.match(again.stdout, /^gate: fail: \/ throughput 0\.\d+x/);
});
