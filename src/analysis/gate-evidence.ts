import type { Comparison, Metric } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { spreadOf } from '../stats/independent-difference.js';
import type { LogInterval } from '../stats/ratio-interval.js';
import { doubtsAbout } from './doubts.js';

/** Of what a regression limit asks. */
export interface AskedOf {
  readonly target: string;
  readonly scenario: string;
  readonly profile: string;
  readonly metric: Metric;
}

/** What a regression limit is held against; a comparison is one. */
export interface RegressionEvidence
  extends Pick<Comparison, 'alpha' | 'ratio' | 'typicalRatio'>,
    Partial<Pick<Comparison, 'launchRatios' | 'doubts'>> {
  /** Left out: those of its launches. */
  readonly df?: number;
  /** As of a `LogInterval`. Left out: as its launches say. */
  readonly isFloored?: true;
  /** Why nothing may be concluded from it. */
  readonly refusal?: string;
}

/** Where a gate takes its evidence from; null where nothing was measured. */
export type EvidenceIn = (report: Report) => (asked: AskedOf) => RegressionEvidence | null;

/** The comparison of a candidate with the baseline in one metric; null where there is none. */
export function comparisonOf(report: Report, asked: AskedOf): Comparison | null {
  return report.comparisons.find((one) => isAsked(one, asked)) ?? null;
}

/** Whether something is about what was asked of. */
export function isAsked(one: AskedOf, asked: AskedOf): boolean {
  return KEYS.every((key) => one[key] === asked[key]);
}

/** The run's own comparisons: all that is compared was measured side by side. */
export const sideBySide: EvidenceIn = (report) => (asked) => {
  const comparison = comparisonOf(report, asked);
  // The run's own margin may leave open what the gate's limit decides, so that doubts are looked for anew.
  return comparison && { ...comparison, doubts: doubtsAbout(comparison, report.warnings) };
};

/** Back on the scale on which it was made; null where it has no interval. */
export function logIntervalOf(evidence: RegressionEvidence): LogInterval | null {
  const { alpha, ratio, launchRatios = [], df = launchRatios.length - 1 } = evidence;
  if (ratio.value === null || ratio.upper === null || df <= 0) return null;
  const center = Math.log(ratio.value);
  const halfWidth = Math.log(ratio.upper) - center;
  const spread = spreadOf(launchRatios.map(Math.log), { center, halfWidth, alpha }, false);
  const isFloored = evidence.isFloored ?? (spread !== null && spread.floorError > 0);
  return { center, halfWidth, df, ...(isFloored && { isFloored }) };
}

const KEYS = ['target', 'scenario', 'profile', 'metric'] as const satisfies readonly (keyof AskedOf)[];
