import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeKey, seededWord } from '../../src/load/seeded-words.js';
import { ZipfChoice } from '../../src/load/zipf.js';

/** How often each of `size` places is drawn in `draws`. */
function drawn(size: number, exponent: number, draws: number): number[] {
  const choice = new ZipfChoice(size, { kind: 'zipf', exponent });
  const counts = Array.from({ length: size }, () => 0);
  const key = placeKey(42, 1);
  for (let request = 0; request < draws; request += 1) counts[choice.pick(seededWord(key, request))]! += 1;
  return counts;
}

for (const [size, exponent] of [
  [1000, 1],
  [10, 1.5],
  [3, 0.5],
  [1, 1],
] as const) {
  test(`each of ${size} places comes as often as Zipf's law with exponent ${exponent} says`, () => {
    const draws = 200_000;
    const counts = drawn(size, exponent, draws);
    const total = counts.reduce((sum, _, place) => sum + 1 / (place + 1) ** exponent, 0);
    // Chi-squared over the places that are expected often enough; the seed is fixed, so that this cannot flicker.
    const terms = counts.flatMap((count, place) => {
      const expected = (draws * (1 / (place + 1) ** exponent)) / total;
      return expected < 5 ? [] : [(count - expected) ** 2 / expected];
    });
    const freedom = terms.length - 1;
    const statistic = terms.reduce((sum, term) => sum + term, 0);
    assert.ok(statistic <= freedom + 4 * Math.sqrt(2 * freedom) + 1e-9, `${statistic} for ${freedom}`);
  });
}

test('the largest and the smallest word stand for a place', () => {
  const choice = new ZipfChoice(7, { kind: 'zipf', exponent: 1 });
  for (const word of [0, 2 ** 32 - 1]) assert.ok(choice.pick(word) >= 0 && choice.pick(word) < 7);
});
