import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeOf } from '../../src/model/body-hash.js';
import { bodyHash } from '../../src/scenario/body-hash.js';

function hash(body: string, mediaType: string | null = 'application/json'): string {
  return bodyHash(Buffer.from(body), mediaType);
}

test('JSON says the same in any order and with any spaces, and something else with other values', () => {
  assert.equal(hash('{"a":1,"b":[{"c":2,"d":3}]}'), hash(' { "b": [ {"d":3, "c":2} ], "a": 1 }\n'));
  assert.notEqual(hash('{"a":1}'), hash('{"a":2}'));
  assert.notEqual(hash('[1,2]'), hash('[2,1]'));
});

test('numbers change what a body says and not its shape, as long as there are as many of them', () => {
  const shape = (body: string, mediaType?: string | null) => shapeOf(hash(body, mediaType));
  for (const [one, other] of [
    ['{"open":1,"load":[0.5,2]}', '{"open":64,"load":[17,1.25e-7]}'],
    ['{"since":"2026-11-26T09:59:58Z"}', '{"since":"2026-11-26T10:00:01Z"}'],
  ] as const) {
    assert.equal(shape(one), shape(other));
    assert.notEqual(hash(one), hash(other));
  }
  assert.equal(shape('up 9 min', 'text/plain'), shape('up 10 min', 'text/plain'));
  assert.notEqual(shape('[1,2]'), shape('[1,2,3]'));
  assert.notEqual(shape('1'.repeat(10), 'text/plain'), shape('1'.repeat(1000), 'text/plain'));
  assert.notEqual(shape('{"items":[1]}'), shape('{"items":[]}'));
  assert.notEqual(shape('{"open":1}'), shape('{"open":null}'));
});

test('everything else says what its bytes are, even what only calls itself JSON', () => {
  assert.notEqual(hash('{"a":1}', 'text/plain'), hash('{ "a":1}', 'text/plain'));
  assert.equal(hash('{"a":', 'application/json'), hash('{"a":', null));
});
