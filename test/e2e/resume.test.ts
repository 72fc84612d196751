import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import type { RunEvent } from '../../src/model/events.js';
import { countedEvents } from '../../src/model/pieces.js';
import { createSandbox, eventually, fixture, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const reports = join(sandbox.folder, 'state/perfcmp/reports');
const TARGETS = (marker: string) => ['a', 'b'].map((label) => `${label}=DELAY_MS=4 ${fixture('server.mjs', marker)}`);
const PLAN = [
  ...['--launches', '3', '--blocks', '4', '--slice', '60ms', '--warmup', '0'],
  ...['-c', '1', '--mode', 'plain', '--seed', '7'],
];

function eventsOf(id: string): string {
  const path = join(reports, id, 'events.ndjson');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Waits until a run measures in this launch, and gives its id. */
async function untilLaunch(launch: number): Promise<string> {
  const isThere = (id: string): boolean => eventsOf(id).includes(`{"kind":"slice","launch":${launch}`);
  const ids = (): string[] => (existsSync(reports) ? readdirSync(reports) : []);
  await eventually(`launch ${launch} is measured`, () => ids().some(isThere));
  return ids().find(isThere) ?? '';
}

test('a run that SIGINT ended and, when it went on, SIGKILL, is measured to its end by one of two that resume it', async () => {
  const marker = `perfcmp-e2e-${process.pid}-resume`;
  const begun = sandbox.start(['run', ...TARGETS(marker), ...PLAN, '--format', 'json']);
  const id = await untilLaunch(2);
  begun.child.kill('SIGINT');
  const { code, stderr } = await begun.ended;
  assert.equal(code, EXIT.sigint);
  assert.match(stderr, new RegExp(`^perfcmp run --resume ${id} measures the rest\n$`, 'm'));
  assert.equal(stderr.trimEnd().split('\n').at(-1), `perfcmp run --resume ${id} measures the rest`);
  await eventually('no server is left', () => processesWith(marker).length === 0);

  const goneOn = sandbox.start(['run', '--resume', 'last', '--format', 'json']);
  assert.equal(await untilLaunch(3), id);
  goneOn.child.kill('SIGKILL');
  await goneOn.ended;
  await eventually('no server is left', () => processesWith(marker).length === 0);

  const both = [0, 1].map(() => sandbox.start(['run', '--resume', id, '--quiet', '--format', 'json']));
  const outcomes = await Promise.all(both.map(({ ended }) => ended));
  const refused = outcomes.findIndex(({ code }) => code === EXIT.usage);
  const [own, other] = [outcomes[refused], outcomes[1 - refused]];
  assert.ok(own !== undefined && other !== undefined, outcomes.map(({ stderr }) => stderr).join());
  const pid = both[1 - refused]?.child.pid;
  const hint = `wait for its end, or interrupt it: kill -INT ${pid}`;
  assert.equal(own.stderr, `error: run ${id} is still going on, as process ${pid}\nhint: ${hint}\n`);
  assert.equal(eventsOf(id).match(/^\{"kind":"run-resumed"/gm)?.length, 2);

  // So short a run may well be called invalid.
  assert.ok(other.code === EXIT.ok || other.code === EXIT.invalid, other.stderr);
  const { run, plan } = reportIn(other.stdout);
  assert.deepEqual([run.id, run.interrupted, run.seed], [id, null, 7]);
  assert.equal(plan.launchesDone, 3);
  assert.deepEqual(
    run.pieces?.map(({ launches }) => launches),
    [1, 1, 1],
  );
  const events = eventsOf(id)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
  const slices = countedEvents(events).flatMap((event) => (event.kind === 'slice' ? [event.launch] : []));
  assert.deepEqual(
    slices,
    [1, 2, 3].flatMap((launch) => Array<number>(2 * plan.blocks).fill(launch)),
  );
  const finished = events.flatMap((event) => (event.kind === 'launch-finished' ? [event.launch] : []));
  assert.deepEqual(finished, [1, 2, 3], 'no launch was measured twice to its end');
  assert.deepEqual(processesWith(marker), []);
  const again = await sandbox.runHere(['run', '--resume', id]);
  assert.deepEqual([again.code, again.stdout], [EXIT.usage, '']);
  assert.match(again.stderr, new RegExp(`^error: run ${id} is complete\nhint: perfcmp report ${id} prints it\n$`));
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
