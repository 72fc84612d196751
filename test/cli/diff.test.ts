import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { RunDiff } from '../../src/model/diff.js';
import type { Report } from '../../src/model/report.js';
import { EARLIER, LATER } from '../helpers/diff-cases.js';
import { perfcmpHere as perfcmp, perfcmp as spawned } from './harness.js';

const cwd = mkdtempSync(join(tmpdir(), 'perfcmp-diff-'));
after(() => rmSync(cwd, { recursive: true, force: true }));
const env = { XDG_STATE_HOME: join(cwd, 'state') };
Object.assign(process.env, env);

function store({ run: { id, startedAt: createdAt }, ...report }: Report): void {
  const folder = join(cwd, 'state', 'perfcmp', 'reports', id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ schema: 'perfcmp/run@1', id, createdAt }));
  writeFileSync(join(folder, 'report.json'), JSON.stringify({ ...report, run: { ...EARLIER.run, id } }));
}

store(EARLIER);
store(LATER);
const moved = { ...LATER, environment: { ...LATER.environment, cores: 8 } };
writeFileSync(join(cwd, 'moved.json'), JSON.stringify({ ...moved, run: { ...LATER.run, id: '20261124-0000-0000' } }));
const rebased = { ...LATER, plan: { ...LATER.plan, baseline: 'other' } };
writeFileSync(
  join(cwd, 'rebased.json'),
  JSON.stringify({ ...rebased, run: { ...LATER.run, id: '20261124-0000-0001' } }),
);
writeFileSync(join(cwd, 'other.json'), '{"schema":"k6"}');

test('two stored runs are held against each other', async () => {
  const { code, stdout, stderr } = await spawned(['diff', EARLIER.run.id, 'last', '--format', 'json'], { cwd, env });
  assert.deepEqual([code, stderr], [EXIT.ok, '']);
  const diff = JSON.parse(stdout) as RunDiff;
  assert.deepEqual([diff.first.id, diff.second.id, diff.isComparable], [EARLIER.run.id, LATER.run.id, true]);
  assert.equal(diff.comparisons[0]?.verdict, 'slower');
});

test('a run of another machine is refused with exit code 5, by name, and shown without a verdict when forced', async () => {
  const [refused, forced] = await Promise.all([
    perfcmp(['diff', EARLIER.run.id, 'moved.json'], { cwd, env }),
    perfcmp(['diff', EARLIER.run.id, 'moved.json', '--force'], { cwd, env }),
  ]);
  assert.deepEqual([refused.code, forced.code], [EXIT.invalid, EXIT.invalid]);
  assert.match(refused.stdout, /not comparable: the runs differ in\n ! cores: 2, then 8\n/);
  assert.doesNotMatch(refused.stdout, /throughput/);
  assert.match(forced.stdout, /throughput .*\] +invalid$/m);
});

test('runs with different baselines do not compare, exit 5', async () => {
  const { code, stdout, stderr } = await perfcmp(['diff', EARLIER.run.id, 'rebased.json'], { cwd, env });
  assert.deepEqual([code, stdout], [EXIT.invalid, '']);
  assert.match(stderr, /the runs have different baselines/);
});

for (const [args, expected] of [
  [['last', LATER.run.id], /are the same run: 20261123-0912-11ab/],
  [[EARLIER.run.id, 'nope'], /no stored run is named "nope"/],
  [[EARLIER.run.id, 'other.json'], /other\.json cannot be read: schema is "k6".*\nhint: name a report that --output/],
  [[EARLIER.run.id, 'latr.json'], /there is no file .*latr\.json\nhint: name a report that --output/],
  [[EARLIER.run.id, '.'], /report\.json cannot be read: ENOENT.*\nhint: name a report that --output/],
  [[EARLIER.run.id], /missing required argument 'second'/],
  [[EARLIER.run.id, LATER.run.id, '--format', 'csv'], /--format: must be one of text, json, markdown, got "csv"/],
] as const) {
  test(`diff ${args.join(' ')} is a mistake, exit 2`, async () => {
    const { code, stdout, stderr } = await perfcmp(['diff', ...args], { cwd, env });
    assert.deepEqual([code, stdout], [EXIT.usage, '']);
    assert.match(stderr, expected);
  });
}
