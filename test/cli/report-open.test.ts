import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { quickRun } from '../helpers/report-cases.js';
import { until } from '../helpers/until.js';
import { type Outcome, perfcmp, perfcmpHere } from './harness.js';

const cwd = mkdtempSync(join(tmpdir(), 'perfcmp-open-'));
after(() => rmSync(cwd, { recursive: true }));
process.env.XDG_STATE_HOME = join(cwd, 'state');

const report = quickRun();
const { id, startedAt: createdAt } = report.run;
const stored = join(cwd, 'state', 'perfcmp', 'reports', id);
mkdirSync(stored, { recursive: true });
writeFileSync(join(stored, 'run.json'), JSON.stringify({ schema: 'perfcmp/run@1', id, createdAt }));
writeFileSync(join(stored, 'report.json'), JSON.stringify(report));

// A machine's opener that only notes what it was asked to open.
const bin = join(cwd, 'bin');
const opened = join(cwd, 'opened');
const OPENERS = ['xdg-open', 'open'];
mkdirSync(bin);
for (const opener of OPENERS) {
  writeFileSync(join(bin, opener), `#!/bin/sh\nprintf %s "$1" > '${opened}.tmp' && mv '${opened}.tmp' '${opened}'\n`);
  chmodSync(join(bin, opener), 0o755);
}

function open(args: readonly string[], path: string, run = perfcmpHere): Promise<Outcome> {
  return run(['report', '--open', ...args], { cwd, env: { XDG_STATE_HOME: join(cwd, 'state'), PATH: path } });
}

const PATH = `${bin}:/bin:/usr/bin`;

test('--open writes the page beside the stored run, says where, and opens it', async () => {
  const { code, stdout, stderr } = await open([], PATH, perfcmp);
  const page = join(stored, 'report.html');
  assert.deepEqual([code, stdout, stderr], [EXIT.ok, `${page}\n`, '']);
  await until(() => existsSync(opened), 'a page was opened');
  assert.equal(readFileSync(opened, 'utf8'), page);
  assert.match(readFileSync(page, 'utf8'), /^<!doctype html>[\s\S]*Against express: node-http faster \(3\.88x/);
  rmSync(opened);
});

test('--open shows the page that --output names, and prints the format that was asked for', async () => {
  const { code, stdout, stderr } = await open(['--output', 'own.html', '--format', 'csv'], PATH);
  assert.deepEqual([code, stderr], [EXIT.ok, `${join(cwd, 'own.html')}\n`]);
  assert.match(stdout, /^run,scenario,profile,/);
  await until(() => existsSync(opened), 'a page was opened');
  assert.equal(readFileSync(opened, 'utf8'), join(cwd, 'own.html'));
});

test('a run that was asked for by its id is told by it', async () => {
  const [last, older] = await Promise.all([[], [id]].map((words) => perfcmpHere(['report', ...words], { cwd })));
  assert.match(last?.stdout ?? '', / perfcmp report last --output report\.md\n$/);
  assert.ok(older?.stdout.endsWith(`; perfcmp report ${id} --output report.md\n`), older?.stdout);
});

test('where nothing opens pages --open says where it is', async () => {
  const { code, stdout, stderr } = await open([], join(cwd, 'nothing'));
  assert.equal(code, EXIT.ok);
  assert.equal(stdout, `${join(stored, 'report.html')}\n`);
  assert.match(stderr, /^nothing here could open it \(tried (xdg-open|open|start)\): open it in a browser\n$/);
});
