import type { Comparison } from '../model/comparison.js';
import { concerns, type Warning } from '../model/warning.js';

/** Findings that do not make numbers wrong, but may make a verdict on them mean something else. */
const DOUBTFUL: readonly string[] = [
  'answers-differ',
  'unequal-answers',
  'body-size-changed',
  'answers-changed',
  'near-ceiling',
];

/** The comparison with what its verdict must not be told without. */
export function withDoubts(comparison: Comparison, warnings: readonly Warning[]): Comparison {
  if (comparison.verdict === 'invalid' || comparison.verdict === 'inconclusive') return comparison;
  const { scenario, profile } = comparison;
  const sides = [comparison.target, comparison.baseline].map((target) => ({ target, scenario, profile }));
  const doubts = warnings.filter(
    (warning) =>
      warning.level === 'warn' && DOUBTFUL.includes(warning.code) && sides.some((side) => concerns(warning, side)),
  );
  if (doubts.length === 0) return comparison;
  return { ...comparison, doubts: [...new Set(doubts.map(({ code }) => code))] };
}
