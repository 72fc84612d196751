import type { Warning } from '../../model/warning.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

const CLIMB_LIMIT = 0.03;

/**
 * `still-warming`: the compiler or a cache was not done when measuring began, so its rate is that of no state it stays in.
 *
 * A climb that slices may make by chance is told, too, but spoils nothing.
 */
export function checkClimb({ measurement }: CheckedCell): Warning[] {
  const climb = measurement.climb ?? null;
  if (climb === null || climb.share <= CLIMB_LIMIT) return [];
  const seen = `throughput was ${percent(climb.share)} higher in the last third of its slices than in the first`;
  return climb.lowerShare !== null && climb.lowerShare > 0
    ? [runWarning('still-warming', 'warn', `still warming: ${seen}; try a longer --warmup`, measurement)]
    : [runWarning('still-warming', 'note', `${seen}, which may be chance as far as they scatter`, measurement)];
}
