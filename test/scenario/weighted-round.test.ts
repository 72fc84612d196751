import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundLength, weightedRound } from '../../src/scenario/weighted-round.js';
import { createRandom } from '../../src/stats/random.js';

const ROUNDS: readonly [readonly number[], readonly number[]][] = [
  [[1], [0]],
  [[7], [0]],
  [
    [1, 1, 1],
    [0, 1, 2],
  ],
  [
    [5, 1, 1],
    [0, 0, 1, 0, 2, 0, 0],
  ],
  [
    [1, 3],
    [1, 0, 1, 1],
  ],
  [
    [70, 30],
    [0, 1, 0, 0, 0, 1, 0, 0, 1, 0],
  ],
];

for (const [weights, round] of ROUNDS) {
  test(`weights ${weights.join(' ')} make the round ${round.join(' ')}`, () => {
    assert.deepEqual(weightedRound(weights), round);
    assert.equal(roundLength(weights), round.length);
  });
}

test('in every round each has exactly its share, and nobody waits much longer than its share says', () => {
  const random = createRandom(7);
  for (let trial = 0; trial < 200; trial += 1) {
    const weights = Array.from({ length: 1 + random.integer(6) }, () => 1 + random.integer(20));
    const round = weightedRound(weights);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, index) => {
      const places = round.flatMap((chosen, place) => (chosen === index ? [place] : []));
      assert.equal(places.length * sum, weight * round.length, 'its share');
      const gaps = places.map((place, i) => (places[i + 1] ?? places[0]! + round.length) - place);
      assert.ok(Math.max(...gaps) <= 2 * Math.ceil(sum / weight), `${weights} ${round}`);
    });
  }
});
