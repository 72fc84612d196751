// What there is to do and in which order: everything shuffled together, so that a machine that changes within the hour
// changes for every effect alike.
import { createRandom } from '../../dist/src/stats/random.js';

/** Extra work, as a share of what a request costs. */
export const EFFECTS = [0.02, 0.05, 0.1, 0.2];
const TRUTH_ROUNDS = 24;
const ORDER_SEED = 6;

/** The groups of trials, each with how often it is done where nobody says. */
export const GROUPS = {
  aa: { effects: [0], times: 60, hog: false },
  slow: { effects: EFFECTS, times: 20, hog: false },
  hog: { effects: [0], times: 60, hog: true },
};

/** Trials and rounds of the truth in a random order that is always the same. */
export function schedule(groups, times) {
  const items = groups.flatMap((group) => {
    const { effects, hog, times: usual } = GROUPS[group];
    return effects.flatMap((effect) =>
      Array.from({ length: times ?? usual }, (_, index) => ({
        kind: 'trial',
        key: `${group} ${effect} ${index}`,
        ...{ group, effect, hog, index },
      })),
    );
  });
  const rounds = groups.includes('slow') ? Math.min(TRUTH_ROUNDS, items.length) : 0;
  for (let index = 0; index < rounds; index++) items.push({ kind: 'truth', key: `truth ${index}`, index });
  return createRandom(ORDER_SEED).shuffle(items);
}
