/**
 * p values adjusted for being the worst of several, in the order given: each at most the overall level exactly where
 * Holm's step-down procedure rejects it. Holm (1979), Scandinavian Journal of Statistics 6.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = pValues.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, { value, place }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * value));
    adjusted[place] = largest;
  }
  return adjusted;
}
