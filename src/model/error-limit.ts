/** Failures at which `load` ends early: so many, or more than a share of all outcomes. */
export type ErrorLimit =
  | { readonly kind: 'count'; readonly most: number }
  | { readonly kind: 'share'; readonly most: number };

/** What came to an end: requests, and attempts to connect that failed. */
export interface Outcomes {
  readonly failures: number;
  readonly outcomes: number;
}

/** Below so many outcomes a share says nothing yet. */
const LEAST_OUTCOMES = 100;

/** Whether no more failures are allowed. */
export function isLimitReached({ kind, most }: ErrorLimit, { failures, outcomes }: Outcomes): boolean {
  return kind === 'count' ? failures >= most : outcomes >= LEAST_OUTCOMES && failures > most * outcomes;
}
