import { logGamma } from './special-functions.js';

/** Counts of a yes/no trait in two groups. */
export interface TwoByTwo {
  readonly firstYes: number;
  readonly firstNo: number;
  readonly secondYes: number;
  readonly secondNo: number;
}

/**
 * Two-sided p of Fisher's exact test: the tables with these margins that are no likelier than the one seen.
 *
 * https://en.wikipedia.org/wiki/Fisher%27s_exact_test; the tolerance keeps tables that are equally likely but for rounding.
 */
export function fisherExact(table: TwoByTwo): number {
  const first = table.firstYes + table.firstNo;
  const second = table.secondYes + table.secondNo;
  const yes = table.firstYes + table.secondYes;
  const logTotal = logChoose(first + second, yes);
  const logProbability = (firstYes: number): number =>
    logChoose(first, firstYes) + logChoose(second, yes - firstYes) - logTotal;
  const seen = logProbability(table.firstYes);
  let p = 0;
  for (let firstYes = Math.max(0, yes - second); firstYes <= Math.min(first, yes); firstYes++) {
    const candidate = logProbability(firstYes);
    if (candidate <= seen + 1e-7) p += Math.exp(candidate);
  }
  return Math.min(1, p);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
