import { leastWarmupMs, type Plan } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { formatDurationMs } from '../../units/duration.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

const CLIMB_LIMIT = 0.03;
/** Machines get slower by a few percent, too. */
const FALL_LIMIT = 0.1;

/**
 * `still-warming`: the compiler or a cache was not done when measuring began, so its rate is that of no state it stays in.
 *
 * Above the limit it is always told, and its row marked; where slices may climb so by chance it is a note that says so.
 */
export function checkClimb({ measurement }: CheckedCell): Warning[] {
  const climb = measurement.climb ?? null;
  if (climb === null || climb.share <= CLIMB_LIMIT) return [];
  const seen = `throughput was ${percent(climb.share)} higher in the last third of its slices than in the first`;
  return climb.lowerShare !== null && climb.lowerShare > 0
    ? [runWarning('still-warming', 'warn', `still warming: ${seen}; try a longer --warmup`, measurement)]
    : [
        runWarning(
          'still-warming',
          'note',
          `still warming, if not by chance: ${seen}, within what they scatter`,
          measurement,
        ),
      ];
}

/** `slowing`: a leak, a log or a collection that grows makes it slower the longer it runs, so its rate is that of no state, either. */
export function checkFall({ measurement }: CheckedCell): Warning[] {
  const { share = null, lowerShare = null } = measurement.climb ?? {};
  if (share === null || lowerShare === null || share >= -FALL_LIMIT) return [];
  // The interval is symmetrical in logarithms.
  const isChance = 2 * Math.log1p(share) - Math.log1p(lowerShare) >= 0;
  if (isChance) return [];
  const message = `gets slower: throughput was ${percent(-share)} lower in the last third of its slices than in the first, so a longer run would show less; look whether its memory grows, or the machine gets hot and slow`;
  return [runWarning('slowing', 'warn', message, measurement)];
}

/** `warm-up-cut`: `--quick` gave it less than its runtime is known to need, which nothing in its slices has to show. */
export function checkCutWarmup({ instances }: Plan): Warning[] {
  const cut = new Map(
    instances.flatMap(({ target, wantedWarmup, warmup }) => {
      return wantedWarmup === undefined
        ? []
        : [[target, { hadMs: warmup?.minMs ?? 0, wantedMs: leastWarmupMs(wantedWarmup) }]];
    }),
  );
  return [...cut].map(([target, { hadMs, wantedMs }]) => {
    const message = `still warming: --quick warmed it up for ${formatDurationMs(hadMs)} of the ${formatDurationMs(wantedMs)} that its runtime needs, so it may be faster than shown; leave out --quick, or give a --warmup`;
    return runWarning('warm-up-cut', 'warn', message, { target });
  });
}
