import type { Comparison } from '../model/comparison.js';
import type { Measurement } from '../model/measurement.js';
import { type Plan, profileNamed } from '../model/plan.js';
import type { Ranking } from '../model/report.js';
import { rankRanges } from '../stats/rank-ranges.js';
import { type CellPair, compareLatency, compareThroughput } from './comparison.js';
import { percentileSupport } from './launch-values.js';

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
 * Ranks by throughput, or at equal rates by p99; places are shared unless the pair's own comparison, with the margin, proves
 * them different. A throughput that is the least of what a server can do proves it better than others, and never worse.
 *
 * Every pair is compared directly: through the baseline, its noise would count twice.
 */
export function rankTargets(input: RankingInput): Ranking {
  const isByLatency = profileNamed(input.plan, input.profile)?.kind === 'open';
  const merit = ({ throughput, latencyUs }: Measurement): number | null =>
    isByLatency ? negative(latencyUs.p99) : throughput.value;
  const ordered = input.measurements
    .filter((measurement) => merit(measurement) !== null)
    .sort((a, b) => (merit(b) ?? 0) - (merit(a) ?? 0));
  const names = ordered.map((measurement) => measurement.target);
  const proven = new Set<string>();
  const isLeast = ordered.map(({ throughput }) => throughput.atLeast ?? false);
  for (const [place, better] of names.entries()) {
    for (const [index, worse] of names.entries()) {
      if (index <= place || isLeast[index]) continue;
      const compare = isByLatency ? compareTails : compareThroughput;
      if (compare(input.pairOf(worse, better))?.verdict === 'faster') proven.add(`${place} ${index}`);
    }
  }
  const ranges = rankRanges(names.length, (better, worse) => proven.has(`${better} ${worse}`));
  return {
    scenario: input.scenario,
    profile: input.profile,
    ranks: names.map((target, place) => ({ target, ...ranges[place]!, ...(isLeast[place] && { atLeast: true }) })),
    ...(isByLatency && { metric: 'latency.p99' }),
  };
}

function negative(value: number | null): number | null {
  return value === null ? null : -value;
}

/** Null where too few answers lie beyond it, so that nothing is proven. */
function compareTails(pair: CellPair): Comparison | null {
  return percentileSupport(pair.kept, 99).isEnough ? compareLatency(pair, 99) : null;
}
