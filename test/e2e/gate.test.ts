import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { createSandbox, fixture } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

// Servers that only sleep are as fast on a machine that others keep busy, and have no work to do while others are measured.
// Six launches are the least that a gate takes, so everything else is as short as it can be.
const SHORT = ['-c', '8', '--warmup', '100ms', '--slice', '50ms', '--blocks', '3', '--looks', '6', '--mode', 'plain'];

interface GateRun {
  readonly code: number | null;
  readonly report: Report;
}

async function gate(args: readonly string[]): Promise<GateRun> {
  const { code, stdout, stderr } = await sandbox.run([
    'gate',
    '--quiet',
    '--format',
    'json',
    ...args,
    ...SHORT,
    ...ASKED_TO_DECIDE,
  ]);
  assert.equal(stderr, '');
  return { code, report: reportIn(stdout) };
}

/** Whether others disturbed it so much that nothing is valid: asked again once, and no fault of the gate. */
async function valid(args: readonly string[]): Promise<GateRun> {
  const run = await gate(args);
  return run.code === EXIT.invalid ? gate(args) : run;
}

function sleeper(label: string, delayMs: number): string {
  return `${label}=DELAY_MS=${delayMs} ${fixture('sleeper.mjs')}`;
}

const ASKED_TO_DECIDE = ['--on-inconclusive', 'fail'];

/** A server beside itself: one gate is enough for all that is asked about its end, and about its run in the store. */
const ITSELF = [sleeper('old', 10), sleeper('new', 10), '--allow', '50%'];
let beside: Promise<GateRun> | undefined;
const besideItself = (): Promise<GateRun> => (beside ??= valid(ITSELF));

test('a server beside itself passes a limit that noise cannot reach', async () => {
  const { code, report } = await besideItself();
  assert.deepEqual([code, report.gate?.status], [EXIT.ok, 'pass'], JSON.stringify(report.gate?.results));
  assert.equal(report.plan.stopping?.ended, 'settled');
});

test('one that takes four times as long as in a stored run fails by name, after fresh launches showed it again', async () => {
  const { report: stored } = await besideItself();
  const slower = [sleeper('old', 10), sleeper('new', 40), '--allow', '25%'];
  const { code, report } = await valid([...slower, '--against', withReferenceAsFastAsNow(stored)]);
  const [check] = report.gate?.results ?? [];
  assert.deepEqual([code, report.gate?.status, report.gate?.exitCode], [EXIT.no, 'fail', EXIT.no], check?.message);
  assert.deepEqual(
    [check?.target, check?.baseline, check?.metric, check?.confirmed],
    ['new', 'old', 'throughput', true],
  );
  assert.equal(check?.confirmation?.launches, 6);
  assert.match(check?.message ?? '', /allowed -25 %, confirmed by 0\.\d+x .* in 6 fresh launches$/);
  const [then] = stored.comparisons;
  const [now] = report.comparisons;
  assert.ok(Math.abs((check?.estimate.value ?? 0) - (now?.ratio.value ?? 0) / (then?.ratio.value ?? 1)) < 1e-9);
  assert.deepEqual([report.run.command, report.gate?.against?.run], ['gate', stored.run.id]);
  assert.ok(report.warnings.some((one) => one.code === 'stored-baseline'));
  const again = await sandbox.run(['report', 'last']);
  assert.match(again.stdout, /^gate: fail: \/ throughput 0\.\d+x/);
});

/**
 * The file of a stored run without how fast the reference was: that it has to be as fast again, within 5 %, is for
 * test/analysis, where no machine has a say.
 */
function withReferenceAsFastAsNow(stored: Report): string {
  const file = join(sandbox.folder, 'stored.json');
  const measurements = stored.measurements.map((one) =>
    one.target === 'old' ? { ...one, throughput: { ...one.throughput, value: null } } : one,
  );
  writeFileSync(file, JSON.stringify({ ...stored, measurements }));
  return file;
}

test('a candidate that dies exits with 3, whatever was measured before', async () => {
  const dying = `new=WORK=1000 DIE_AFTER=60 ${fixture('server.mjs')}`;
  const { code, report } = await gate([sleeper('old', 5), dying]);
  assert.deepEqual([code, report.gate?.exitCode, report.gate?.status], [EXIT.target, EXIT.target, 'invalid']);
  assert.match(report.gate?.results[0]?.message ?? '', /^new failed: /);
  // Nobody is left to be judged.
  assert.equal(report.plan.launchesDone, 1);
});

test('a limit for a scenario that nobody is asked is a mistake, exit 2', async () => {
  const { code, stderr } = await sandbox.run([
    'gate',
    sleeper('old', 5),
    sleeper('new', 5),
    '--allow',
    'jsn:5%',
    ...SHORT,
  ]);
  assert.equal(code, EXIT.usage);
  assert.match(stderr, /limit on throughput of scenario "jsn": the scenario does not take part {2}\(choose from \/\)/);
});

test('a stored run that is unknown, or does not compare, is refused before anything is measured', async () => {
  const { report } = await besideItself();
  const file = join(sandbox.folder, 'baseline.json');
  const asked = (run: string) => sandbox.run(['gate', ...ITSELF, ...SHORT, '--against', run]);
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
