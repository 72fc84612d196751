import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ownIdentity } from '../../src/machine/process-identity.js';
import { claimPlace, isAbandoned, isInUse, markUse } from '../../src/target/checkout-users.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-users-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const skip = process.platform !== 'linux' && 'nobody can tell when a process began';
const DAY_MS = 24 * 3_600_000;

/** A place with the mark of a process on it. */
function placeOf(identity: string): { readonly folder: string; readonly mark: string } {
  const folder = mkdtempSync(join(scratch, 'place-'));
  const mark = join(folder, 'users', `${encodeURIComponent(identity)}.0badcafe`);
  mkdirSync(join(folder, 'users'));
  writeFileSync(mark, '');
  return { folder, mark };
}

/** As another process of this number would call itself. */
function ofSameNumber(): string {
  const [pid, ticks, ...place] = ownIdentity().split(' ');
  return [pid, Number(ticks) + 1, ...place].join(' ');
}

/** As a process calls itself that cannot be seen from here. */
function ofAnotherContainer(): string {
  return `1 7 ${ownIdentity().split(' ').slice(2, 4).join(' ')} pid:[1]`;
}

test('a place is in use as long as its mark is there', async () => {
  const folder = mkdtempSync(join(scratch, 'place-'));
  const marks = [await markUse(folder), await markUse(folder)];
  assert.equal(await isInUse(folder), true);
  for (const mark of marks) rmSync(mark);
  assert.equal(await isInUse(folder), false);
});

test('a process that got the number of one that was killed keeps no place in use', { skip }, async () => {
  const { folder } = placeOf(ofSameNumber());
  assert.equal(await isInUse(folder), false);
  assert.deepEqual(readdirSync(join(folder, 'users')), [], 'its mark is removed');
  mkdirSync(join(scratch, 'begun'));
  writeFileSync(join(scratch, 'begun', 'owner'), ofSameNumber());
  assert.equal(await isAbandoned(join(scratch, 'begun')), true);
});

test('who serves from a place in another container is not taken for dead, for a day', { skip }, async () => {
  const { folder, mark } = placeOf(ofAnotherContainer());
  assert.equal(await isInUse(folder), true);
  const longAgo = new Date(Date.now() - 1.1 * DAY_MS);
  utimesSync(mark, longAgo, longAgo);
  assert.equal(await isInUse(folder), false);
});

test('a mark of an earlier version, which is a number alone, holds as long as there is a process of it', async () => {
  const { folder } = placeOf(String(process.pid));
  assert.equal(await isInUse(folder), true);
  assert.equal(await isInUse(placeOf('4194303').folder), false);
});

test('who makes a place says so, and it is nobody’s else until that process is gone', async () => {
  const folder = join(scratch, 'made');
  assert.deepEqual([await claimPlace(folder), await claimPlace(folder)], [true, false]);
  assert.equal(readFileSync(join(folder, 'owner'), 'utf8'), ownIdentity());
  assert.equal(await isAbandoned(folder), false);
});
