/**
 * One round in which each of `weights.length` things has exactly its share, spread as evenly as can be, by nginx's smooth
 * weighted round robin: everybody gains its weight, the richest goes and pays the sum.
 * https://github.com/nginx/nginx/commit/52327e0627f49dbda1e8db695e63a4b0af4448b1
 *
 * 5, 1, 1 gives 0 0 1 0 2 0 0.
 */
export function weightedRound(weights: readonly number[]): readonly number[] {
  const shared = weights.reduce(greatestCommonDivisor, 0);
  const steps = weights.map((weight) => weight / shared);
  if (steps.every((step) => step === 1)) return steps.map((_, index) => index);
  const sum = steps.reduce((total, step) => total + step, 0);
  const credit = steps.map(() => 0);
  return Array.from({ length: sum }, () => {
    let chosen = 0;
    for (let i = 0; i < steps.length; i += 1) {
      credit[i]! += steps[i]!;
      if (credit[i]! > credit[chosen]!) chosen = i;
    }
    credit[chosen]! -= sum;
    return chosen;
  });
}

/** How many requests a round of these weights has. */
export function roundLength(weights: readonly number[]): number {
  const shared = weights.reduce(greatestCommonDivisor, 0);
  return weights.reduce((total, weight) => total + weight / shared, 0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
