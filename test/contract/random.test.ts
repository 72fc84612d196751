import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/contract/random.js';

test('the same seed gives the same words, another seed others', () => {
  const words = (seed: number) => {
    const random = createRandom(seed);
    return [random.word(12), random.word(3), random.word(128)];
  };
  assert.deepEqual(words(5), words(5));
  assert.notDeepEqual(words(5), words(6));
  assert.ok(words(5).every((word) => /^[A-Za-z0-9]+$/.test(word)));
  assert.deepEqual(
    words(5).map((word) => word.length),
    [12, 3, 128],
  );
});

test('numbers below a limit reach every value and never the limit', () => {
  const random = createRandom(1);
  const seen = new Set(Array.from({ length: 200 }, () => random.below(8)));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test('bytes are of every value and of the length that was asked for', () => {
  const bytes = createRandom(3).bytes(8191);
  assert.equal(bytes.length, 8191);
  assert.equal(new Set(bytes).size, 256);
  assert.deepEqual(createRandom(3).bytes(8191), bytes);
});
