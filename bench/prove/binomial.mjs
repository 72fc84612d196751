// Intervals of a share that was counted.
import { incompleteBeta } from '../../dist/src/stats/special-functions.js';

/** Exact 95 % interval of a binomial share (Clopper and Pearson 1934): never narrower than it says. */
export function shareInterval(hits, count) {
  if (count === 0) return [0, 1];
  const lower = hits === 0 ? 0 : betaQuantile(0.025, hits, count - hits + 1);
  const upper = hits === count ? 1 : betaQuantile(0.975, hits + 1, count - hits);
  return [lower, upper];
}

function betaQuantile(probability, a, b) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
