import type { Estimate } from './comparison.js';

/** What somebody said about servers, and where it can be held against a measurement. */
interface ClaimBase {
  /** Unique in a run. */
  readonly id: string;
  /** As it was said. */
  readonly text: string;
  /** Who said it, in words. */
  readonly source: string;
  /** The number that was said; null: none. */
  readonly claimed: number | null;
}

/** Where both sides are measured, and who they are. */
interface ComparedClaim extends ClaimBase {
  readonly claimed: number;
  readonly target: string;
  readonly base: string;
  readonly scenario: string;
  /** Null: the scenario's own. */
  readonly profile: string | null;
  /** Said of the whole, never of this scenario. */
  readonly isImplied?: true;
}

export type Claim =
  /** Throughput of the target over the base's. */
  | ({ readonly kind: 'throughput-ratio' } & ComparedClaim)
  /** How much less the target's mean latency is, as a share of the base's: 0.95. */
  | ({ readonly kind: 'latency-reduction' } & ComparedClaim)
  /** Requests a second, which another machine can neither support nor refute. */
  | ({ readonly kind: 'throughput'; readonly claimed: number } & Pick<
      ComparedClaim,
      'target' | 'scenario' | 'profile'
    > &
      Omit<ClaimBase, 'claimed'>)
  /** Throughput of a target in one scenario over its own in another: 1 where the difference is to cost nothing. */
  | ({
      readonly kind: 'evenness';
      readonly claimed: number;
      readonly target: string;
      readonly scenario: string;
      readonly baseScenario: string;
    } & Omit<ClaimBase, 'claimed'>)
  /** Beyond what this can measure. */
  | ({ readonly kind: 'unmeasured'; readonly why: string } & ClaimBase);

/**
 * What a measurement says of a claim. `not-comparable`: measured, but only the machine of the claim could tell.
 * `not-measured`: `reason` says why.
 */
export type ClaimVerdict = 'supported' | 'not-supported' | 'inconclusive' | 'not-comparable' | 'not-measured';

/** A claim beside what was measured. */
export interface ClaimResult {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly kind: Claim['kind'];
  readonly target: string | null;
  readonly base: string | null;
  readonly scenario: string | null;
  readonly profile: string | null;
  /** Of `ratio` 7.2 for 7.2 times, of `share` 0.95 for 95 % less, else requests a second; null: no number was said. */
  readonly claimed: number | null;
  readonly unit: 'ratio' | 'share' | 'req/s' | null;
  /** No number was claimed for this scenario: it is held against the one that was claimed for the whole. */
  readonly isImplied: boolean;
  /** Null where nothing was. */
  readonly measured: Estimate | null;
  readonly verdict: ClaimVerdict;
  /** Why it is no more than that; null where the numbers say it. */
  readonly reason: string | null;
}
