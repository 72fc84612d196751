import type { Comparison, Estimate, Metric } from '../model/comparison.js';
import { type Cell, type Plan, profileNamed } from '../model/plan.js';
import { isRough } from '../model/rough.js';
import { type LogInterval, launchInterval, smallestCallableEffect } from '../stats/ratio-interval.js';
import type { LaunchPairs } from './launch-pairs.js';
import {
  cpuValues,
  type LaunchValues,
  percentileSupport,
  percentileValues,
  throughputValues,
  typicalValues,
} from './launch-values.js';
import { marginOf } from './margins.js';
import { decideVerdict, isContradicted } from './verdict.js';

const UNKNOWN: Estimate = { value: null, lower: null, upper: null };

/** Two cells of one scenario and profile, paired block by block. */
export interface CellPair {
  readonly plan: Plan;
  readonly baseline: string;
  /** The cell that is compared with the baseline's. */
  readonly cell: Cell;
  /** Without the blocks that were dropped on cause. */
  readonly kept: readonly LaunchPairs[];
  /** Null where no block was dropped. */
  readonly allBlocks: readonly LaunchPairs[] | null;
}

/** Whether both were sent the same rate: then throughput says nothing about them, and latency does. */
export function isAtEqualRate({ plan, cell }: Pick<CellPair, 'plan' | 'cell'>): boolean {
  return profileNamed(plan, cell.profile)?.kind === 'open';
}

/** All metrics that these two cells support; in a closed loop throughput always. */
export function compareCells(pair: CellPair): Comparison[] {
  const cpu = cpuValues(pair.kept);
  return [
    ...(isAtEqualRate(pair) ? [] : [compareThroughput(pair)]),
    ...([50, 99] as const)
      .filter((percentile) => percentileSupport(pair.kept, percentile).isEnough)
      .map((percentile) => compareLatency(pair, percentile)),
    ...(cpu === null || cpu.length === 0 ? [] : [compareMetric(pair, 'cpuPerRequest', cpu)]),
  ];
}

/** Percentiles of each launch's latencies, merged over its slices. */
export function compareLatency(pair: CellPair, percentile: 50 | 99): Comparison {
  const comparison = compareMetric(pair, `latency.p${percentile}`, percentileValues(pair.kept, percentile));
  const { allBlocks } = pair;
  // Where it decides, it is shown with what was dropped, as throughput is.
  if (allBlocks === null || !isAtEqualRate(pair)) return comparison;
  return { ...comparison, allBlocksRatio: estimateRatio(pair.plan, percentileValues(allBlocks, percentile)) };
}

/** Totals decide; the typical slice may only take a verdict back. */
export function compareThroughput(pair: CellPair): Comparison {
  const comparison = compareMetric(pair, 'throughput', throughputValues(pair.kept));
  const typicalRatio = estimateRatio(pair.plan, typicalValues(pair.kept));
  const allBlocksRatio = pair.allBlocks && estimateRatio(pair.plan, throughputValues(pair.allBlocks));
  const withExtras = { ...comparison, typicalRatio, allBlocksRatio };
  if (!isContradicted(comparison.verdict, typicalRatio)) return withExtras;
  return { ...withExtras, verdict: 'inconclusive', lean: null };
}

/** Over launches at the plan's level; moderated where the plan or the number of launches makes it rough. */
export function intervalOf(plan: Plan, values: LaunchValues, isExact = false): LogInterval | null {
  return launchInterval(values, { alpha: plan.alpha, moderated: isRough(plan, values.length), isExact });
}

/** One metric of two cells, from its log ratios by launch; `isExact` where starts make no difference to it. */
export function compareMetric(pair: CellPair, metric: Metric, values: LaunchValues, isExact = false): Comparison {
  const { plan, cell, baseline } = pair;
  const margin = marginOf(metric, plan.margins);
  const interval = intervalOf(plan, values, isExact);
  const ratio = ratioOf(interval);
  return {
    scenario: cell.scenario,
    profile: cell.profile,
    metric,
    baseline,
    target: cell.target,
    ratio,
    launchRatios: values.map((launch) => Math.exp(launch.value)),
    alpha: plan.alpha,
    margin,
    mde:
      interval === null || values.length < 2 ? null : smallestCallableEffect(interval, { alpha: plan.alpha, margin }),
    ...decideVerdict(ratio, { margin, rough: isRough(plan, values.length) }),
    typicalRatio: null,
    allBlocksRatio: null,
  };
}

/** The ratio that launches agree on, with its interval; all unknown where no launch has a value. */
export function estimateRatio(plan: Plan, values: LaunchValues): Estimate {
  return ratioOf(intervalOf(plan, values));
}

function ratioOf(interval: LogInterval | null): Estimate {
  if (interval === null) return UNKNOWN;
  const { center, halfWidth } = interval;
  const value = Math.exp(center);
  if (halfWidth === null) return { value, lower: null, upper: null };
  return { value, lower: Math.exp(center - halfWidth), upper: Math.exp(center + halfWidth) };
}
