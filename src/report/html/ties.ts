import type { Row } from '../row.js';

/**
 * Rows, best first, that are not proven different from one another, each group as long as it can be.
 *
 * A target at place p with the range from..to is proven better than all behind `to` and worse than all before `from`; who
 * is tied with both neighbours need not tie these with each other, so groups may overlap.
 */
export function tieGroups(rows: readonly Pick<Row, 'rank'>[]): { readonly from: number; readonly to: number }[] {
  const groups = rows.flatMap(({ rank }, from) => {
    if (rank === null) return [];
    const isTied = (other: Pick<Row, 'rank'>, at: number): boolean =>
      other.rank !== null && at + 1 <= rank.to && other.rank.from <= from + 1;
    let to = from;
    while (to + 1 < rows.length && isTied(rows[to + 1]!, to + 1)) to += 1;
    return to > from ? [{ from, to }] : [];
  });
  return groups.filter(({ from, to }) => !groups.some((other) => other.from < from && other.to >= to));
}
