import type { ClaimVerdict } from '../model/claim.js';
import type { Estimate } from '../model/comparison.js';

/** An interval whose ends lie further apart than this, as a ratio, cannot support the number it holds. */
export const WIDEST_SUPPORT = 1.5;

/**
 * What a measured ratio says of a claimed one, from its interval and the margin alone.
 *
 *     least = claimed x (1 - margin)   claimed
 *   [--]          |                       |                  not supported: all of it below
 *                 |       [---]           |     [--]         supported: none of it below
 *            [----+---]                   |                  supported where its ends are at most 1.5 times apart,
 *     [-----------+-----------------------+--------]         else inconclusive: too wide
 */
export function judgeClaim(
  measured: Estimate,
  { claimed, margin }: { readonly claimed: number; readonly margin: number },
): {
  readonly verdict: ClaimVerdict;
  readonly reason: string | null;
} {
  const { lower, upper } = measured;
  if (lower === null || upper === null)
    return { verdict: 'inconclusive', reason: 'too little was measured for an interval' };
  const least = claimed * (1 - margin);
  if (upper < least) return { verdict: 'not-supported', reason: null };
  if (lower >= least || upper <= lower * WIDEST_SUPPORT) return { verdict: 'supported', reason: null };
  return { verdict: 'inconclusive', reason: 'the interval is too wide to tell' };
}
