/** Part `index` of `of`, from 0. */
export interface Segment {
  readonly index: number;
  readonly of: number;
}

/** The `index`-th of `count` nearly equal whole parts of `total`: they add up to it exactly, the larger ones first. */
export function shareOf(total: number, index: number, count: number): number {
  const base = Math.floor(total / count);
  return index < total - base * count ? base + 1 : base;
}

/** How much of `total` belongs to the parts before the `index`-th. */
export function sharesBefore(total: number, index: number, count: number): number {
  const base = Math.floor(total / count);
  return index * base + Math.min(index, total - base * count);
}
