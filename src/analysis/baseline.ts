import type { SliceEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import type { Warning } from '../model/warning.js';
import { runWarning } from './warnings.js';

/**
 * What is compared with instead of a baseline that nobody named and that failed: the first target, in the plan's order,
 * that was measured and did not fail. Null: the planned one stays.
 */
export function standInBaseline(
  { baseline, isBaselineAsked = true, targets }: Plan,
  failures: ReadonlyMap<string, string>,
  slices: readonly SliceEvent[],
): { readonly baseline: string; readonly warning: Warning } | null {
  if (isBaselineAsked || !failures.has(baseline)) return null;
  const measured = new Set(slices.map(({ cell }) => cell.target));
  const standIn = targets.find((target) => measured.has(target) && !failures.has(target));
  if (standIn === undefined) return null;
  return {
    baseline: standIn,
    warning: runWarning('baseline-replaced', 'note', `the baseline is ${standIn}, as ${baseline} failed`),
  };
}
