/** Places a competitor may hold, 1 is best. */
export interface RankRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The places each of `count` competitors may hold, given which pairs are proven different.
 *
 * From = one more than are proven better, to = all but those proven worse, so that who cannot be told apart shares places.
 */
export function rankRanges(count: number, isProvenBetter: (better: number, worse: number) => boolean): RankRange[] {
  const everyone = Array.from({ length: count }, (_, index) => index);
  return everyone.map((self) => ({
    from: 1 + everyone.filter((other) => other !== self && isProvenBetter(other, self)).length,
    to: count - everyone.filter((other) => other !== self && isProvenBetter(self, other)).length,
  }));
}
