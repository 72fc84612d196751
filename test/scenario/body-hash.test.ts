import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyHash } from '../../src/scenario/body-hash.js';

function hash(body: string, mediaType: string | null = 'application/json'): string {
  return bodyHash(Buffer.from(body), mediaType);
}

test('JSON says the same in any order and with any spaces, and something else with other values', () => {
  assert.equal(hash('{"a":1,"b":[{"c":2,"d":3}]}'), hash(' { "b": [ {"d":3, "c":2} ], "a": 1 }\n'));
  assert.notEqual(hash('{"a":1}'), hash('{"a":2}'));
  assert.notEqual(hash('[1,2]'), hash('[2,1]'));
});

test('everything else says what its bytes are, even what only calls itself JSON', () => {
  assert.notEqual(hash('{"a":1}', 'text/plain'), hash('{ "a":1}', 'text/plain'));
  assert.equal(hash('{"a":', 'application/json'), hash('{"a":', null));
});
