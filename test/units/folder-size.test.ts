import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { sizeOnDisk } from '../../src/units/folder-size.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-size-'));
after(() => rmSync(folder, { recursive: true }));

test('a folder takes what its files take, and what a link points to is not counted', () => {
  const large = join(folder, 'elsewhere');
  writeFileSync(large, Buffer.alloc(3_000_000, 1));
  const own = join(folder, 'own');
  mkdirSync(join(own, 'deep'), { recursive: true });
  const empty = sizeOnDisk(own);
  writeFileSync(join(own, 'deep', 'file'), Buffer.alloc(1_000_000, 1));
  symlinkSync(large, join(own, 'link'));
  symlinkSync(folder, join(own, 'deep', 'loop'));
  const taken = sizeOnDisk(own) - empty;
  assert.ok(taken >= 1_000_000 && taken < 1_100_000, `${taken} bytes`);
  assert.equal(sizeOnDisk(join(folder, 'nothing')), 0);
});
