import { THAW_STALL_LIMIT_MS } from '../../model/plan.js';
import { thawStallMs } from '../../model/recording.js';
import type { Warning } from '../../model/warning.js';
import { mean } from '../../stats/moments.js';
import { runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** `thaw-stalls`: timers that came due while a server was frozen all fire at the thaw, and take time from its own slice. */
export function checkThawStalls(checked: CheckedCell): Warning[] {
  if (checked.facts.mode !== 'freeze') return [];
  const stallsMs = checked.all.flatMap((slice) => thawStallMs(slice.recording) ?? []);
  if (stallsMs.length === 0) return [];
  const meanMs = mean(stallsMs);
  if (meanMs <= THAW_STALL_LIMIT_MS) return [];
  const message = `stalls for ${meanMs.toFixed(1)} ms on average when it is thawed for a slice: work that waited while it was frozen falls into its slices; try --mode exclusive`;
  return [runWarning('thaw-stalls', 'invalid', message, checked.cell)];
}
