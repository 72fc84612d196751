import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';
import { reportIn, throughputComparison } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

// Servers that only sleep are as fast on a machine that others keep busy, and have no work to do while others are measured.
// Six launches are the least that a gate takes, so everything else is as short as it can be.
const SHORT = ['-c', '8', '--warmup', '100ms', '--slice', '50ms', '--blocks', '3', '--mode', 'plain'];
const ASKED_TO_DECIDE = ['--looks', '6', '--on-inconclusive', 'fail'];

interface GateRun {
  readonly code: number | null;
  readonly report: Report;
}

async function measure(args: readonly string[]): Promise<GateRun> {
  const { code, stdout, stderr } = await sandbox.run([...args, '--quiet', '--format', 'json', ...SHORT]);
  assert.equal(stderr, '');
  return { code, report: reportIn(stdout) };
}

/** Whether others disturbed it so much that nothing is valid: asked again, and no fault of the gate. */
async function valid(args: readonly string[]): Promise<GateRun> {
  for (let left = 2; ; left -= 1) {
    const run = await measure(args);
    if (run.code !== EXIT.invalid || left === 0) return run;
  }
}

function gate(...args: readonly string[]): Promise<GateRun> {
  return valid(['gate', ...args, ...ASKED_TO_DECIDE]);
}

function sleeper(label: string, delayMs: number): string {
  return `${label}=DELAY_MS=${delayMs} SPIN_MS=0 ${fixture('sleeper.mjs')}`;
}

/** A server beside itself, in a stored run that every gate may be held against. */
const ITSELF = [sleeper('old', 15), sleeper('new', 15)];
let storedOnce: Promise<Report> | undefined;
const stored = (): Promise<Report> => {
  storedOnce ??= valid(['run', ...ITSELF, '--baseline', 'old', '--launches', '6']).then(({ report }) => {
    const file = join(sandbox.folder, 'state/perfcmp/reports', report.run.id, 'report.json');
    writeFileSync(file, JSON.stringify(withReferenceAsFastAsNow(report)));
    return report;
  });
  return storedOnce;
};

/** Without how fast the reference was: that it has to be as fast again, within 5 %, is for test/analysis, where no machine has a say. */
function withReferenceAsFastAsNow(report: Report): Report {
  const measurements = report.measurements.map((one) =>
    one.target === 'old' ? { ...one, throughput: { ...one.throughput, value: null } } : one,
  );
  return { ...report, measurements };
}

test('what is as fast beside its baseline as in a stored run passes, and the run is named', async () => {
  const { run } = await stored();
  const { code, report } = await gate(...ITSELF, '--allow', '50%', '--against', run.id);
  const [check] = report.gate?.results ?? [];
  assert.deepEqual([code, report.gate?.status, check?.status], [EXIT.ok, 'pass', 'pass'], check?.message);
  assert.deepEqual([report.gate?.against?.run, report.gate?.against?.launches], [run.id, 6]);
  assert.ok(Math.abs((check?.estimate.value ?? 0) - 1) < 0.3, `changed to ${check?.estimate.value} times the ratio`);
  assert.equal(report.plan.stopping?.ended, 'settled');
});

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
