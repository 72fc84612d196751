import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunFlags } from '../../src/config/flags.js';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { EXIT, PerfcmpError, type Problem } from '../../src/errors.js';
import { readEnvironment } from '../../src/machine/environment.js';
import { ownIdentity } from '../../src/machine/process-identity.js';
import type { OutputConfig } from '../../src/model/config.js';
import type { RunEvent } from '../../src/model/events.js';
import { countedEvents } from '../../src/model/pieces.js';
import type { SessionResult } from '../../src/session/io.js';
import { resolveTargets } from '../../src/session/resolve-targets.js';
import { resumeDocument } from '../../src/session/resume-document.js';
import { resumeRun } from '../../src/session/resume-run.js';
import { runComparison } from '../../src/session/run.js';
import { calibrationFolder, writeCalibration } from '../../src/store/calibration-store.js';
import { openStore } from '../../src/store/run-store.js';
import { calibration } from '../helpers/calibrations.js';
import { quietIo, recorder } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-resume-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = join(scratch, 'state');

const OUTPUT: OutputConfig = { format: 'text', files: [], quiet: true };
const SHORT: RunFlags = { blocks: '2', warmup: '0', slice: '20ms', connections: '2', mode: 'plain', launches: '2' };

/** A folder with a server of its own, as a user has it. */
function project(): string {
  const folder = mkdtempSync(join(scratch, 'project-'));
  copyFileSync('test/fixtures/servers/hello.mjs', join(folder, 'server.mjs'));
  mkdirSync(join(folder, 'reports'));
  writeFileSync(join(folder, 'reports', '.perfcmp'), '');
  return folder;
}

/** Begins a run that is interrupted as soon as so many of its launches are over. */
async function interrupted(cwd: string, launches: number, flags: RunFlags = {}): Promise<SessionResult> {
  const controller = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind === 'launch-finished' && event.launch === launches) controller.abort('SIGINT');
  };
  const positionals = ['a=node server.mjs', 'b=node server.mjs'];
  const config = resolveRun({ positionals, flags: { ...SHORT, ...flags }, file: null, env: {} });
  return runComparison(config, quietIo({ cwd, signal: controller.signal, onEvent }));
}

function resume(
  cwd: string,
  run = 'last',
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<SessionResult> {
  return resumeRun({ run, output: OUTPUT }, quietIo({ cwd, onEvent }));
}

async function refusal(cwd: string, run = 'last'): Promise<string> {
  const error = await resume(cwd, run).then(
    () => assert.fail('it was resumed'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PerfcmpError, String(error));
  assert.equal(error.exitCode, 2);
  return error.message;
}

/** Changes a file of a stored run. */
function edit(cwd: string, id: string, file: string, change: (text: string) => string): void {
  const path = join(cwd, 'reports', id, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const original = project();
const first = await interrupted(original, 1);

/** A copy of the store with that run; its commands still lie where it was begun. */
function begun(): { readonly cwd: string; readonly id: string } {
  const cwd = mkdtempSync(join(scratch, 'copy-'));
  cpSync(join(original, 'reports'), join(cwd, 'reports'), { recursive: true });
  return { cwd, id: first.storedAs ?? '' };
}

test('a run goes on where it was interrupted, keeps its launches, and is stored as one', async () => {
  const { cwd } = begun();
  assert.deepEqual([first.exitCode, first.resumeAs, first.report.plan.launchesDone], [130, first.storedAs, 1]);
  const { events: told, onEvent } = recorder();
  const whole = await resume(cwd, 'last', onEvent);
  assert.deepEqual([whole.storedAs, whole.resumeAs], [first.storedAs, undefined]);
  // So short a run may well be called invalid.
  assert.ok(whole.exitCode === EXIT.ok || whole.exitCode === EXIT.invalid, `${whole.exitCode}`);
  const { run, plan } = whole.report;
  assert.deepEqual([run.id, run.interrupted, plan.launchesDone], [first.storedAs, null, 2]);
  assert.deepEqual(
    run.pieces?.map(({ launches }) => launches),
    [1, 1],
  );
  assert.equal(run.seed, first.report.run.seed);
  // Only what was missing was measured now.
  const launches = told.flatMap((event) => (event.kind === 'launch-started' ? [event.launch] : []));
  assert.deepEqual(launches, [2]);
  const stored = openStore({ cwd, env: {} }).readRun(whole.storedAs ?? '');
  const finished = stored.events().flatMap((event) => (event.kind === 'launch-finished' ? [event.launch] : []));
  assert.deepEqual(finished, [1, 2]);
  const slices = countedEvents(stored.events()).flatMap((event) => (event.kind === 'slice' ? [event.launch] : []));
  assert.deepEqual(slices, [1, 1, 1, 1, 2, 2, 2, 2], 'two blocks of two targets a launch, each once');
  assert.deepEqual(stored.report, JSON.parse(JSON.stringify(whole.report)));
  assert.match(await refusal(cwd, whole.storedAs ?? ''), /^run \S+ is complete$/);
  assert.match(await refusal(cwd), /^no interrupted run is stored in /);
});

test('a run that goes on says what a calibration of this machine lets all of its launches expect', async () => {
  const { cwd } = begun();
  const kept = calibration({ environment: await readEnvironment(), createdAt: new Date().toISOString() });
  const metrics = kept.metrics.map((metric) => ({ ...metric, expectedStddev: 0.5 }));
  const own = { XDG_STATE_HOME: join(scratch, 'state') };
  assert.ok(writeCalibration({ ...kept, metrics }, own));
  try {
    const { report } = await resume(cwd);
    const told = report.warnings.flatMap(({ code, message }) => (code === 'calibrated' ? [message] : []));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^calibrated here with node-http: 2 launches can call differences from /);
  } finally {
    rmSync(calibrationFolder(own), { recursive: true });
  }
});

test('of two that resume a run at once one measures it, and the other is told which process does', async () => {
  const { cwd, id } = begun();
  const both = await Promise.allSettled([resume(cwd, id), resume(cwd)]);
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
  assert.deepEqual(refused, [`PerfcmpError: run ${id} is still going on, as process ${process.pid}`]);
  const events = openStore({ cwd, env: {} }).readRun(id).events();
  const finished = events.flatMap((event) => (event.kind === 'launch-finished' ? [event.launch] : []));
  assert.deepEqual([finished, events.filter(({ kind }) => kind === 'run-resumed').length], [[1, 2], 1]);
});

test('a budget counts what was measured before, and the run ends where another launch would not fit', async () => {
  const cwd = project();
  const { storedAs: id } = await interrupted(cwd, 1, { launches: '3', budget: '10m' });
  assert.ok(id !== null);
  // The pieces before took nearly all of it.
  edit(cwd, id, 'events.ndjson', (text) => text.replace(/("kind":"run-finished","seconds":)[\d.]+/, '$1599.9'));
  const { report } = await resume(cwd);
  assert.deepEqual([report.plan.launchesDone, report.plan.stopping?.ended], [1, 'budget']);
  assert.equal(report.run.interrupted, null);
});

test('what is not as it was is refused, all that is not at once', async () => {
  const { cwd, id } = begun();
  const server = join(original, 'server.mjs');
  const text = readFileSync(server, 'utf8');
  writeFileSync(server, `${text}\n// changed`);
  const where = `--resume ${id}: target`;
  const changed = 'the files that it is started from have changed';
  assert.equal(await refusal(cwd), `${where} "a": ${changed}\n${where} "b": ${changed}`);
  writeFileSync(server, text);
  edit(cwd, id, 'resume.json', (text) => text.replace(/"toolVersion":"[^"]*"/, '"toolVersion":"0.0.1"'));
  edit(cwd, id, 'events.ndjson', (text) =>
    text.replace(/"fingerprint":"\w+"/, '"fingerprint":"f00d"').replace(/"kernel":"[^"]*"/, '"kernel":"1.0"'),
  );
  assert.match(await refusal(cwd), /: perfcmp is \S+, and was 0\.0\.1\n.*: kernel is \S+, and was 1\.0$/);
});

test('a variable that servers inherit and that is not what it was is refused by its name', async () => {
  const { cwd, id } = begun();
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = '--max-old-space-size=64';
  try {
    assert.match(await refusal(cwd), new RegExp(`^--resume ${id}: variable NODE_OPTIONS [^=]*$`));
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
});

test('a scenario or a plan that would be another is refused', async () => {
  const { cwd, id } = begun();
  edit(cwd, id, 'resume.json', (text) => text.replace('"launches":2', '"launches":4'));
  assert.match(await refusal(cwd), /: its plan would be another: launches$/);
  edit(cwd, id, 'resume.json', (text) => text.replace('"launches":4', '"launches":2'));
  edit(cwd, id, 'events.ndjson', (text) => text.replace(/"hash":"\w+"/, '"hash":"0"'));
  assert.match(await refusal(cwd), /: scenario "\/" asks or expects something else than it did$/);
});

test('a run that still goes on, of another command, or without what it takes is refused with its reason', async () => {
  const { cwd, id } = begun();
  writeFileSync(join(cwd, 'reports', id, 'owner'), ownIdentity());
  assert.match(await refusal(cwd, id), new RegExp(`^run ${id} is still going on, as process ${process.pid}$`));
  assert.match(await refusal(cwd), /is still going on, as process/);
  rmSync(join(cwd, 'reports', id, 'owner'));
  edit(cwd, id, 'events.ndjson', (text) => text.replace('"command":"run"', '"command":"gate"'));
  assert.match(await refusal(cwd), /is of perfcmp gate, which is one job$/);
  assert.ok(!existsSync(join(cwd, 'reports', id, 'owner')), 'who is refused gives it back');
  edit(cwd, id, 'events.ndjson', (text) => text.replace('"command":"gate"', '"command":"run"'));
  rmSync(join(cwd, 'reports', id, 'resume.json'));
  assert.match(await refusal(cwd, id), /was not stored to be resumed$/);
});

test('a run of which nothing could be measured is refused with what failed', async () => {
  const { cwd, id } = begun();
  const failure = { kind: 'target-failed', launch: 1, target: 'a', message: 'ended', hint: 'mend it', logTail: [] };
  edit(cwd, id, 'events.ndjson', (text) => {
    const lines = text.split('\n').filter((line) => !line.includes('"kind":"slice"'));
    return [...lines.slice(0, -1), JSON.stringify(failure), ''].join('\n');
  });
  rmSync(join(cwd, 'reports', id, 'resume.json'));
  assert.match(await refusal(cwd, id), /^run \S+ is over and has nothing to go on with: target "a": ended$/);
});

test('secrets in the variables of a target of any kind are not stored', async () => {
  const cwd = project();
  const env = { DB_PASSWORD: 'hush' };
  const started: NonNullable<UserConfig['targets']> = [
    { label: 'a', command: 'node server.mjs', env },
    { label: 'a', image: 'nginx:alpine', port: 80, env },
    { label: 'a', service: 'web', port: 80, env },
    { label: 'a', url: 'http://127.0.0.1:1/', start: 'true', env },
  ];
  const kinds = await Promise.all(
    started.map(async (one) => {
      const config = resolveRun({ positionals: [], flags: { path: '/' }, file: { targets: [one] }, env: {} });
      const problems: Problem[] = [];
      const [target] = resolveTargets(config.targets, [], { cwd, healthPath: '/', readyTimeoutMs: 1000 }, problems);
      assert.ok(target !== undefined, JSON.stringify(problems));
      const { config: stored, reason } = await resumeDocument(config, new Map([['a', target]]), quietIo({ cwd }));
      assert.deepEqual([stored, reason], [null, 'it has values that are not stored: DB_PASSWORD'], target.target.kind);
      return target.target.kind;
    }),
  );
  assert.deepEqual(kinds, ['command', 'docker', 'compose', 'service']);
});

test('nor are secrets in commands, whether these start a server or are run around it', async () => {
  const cwd = project();
  const files: NonNullable<UserConfig['targets']> = [
    { label: 'a', command: 'node server.mjs', prepare: 'PGPASSWORD=hush psql -f seed.sql' },
    { label: 'a', command: 'node server.mjs', cleanup: 'cd db; PGPASSWORD=hush dropdb a' },
    { label: 'a', command: `sh -c 'PGPASSWORD=hush exec node server.mjs'` },
    { label: 'a', url: 'http://127.0.0.1:1/', start: 'true', stop: 'PGPASSWORD=hush stop' },
  ];
  for (const one of files) {
    const config = resolveRun({ positionals: [], flags: { path: '/' }, file: { targets: [one] }, env: {} });
    const { config: stored, reason } = await resumeDocument(config, new Map(), quietIo({ cwd }));
    assert.deepEqual([stored, reason], [null, 'it has values that are not stored: PGPASSWORD'], JSON.stringify(one));
  }
  const flags = { path: '/', prepare: ['PGPASSWORD=$PW psql'] };
  const config = resolveRun({ positionals: ['node server.mjs'], flags, file: null, env: {} });
  assert.equal((await resumeDocument(config, new Map(), quietIo({ cwd }))).reason, null, 'it is in no file');
});

test('what lets somebody in is not stored, and a run that has it cannot be resumed', async () => {
  const cwd = project();
  const flags = { header: ['Authorization: Bearer abc'], path: '/' };
  const config = resolveRun({ positionals: ['node server.mjs'], flags, file: null, env: {} });
  const [target] = resolveTargets(config.targets, [], { cwd, healthPath: '/', readyTimeoutMs: 1000 }, []);
  assert.ok(target !== undefined);
  const own = { ...target, env: { DB_PASSWORD: 'hush' } };
  const document = await resumeDocument(config, new Map([['a', own]]), quietIo({ cwd }));
  assert.deepEqual([document.config, document.programs], [null, {}]);
  const id = begun();
  edit(id.cwd, id.id, 'resume.json', () => JSON.stringify(document));
  const reason = 'it has values that are not stored: Authorization, DB_PASSWORD';
  assert.equal(await refusal(id.cwd), `run ${id.id} cannot be resumed: ${reason}`);
});
