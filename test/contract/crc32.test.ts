import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32Hex } from '../../src/contract/crc32.js';

test('the checksum is that of the standard, in eight digits', () => {
  assert.equal(crc32Hex(Buffer.from('123456789')), 'cbf43926');
  assert.equal(crc32Hex(Buffer.alloc(0)), '00000000');
  // One with a leading zero.
  assert.equal(crc32Hex(Buffer.from('a21')), '0afa2c4e');
});
