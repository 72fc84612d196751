import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from '../../src/units/make-folder.js';

const root = mkdtempSync(join(tmpdir(), 'perfcmp-test-'));
after(() => rmSync(root, { recursive: true }));

test('what is missing is made, and what is there is left alone', () => {
  const path = join(root, 'a', 'b', 'c');
  makeFolder(path, 0o700);
  makeFolder(path);
  makeFolder(join(root, 'a', 'b', 'd'));
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.ok(statSync(join(root, 'a', 'b', 'd')).isDirectory());
});

test('a place that takes no folders is an error at once', { timeout: 10_000 }, () => {
  writeFileSync(join(root, 'file'), '');
  assert.throws(() => makeFolder(join(root, 'file')), { code: 'EEXIST' });
  assert.throws(() => makeFolder(join(root, 'file', 'a', 'b')), { code: 'EEXIST' });
  // Where there is no /proc, nobody but root may make it.
  if (process.platform === 'linux') assert.throws(() => makeFolder('/proc/perfcmp/targets'), { code: 'ENOENT' });
});
