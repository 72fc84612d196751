import type { Comparison } from '../model/comparison.js';
import type { GateStatus } from '../model/gate.js';
import { stddev } from '../stats/moments.js';
import { pValueBelow, smallestCallableEffect } from '../stats/ratio-interval.js';
import { logIntervalOf, type RegressionEvidence } from './gate-evidence.js';
import { isContradicted } from './verdict.js';

/** What an interval says of a regression limit. */
export interface RegressionFinding {
  readonly status: Exclude<GateStatus, 'invalid'>;
  readonly mde: number | null;
  /** One-sided, against the limit, before any correction. */
  readonly pValue: number | null;
}

/**
 * Non-inferiority: whether a ratio (above 1 is better) is proven to have lost no more than the margin, or proven to have
 * lost more.
 *
 *        1 - margin        1
 *   [--]     |             |                  fail
 *            |     [---]   |                  pass: slower for certain, and still allowed
 *            |           [-+----]             pass
 *        [---+--------]    |                  inconclusive
 */
export function judgeRegression(evidence: RegressionEvidence, margin: number): RegressionFinding {
  const { alpha, ratio, typicalRatio } = evidence;
  const interval = logIntervalOf(evidence);
  if (interval === null || ratio.lower === null || ratio.upper === null) {
    return { status: 'inconclusive', mde: null, pValue: null };
  }
  const least = 1 - margin;
  const mde = smallestCallableEffect(interval, { alpha, margin });
  const pValue = pValueBelow(interval, { alpha, limit: Math.log(least) });
  if (ratio.lower > least) return { status: 'pass', mde, pValue };
  const isProven = ratio.upper < least && !isContradicted('slower', typicalRatio);
  return { status: isProven ? 'fail' : 'inconclusive', mde, pValue };
}

/** Whether an interval excludes 1 and lies beyond the margin on either side. */
export function isBeyond({ lower, upper }: Comparison['ratio'], margin: number): boolean {
  if (lower === null || upper === null) return false;
  return upper < 1 - margin || lower > 1 / (1 - margin);
}

/** How much single launches scatter, as a standard deviation of logarithms; null for a single one. */
export function launchDeviation({ launchRatios }: Comparison): number | null {
  if (launchRatios.length < 2) return null;
  return stddev(launchRatios.map(Math.log));
}
