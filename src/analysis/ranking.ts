import type { Plan } from '../model/plan.js';
import type { Measurement, Ranking } from '../model/report.js';
import { rankRanges } from '../stats/rank-ranges.js';
import { type CellPair, compareThroughput } from './comparison.js';

/** One scenario x profile, and how to compare any two of its targets. */
export interface RankingInput {
  readonly plan: Plan;
  readonly scenario: string;
  readonly profile: string;
  /** Of this scenario and profile, only those that may be ranked. */
  readonly measurements: readonly Measurement[];
  /** The second argument is the candidate. */
  readonly pairOf: (baseline: string, target: string) => CellPair;
}

/**
 * Ranks by throughput; places are shared unless the pair's own comparison, with the margin, proves them different.
 *
 * Every pair is compared directly: through the baseline, its noise would count twice.
 */
export function rankTargets(input: RankingInput): Ranking {
  const ordered = input.measurements
    .filter((measurement) => measurement.throughput.value !== null)
    .sort((a, b) => (b.throughput.value ?? 0) - (a.throughput.value ?? 0));
  const names = ordered.map((measurement) => measurement.target);
  const proven = new Set<string>();
  for (const [place, better] of names.entries()) {
    for (const worse of names.slice(place + 1)) {
      const { verdict } = compareThroughput(input.pairOf(worse, better));
      if (verdict === 'faster') proven.add(`${place} ${names.indexOf(worse)}`);
    }
  }
  const ranges = rankRanges(names.length, (better, worse) => proven.has(`${better} ${worse}`));
  return {
    scenario: input.scenario,
    profile: input.profile,
    ranks: names.map((target, place) => ({ target, ...ranges[place]! })),
  };
}
