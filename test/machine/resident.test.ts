import assert from 'node:assert/strict';
import { test } from 'node:test';
import { residentBytes } from '../../src/machine/resident.js';

test('the memory of this process is about what it says itself', {
  skip: process.platform !== 'linux' && 'no /proc',
}, () => {
  const own = process.memoryUsage.rss();
  assert.ok(Math.abs((residentBytes(process.pid) ?? 0) - own) < 0.2 * own);
});

test('a process that is not there holds nothing that could be known', () => {
  assert.equal(residentBytes(2 ** 31 - 1), null);
});
