import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { createSandbox, eventually, fixture, processesWith } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

// Far longer than any test: it ends because it is told to. `--mode plain` keeps the data from starting again.
const LONG = ['--blocks', '2000', '--slice', '50ms', '--warmup', '0', '-c', '8', '--launches', '1', '--mode', 'plain'];

const reports = join(sandbox.folder, 'state/perfcmp/reports');

/** Ids of runs that have no report yet, or never will. */
function unfinished(): string[] {
  return existsSync(reports) ? readdirSync(reports).filter((id) => !existsSync(join(reports, id, 'report.json'))) : [];
}

/** Waits until the run that is going on has measured three blocks of its two targets. */
function untilMeasured(): Promise<void> {
  const before = unfinished();
  const events = (id: string): string => join(reports, id, 'events.ndjson');
  // The folder of a run is made a moment before its events are.
  const slices = (id: string): number =>
    existsSync(events(id)) ? readFileSync(events(id), 'utf8').split('"kind":"slice"').length - 1 : 0;
  return eventually('six slices were measured', () =>
    unfinished().some((id) => !before.includes(id) && slices(id) >= 6),
  );
}

/** Two servers that serve from a child each, known by an argument of this test alone. */
function marked(name: string): { readonly marker: string; readonly targets: readonly string[] } {
  const marker = `perfcmp-e2e-${process.pid}-${name}`;
  return { marker, targets: ['a', 'b'].map((label) => `${label}=FORK=1 DELAY_MS=4 ${fixture('server.mjs', marker)}`) };
}

async function assertGone(marker: string): Promise<void> {
  await eventually(`no process of ${marker} is left`, () => processesWith(marker).length === 0);
}

for (const [signal, code] of [
  ['SIGINT', EXIT.sigint],
  ['SIGTERM', EXIT.sigterm],
] as const) {
  test(`${signal} while measuring prints and stores what there is, and leaves no process`, async () => {
    const { marker, targets } = marked(signal);
    const program = sandbox.start(['run', ...targets, '--format', 'json', ...LONG]);
    await untilMeasured();
    assert.ok(processesWith(marker).length >= 4, 'two servers and their children run');
    program.child.kill(signal);
    const ended = await program.ended;
    assert.deepEqual([ended.code, processesWith(marker)], [code, []]);
    assert.match(ended.stderr, new RegExp(`^${signal}: finishing with what was measured so far`, 'm'));
    const report = reportIn(ended.stdout);
    assert.equal(report.run.interrupted, signal);
    assert.equal(report.plan.launchesDone, 0);
    assert.ok(report.measurements.every(({ throughput }) => (throughput.value ?? 0) > 0));
    const again = await sandbox.runHere(['report', 'last', '--format', 'json']);
    assert.deepEqual(reportIn(again.stdout), report);
  });
}

test('SIGKILL leaves no process, and the run can be read from its events', async () => {
  const { marker, targets } = marked('SIGKILL');
  const program = sandbox.start(['run', ...targets, ...LONG]);
  await untilMeasured();
  program.child.kill('SIGKILL');
  assert.equal((await program.ended).signal, 'SIGKILL');
  await assertGone(marker);
  const [id = ''] = unfinished();
  const { code, stdout } = await sandbox.runHere(['report', id, '--format', 'json']);
  assert.equal(code, EXIT.ok);
  assert.equal(reportIn(stdout).run.interrupted, 'unknown');
});

test('a second SIGINT does not wait for a server that will not end, and still leaves no process', async () => {
  const { marker, targets } = marked('stubborn');
  const stubborn = targets.map((target) => target.replace('=', '=IGNORES=SIGTERM '));
  const program = sandbox.start(['run', ...stubborn, ...LONG]);
  await untilMeasured();
  program.child.kill('SIGINT');
  await program.says(/^SIGINT: finishing/m);
  program.child.kill('SIGINT');
  const { code, stdout } = await program.ended;
  assert.deepEqual([code, stdout], [EXIT.sigint, '']);
  await assertGone(marker);
});

test('SIGINT while a target starts leaves no process, and a report of nothing', async () => {
  const marker = `perfcmp-e2e-${process.pid}-starting`;
  const never = `FORK=1 STARTS=never ${fixture('server.mjs', marker)}`;
  const program = sandbox.start(['run', never, never, '--ready-timeout', '60s', '--quiet']);
  await eventually('the target and its child run', () => processesWith(marker).length >= 3);
  program.child.kill('SIGINT');
  const { code, stdout, stderr } = await program.ended;
  assert.deepEqual([code, stderr, processesWith(marker)], [EXIT.sigint, '', []]);
  assert.match(stdout, /^ ! interrupted by SIGINT after 0 of 5 launches/m);
  assert.doesNotMatch(stdout, /could call/, 'nothing is said about differences that were never looked for');
});

test('SIGINT while a target is built ends at once and keeps no half of a build', async () => {
  const program = sandbox.start(['run', 'express', 'node-http', '--quick']);
  await eventually('the build has begun', () => existsSync(join(sandbox.folder, 'cache', 'targets')));
  program.child.kill('SIGINT');
  const { code, stdout, stderr } = await program.ended;
  assert.deepEqual([code, stdout], [EXIT.sigint, '']);
  assert.match(stderr, /^error: .*(interrupted|SIGINT).*$/m);
  const built = readdirSync(join(sandbox.folder, 'cache', 'targets')).filter((name) =>
    /^express-[0-9a-f]+$/.test(name),
  );
  assert.deepEqual(built, []);
});

test('SIGINT ends a load with what it has measured', async () => {
  let served = 0;
  const server = createServer((_request, response) => {
    served += 1;
    response.end('x');
  }).listen(0, '127.0.0.1');
  try {
    await new Promise((done) => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const program = sandbox.start(['load', `http://127.0.0.1:${port}/`, '-d', '10m', '--format', 'json']);
    // The first ones only ask whether it answers.
    await eventually('it is loaded', () => served > 500);
    program.child.kill('SIGINT');
    const { code, stdout } = await program.ended;
    const report = reportIn(stdout);
    assert.deepEqual([code, report.run.interrupted], [EXIT.sigint, 'SIGINT']);
    assert.ok((report.measurements[0]?.requests.ok ?? 0) > 0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
