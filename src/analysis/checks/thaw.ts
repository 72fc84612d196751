import type { SliceEvent } from '../../model/events.js';
import type { Warning } from '../../model/warning.js';
import { mean } from '../../stats/moments.js';
import { runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

/** METHOD 1.5: on average of the slices. */
const THAW_STALL_LIMIT_MS = 5;

/**
 * `thaw-stalls`: timers that came due while a server was frozen all fire at the thaw, and take time from its own slice.
 *
 * In a closed loop a gap between answers is a time in which every lane waits, so in its window no server shows a gap
 * beyond its longest latency there. Only what a gap before the window has beyond that came with the thaw. A server that
 * sleeps 33 ms has gaps of 33 ms anywhere, whatever its lanes, and one that pauses pauses in its windows as well.
 */
export function checkThawStalls(checked: CheckedCell): Warning[] {
  if (checked.facts.mode !== 'freeze') return [];
  const stallsMs = checked.all.flatMap((slice) => thawStallMs(slice) ?? []);
  if (stallsMs.length === 0) return [];
  const meanMs = mean(stallsMs);
  if (meanMs <= THAW_STALL_LIMIT_MS) return [];
  const message = `stalls for ${meanMs.toFixed(1)} ms on average when it is thawed for a slice: work that waited while it was frozen falls into its slices; try --mode plain, or load it alone`;
  return [runWarning('thaw-stalls', 'invalid', message, checked.cell)];
}

/** Null where nothing was answered in the window. */
function thawStallMs({ recording }: SliceEvent): number | null {
  const { latencyMaxNs } = recording.window;
  return latencyMaxNs === null ? null : Math.max(0, recording.settleStallMs - latencyMaxNs / 1e6);
}
