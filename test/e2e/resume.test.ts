import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import { countedEvents } from '../../src/model/pieces.js';
import { createSandbox, eventually, fixture, type Outcome, type Program, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const reports = join(sandbox.folder, 'state/perfcmp/reports');
const TARGETS = (marker: string) => ['a', 'b'].map((label) => `${label}=DELAY_MS=4 ${fixture('server.mjs', marker)}`);
const PLAN = [
  ...['--launches', '2', '--blocks', '4', '--slice', '60ms', '--warmup', '0'],
  ...['-c', '1', '--mode', 'plain', '--seed', '7'],
];

function eventsOf(id: string): string {
  const path = join(reports, id, 'events.ndjson');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Waits until the newest run measures in this launch, and gives its id. */
async function untilLaunch(before: readonly string[], launch: number): Promise<string> {
  const isNew = (id: string): boolean => !before.includes(id);
  const isThere = (id: string): boolean => eventsOf(id).includes(`{"kind":"slice","launch":${launch}`);
  const ids = (): string[] => (existsSync(reports) ? readdirSync(reports).filter(isNew) : []);
  await eventually(`launch ${launch} is measured`, () => ids().some(isThere));
  return ids().find(isThere) ?? '';
}

function runsBefore(): string[] {
  return existsSync(reports) ? readdirSync(reports) : [];
}

function begin(marker: string): Program {
  return sandbox.start(['run', ...TARGETS(marker), ...PLAN, '--format', 'json']);
}

/** That the rest was measured as if nothing had been between, and that nothing is left to resume. */
async function assertWhole(id: string, outcome: Outcome, marker: string): Promise<void> {
  // So short a run may well be called invalid.
  assert.ok(outcome.code === EXIT.ok || outcome.code === EXIT.invalid, outcome.stderr);
  const report = reportIn(outcome.stdout);
  assert.deepEqual([report.run.id, report.run.interrupted, report.run.seed], [id, null, 7]);
  assert.equal(report.plan.launchesDone, 2);
  assert.deepEqual(
    report.run.pieces?.map(({ launches }) => launches),
    [1, 1],
  );
  const { blocks } = report.plan;
  const counted = countedEvents(
    eventsOf(id)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent),
  );
  const slices = counted.flatMap((event) => (event.kind === 'slice' ? [event.launch] : []));
  assert.deepEqual(
    slices,
    [1, 2].flatMap((launch) => Array<number>(2 * blocks).fill(launch)),
  );
  const finished = [...eventsOf(id).matchAll(/^\{"kind":"launch-finished","launch":(\d)/gm)].map(
    ([, launch]) => launch,
  );
  assert.deepEqual(finished, ['1', '2'], 'no launch was measured twice to its end');
  assert.deepEqual(processesWith(marker), []);
  const again = await sandbox.runHere(['run', '--resume', id]);
  assert.deepEqual([again.code, again.stdout], [EXIT.usage, '']);
  assert.match(again.stderr, new RegExp(`^error: run ${id} is complete\nhint: perfcmp report ${id} prints it\n$`));
}

test('a run that SIGINT ended after its first launch is measured to its end', async () => {
  const marker = `perfcmp-e2e-${process.pid}-resume-SIGINT`;
  const before = runsBefore();
  const program = begin(marker);
  const id = await untilLaunch(before, 2);
  program.child.kill('SIGINT');
  const ended = await program.ended;
  assert.equal(ended.code, EXIT.sigint);
  assert.match(ended.stderr, new RegExp(`^perfcmp run --resume ${id} measures the rest\n$`, 'm'));
  assert.equal(ended.stderr.trimEnd().split('\n').at(-1), `perfcmp run --resume ${id} measures the rest`);
  await eventually('no server is left', () => processesWith(marker).length === 0);
  await assertWhole(id, await sandbox.run(['run', '--resume', 'last', '--format', 'json']), marker);
});

test('of two processes that resume a run that SIGKILL ended, one measures it to its end, which the other names', async () => {
  const marker = `perfcmp-e2e-${process.pid}-resume-SIGKILL`;
  const before = runsBefore();
  const program = begin(marker);
  const id = await untilLaunch(before, 2);
  program.child.kill('SIGKILL');
  await program.ended;
  await eventually('no server is left', () => processesWith(marker).length === 0);
  const both = [0, 1].map(() => sandbox.start(['run', '--resume', id, '--quiet', '--format', 'json']));
  const outcomes = await Promise.all(both.map(({ ended }) => ended));
  const refused = outcomes.findIndex(({ code }) => code === EXIT.usage);
  const [own, other] = [outcomes[refused], outcomes[1 - refused]];
  assert.ok(own !== undefined && other !== undefined, outcomes.map(({ stderr }) => stderr).join());
  await assertWhole(id, other, marker);
  const pid = both[1 - refused]?.child.pid;
  const hint = `wait for its end, or interrupt it: kill -INT ${pid}`;
  assert.equal(own.stderr, `error: run ${id} is still going on, as process ${pid}\nhint: ${hint}\n`);
  const resumed = eventsOf(id).match(/^\{"kind":"run-resumed"/gm);
  assert.equal(resumed?.length, 1);
});

test('what would make another run of it is refused beside --resume', async () => {
  const { code, stderr } = await sandbox.runHere([
    'run',
    'express',
    '--resume',
    'last',
    '--launches',
    '9',
    '-c',
    '5',
    '--quiet',
  ]);
  assert.equal(code, EXIT.usage);
  assert.deepEqual(
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ {2}\(.*/, '')),
    [
      'error: target "express": a run that is resumed has its targets',
      'error: --launches: would make another run of the one that is resumed',
      'error: -c/--connections: would make another run of the one that is resumed',
    ],
  );
  const gate = await sandbox.runHere(['gate', 'a=node a.js', 'b=node b.js', '--resume', 'last']);
  assert.equal(gate.code, EXIT.usage);
  assert.match(gate.stderr, /^error: --resume: is for perfcmp run: a gate judges what one job has measured in one go/m);
});
