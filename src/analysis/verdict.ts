import type { Comparison, Estimate, Verdict } from '../model/comparison.js';

/** A verdict with the direction an inconclusive one points in. */
export interface Decision {
  readonly verdict: Verdict;
  readonly lean: Comparison['lean'];
}

/** What the interval is held against. */
export interface DecisionRule {
  /** Equivalence margin as a share, chosen before the run. */
  readonly margin: number;
  /** Too few launches for `no-difference`. */
  readonly rough: boolean;
}

/**
 * The verdict on a ratio (above 1 is better), from its interval and the margin, never from its value.
 *
 *        1 - margin        1        1/(1 - margin)
 *   [--]     |             |              |            slower
 *            |             |              |     [--]   faster
 *            |       [-----+---]          |            no-difference
 *        [---+------]      |              |            inconclusive, leans to slower
 *            |          [--+--------------+--]         inconclusive
 */
export function decideVerdict(ratio: Estimate, rule: DecisionRule): Decision {
  const { lower, upper } = ratio;
  if (lower === null || upper === null) return { verdict: 'inconclusive', lean: null };
  const least = 1 - rule.margin;
  const most = 1 / least;
  if (upper < least) return { verdict: 'slower', lean: null };
  if (lower > most) return { verdict: 'faster', lean: null };
  if (!rule.rough && lower >= least && upper <= most) return { verdict: 'no-difference', lean: null };
  return { verdict: 'inconclusive', lean: leanOf(lower, upper) };
}

function leanOf(lower: number, upper: number): Comparison['lean'] {
  if (upper < 1) return 'slower';
  return lower > 1 ? 'faster' : null;
}

/** Whether the typical slice says the opposite with an interval of its own: then the totals' verdict cannot stand. */
export function isContradicted(verdict: Verdict, typical: Estimate | null): boolean {
  if (typical === null || typical.lower === null || typical.upper === null) return false;
  return (verdict === 'faster' && typical.upper < 1) || (verdict === 'slower' && typical.lower > 1);
}
