import { incompleteBeta } from './special-functions.js';

/** Exact two-sided interval of a share seen as `count` of `total`; Clopper and Pearson (1934), Biometrika 26. */
export function binomialInterval(
  count: number,
  total: number,
  alpha: number,
): { readonly lower: number; readonly upper: number } {
  return {
    lower: count === 0 ? 0 : betaQuantile(alpha / 2, count, total - count + 1),
    upper: count === total ? 1 : betaQuantile(1 - alpha / 2, count + 1, total - count),
  };
}

/** By bisection: called a few times a report. */
function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 100 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
