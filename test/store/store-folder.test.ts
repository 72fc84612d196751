import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { isRunId, nearestIds, newRunId } from '../../src/store/run-id.js';
import { storeFolder } from '../../src/store/store-folder.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-store-folder-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function project(): string {
  return mkdtempSync(join(scratch, 'project-'));
}

test('a project with a perfcmp config keeps its runs in reports/', () => {
  for (const name of [
    'perfcmp.config.ts',
    'perfcmp.config.mjs',
    'perfcmp.config.cjs',
    'perfcmp.config.js',
    'perfcmp.config.json',
  ]) {
    const cwd = project();
    writeFileSync(join(cwd, name), '');
    assert.equal(storeFolder(cwd, {}), join(cwd, 'reports'));
  }
});

test('a project with the marker keeps its runs in reports/', () => {
  const cwd = project();
  mkdirSync(join(cwd, 'reports'));
  writeFileSync(join(cwd, 'reports', '.perfcmp'), '');
  assert.equal(storeFolder(cwd, { XDG_STATE_HOME: '/state' }), join(cwd, 'reports'));
});

test('a folder that merely has a reports/ keeps nothing there', () => {
  const cwd = project();
  mkdirSync(join(cwd, 'reports'));
  writeFileSync(join(cwd, 'perfcmp.config.md'), '');
  assert.equal(storeFolder(cwd, { XDG_STATE_HOME: '/state' }), '/state/perfcmp/reports');
});

test('without XDG_STATE_HOME, or with a relative one, the state folder is in the home', () => {
  const cwd = project();
  assert.equal(storeFolder(cwd, { HOME: '/home/me' }), '/home/me/.local/state/perfcmp/reports');
  assert.equal(
    storeFolder(cwd, { HOME: '/home/me', XDG_STATE_HOME: 'state' }),
    '/home/me/.local/state/perfcmp/reports',
  );
  assert.equal(storeFolder(cwd, {}), join(homedir(), '.local/state/perfcmp/reports'));
});

test('a current folder that is gone falls back to the state folder', () => {
  assert.equal(storeFolder(join(scratch, 'gone'), { XDG_STATE_HOME: '/state' }), '/state/perfcmp/reports');
});

test('a run is named for the minute in UTC it began in', () => {
  assert.equal(newRunId(new Date('2026-11-23T01:20:59.999Z'), '7f3a'), '20261123-0120-7f3a');
  assert.ok(isRunId(newRunId(new Date('2026-01-02T23:04:05Z'), '0000')));
});

test('only whole ids are ids', () => {
  const words = ['20261123-0120-7f3a', '20261123-0120-7F3A', '20261123-0120-7f3a/..', 'last', '', '../x'];
  assert.deepEqual(words.map(isRunId), [true, false, false, false, false, false]);
});

test('the nearest ids come first', () => {
  const ids = ['20250101-2359-abcd', '20261123-0120-7f3a', '20261123-0120-7f3c'];
  assert.deepEqual(nearestIds('20261123-0120-7f3', ids, 2), ['20261123-0120-7f3a', '20261123-0120-7f3c']);
  assert.deepEqual(nearestIds('abcd', ids, 1), ['20250101-2359-abcd']);
});

test('an id that is like none is near none, a part of several near each of them', () => {
  const ids = ['20261123-0120-7f3a', '20261123-0119-0c21', '20250101-2359-abcd'];
  assert.deepEqual(nearestIds('nosuchid', ids, 3), []);
  assert.deepEqual(nearestIds('20261124-0905-1e44', ids, 3), []);
  assert.deepEqual(nearestIds('20261123', ids, 3), ['20261123-0120-7f3a', '20261123-0119-0c21']);
});
