import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { RunEvent } from '../../src/model/events.js';
import type { ResumeDocument } from '../../src/model/resume.js';
import { parseBinary, stringifyBinary } from '../../src/store/binary-json.js';
import { openStore } from '../../src/store/run-store.js';
import { threeTargets } from '../helpers/report-cases.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-store-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const ID = '20261123-0120-7f3a';
const FIRST: RunEvent = { kind: 'launch-finished', launch: 1 };
const SECOND: RunEvent = { kind: 'launch-finished', launch: 2 };

function store() {
  const home = mkdtempSync(join(scratch, 'home-'));
  return openStore({ cwd: home, env: { XDG_STATE_HOME: home } });
}

function documentOf(flags: Parameters<typeof resolveRun>[0]['flags']): ResumeDocument {
  const config = resolveRun({ positionals: ['node a.js'], flags, file: null, env: {} });
  return { schema: 'perfcmp/resume@1', toolVersion: '1.0.0', cwd: '/here', config, reason: null, programs: {} };
}

test('what a run is resumed by is read back as it was, bodies included, and by its owner only', () => {
  const runs = store();
  const document = documentOf({ path: '/a', body: 'h\u00e9llo \u0000', method: 'PUT' });
  const writer = runs.createRun(ID, '1 2');
  writer.remember(document);
  writer.close();
  assert.deepEqual(runs.readRun(ID).resume(), document);
  assert.equal(statSync(join(writer.folder, 'resume.json')).mode & 0o077, 0);
  assert.equal(runs.listRuns()[0]?.mayBeResumed, true);
});

test('bytes and numbers survive JSON whatever they are a view of', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(6)).fill(7).subarray(1, 4);
  const value = { a: new Uint8Array([0, 255]), b: Buffer.from('x'), c: new Uint32Array([1, 2 ** 32 - 1]), d: shared };
  assert.deepEqual(parseBinary(stringifyBinary(value)), {
    a: new Uint8Array([0, 255]),
    b: new Uint8Array([120]),
    c: new Uint32Array([1, 2 ** 32 - 1]),
    d: new Uint8Array([7, 7, 7]),
  });
});

test('a complete run leaves nothing to be resumed, an interrupted one keeps it', () => {
  const runs = store();
  const report = threeTargets();
  const interrupted = runs.createRun(ID);
  interrupted.remember(documentOf({}));
  interrupted.finish({ ...report, run: { ...report.run, interrupted: 'SIGINT' } });
  assert.ok(existsSync(join(interrupted.folder, 'resume.json')));
  runs.claimRun(ID, '1 2').reopen().finish(report);
  assert.equal(runs.readRun(ID).resume(), null);
});

test('a run goes on behind its last whole event', () => {
  const runs = store();
  const writer = runs.createRun(ID);
  writer.append(FIRST);
  writer.close();
  appendFileSync(join(writer.folder, 'events.ndjson'), '{"kind":"slice","laun');
  const again = runs.claimRun(ID, '1 2').reopen();
  again.append(SECOND);
  again.close();
  assert.deepEqual(runs.readRun(ID).events(), [FIRST, SECOND]);
});

test('a run names the process that is at it until that has ended', () => {
  const runs = store();
  const writer = runs.createRun(ID, '4711 99');
  assert.equal(runs.listRuns()[0]?.owner, '4711 99');
  assert.equal(readFileSync(join(writer.folder, 'owner'), 'utf8'), '4711 99\n');
  writer.finish(threeTargets());
  assert.equal(runs.listRuns()[0]?.owner, null);
});
