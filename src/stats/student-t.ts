import { normalCdf } from './normal.js';
import { incompleteBeta, logGamma } from './special-functions.js';

/** P(T <= t) with `df` degrees of freedom; Abramowitz and Stegun 26.7.1 by way of the incomplete beta function. */
export function studentTCdf(t: number, df: number): number {
  const tail = incompleteBeta(df / 2, 0.5, df / (df + t * t)) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** t with P(T <= t) = p. */
export function studentTQuantile(p: number, df: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentTQuantile(1 - p, df);
  let high = 1;
  while (studentTCdf(high, df) < p) high *= 2;
  return zeroOf((t) => studentTCdf(t, df) - p, 0, high);
}

/**
 * The shift in standard errors that a two-sided t test at level `alpha` finds with probability `power`.
 *
 * The usual t.975 + t.80 promises too much for few launches (3.10 against 3.26 standard deviations at three), so the
 * noncentral t is used: P(T' > c) = E[Phi(shift - c s)] with s^2 ~ chi^2(df) / df.
 */
export function detectableShift(input: {
  readonly df: number;
  readonly alpha: number;
  readonly power: number;
}): number {
  const { df, alpha, power } = input;
  const critical = studentTQuantile(1 - alpha / 2, df);
  const found = (shift: number): number => expectOverScale(df, (scale) => normalCdf(shift - critical * scale)) - power;
  return zeroOf(found, 0, 10 * critical + 10);
}

/** E[f(s)] for s = sqrt(chi^2(df) / df), by the midpoint rule: the density is smooth and vanishes at both ends. */
function expectOverScale(df: number, f: (scale: number) => number): number {
  const steps = 400;
  const top = 1 + 8 / Math.sqrt(df);
  const logConstant = Math.log(2) + (df / 2) * Math.log(df / 2) - logGamma(df / 2);
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const scale = ((step + 0.5) * top) / steps;
    sum += f(scale) * Math.exp(logConstant + (df - 1) * Math.log(scale) - (df * scale * scale) / 2);
  }
  return (sum * top) / steps;
}

/** Zero of an increasing function between `low` and `high`, by Ridders' method: each step halves and then bends the bracket. */
function zeroOf(f: (x: number) => number, low: number, high: number): number {
  let [below, fBelow, above, fAbove] = [low, f(low), high, f(high)];
  if (fBelow >= 0) return low;
  if (fAbove <= 0) return high;
  let last = Number.NaN;
  for (let step = 0; step < 60; step++) {
    const middle = (below + above) / 2;
    const fMiddle = f(middle);
    const x = middle - ((middle - below) * fMiddle) / Math.sqrt(fMiddle ** 2 - fBelow * fAbove);
    if (Math.abs(x - last) <= 1e-13 * Math.max(1, x)) return x;
    last = x;
    const fX = f(x);
    for (const [at, fAt] of [
      [middle, fMiddle],
      [x, fX],
    ] as const) {
      if (fAt < 0 && at > below) [below, fBelow] = [at, fAt];
      else if (fAt >= 0 && at < above) [above, fAbove] = [at, fAt];
    }
  }
  return last;
}
