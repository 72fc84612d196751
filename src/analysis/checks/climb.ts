import { leastWarmupMs, type Plan } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { formatDurationMs } from '../../units/duration.js';
import { measureFall, measureFallBeside } from '../climb.js';
import { percent, runWarning } from '../warnings.js';
import type { CheckedCell } from './cell.js';

const CLIMB_LIMIT = 0.03;
const FALL_LIMIT = 0.05;
/** Machines get slower by a few percent, too. */
const FALL_LIMIT_ALONE = 0.1;

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
          `may still be warming: ${seen}; its slices scatter that much by chance`,
          measurement,
        ),
      ];
}

/**
 * `slowing`: a leak, a log or a collection that grows makes it slower the longer it runs, so its rate is that of no state, either.
 *
 * What falls in the slices of its neighbours as well is the machine's doing, so it has to fall beside them, by more than
 * chance; and at least half of that by itself, else they climb. Neighbours that died too early to compare are none.
 */
export function checkFalls(cells: readonly CheckedCell[]): Warning[] {
  return cells.flatMap((checked) => checkFall(checked, neighboursOf(checked, cells)));
}

function checkFall({ facts, kept, measurement }: CheckedCell, neighbours: readonly CheckedCell['kept'][]): Warning[] {
  const share = measurement.climb?.share ?? 0;
  if (share >= -FALL_LIMIT) return [];
  const beside = measureFallBeside(facts.plan, kept, neighbours);
  const isAlone = beside === null;
  const limit = isAlone ? FALL_LIMIT_ALONE : FALL_LIMIT;
  const fall = beside ?? measureFall(facts.plan, kept);
  if (fall === null || fall.share <= limit || fall.leastShare <= 0) return [];
  const isTheirClimb = Math.log1p(share) > Math.log1p(-fall.share) / 2;
  if (isTheirClimb) return [];
  const least = `at least ${percent(fall.leastShare)}`;
  const seen = `throughput was ${percent(-share)} lower in the last third of its slices than in the first`;
  const [extent, cause] = isAlone
    ? [` (${least})`, 'its memory grows, or the machine gets hot and slow']
    : [`, ${percent(fall.share)} (${least}) more than its neighbours'`, 'its memory grows'];
  const message = `gets slower: ${seen}${extent}, so a longer run would show less; look whether ${cause}`;
  return [runWarning('slowing', 'warn', message, measurement)];
}

/** Others that were asked the same in the same blocks; where each has its turn alone there are none. */
function neighboursOf({ facts, cell }: CheckedCell, cells: readonly CheckedCell[]): CheckedCell['kept'][] {
  if (facts.mode === 'exclusive') return [];
  const isNeighbour = (other: CheckedCell): boolean =>
    other.cell.target !== cell.target &&
    other.cell.scenario === cell.scenario &&
    other.cell.profile === cell.profile &&
    other.kept.length > 0;
  return cells.filter(isNeighbour).map(({ kept }) => kept);
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
