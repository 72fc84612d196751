import type { SliceEvent } from '../../model/events.js';
import type { BlockMark } from '../../model/measurement.js';
import type { MeasuringMode } from '../../model/plan.js';
import type { Warning } from '../../model/warning.js';
import { mean, variance } from '../../stats/moments.js';
import { studentTQuantile } from '../../stats/student-t.js';
import { type BlockMarks, blockKey, STEAL_LIMIT_CORES } from '../block-marks.js';
import { runWarning } from '../warnings.js';

/** METHOD 5.10. */
const HELPER_LIMIT_CORES = 0.05;
/** By chance in one of a thousand targets. */
const HELPER_LEVEL = 0.001;
const FEWEST_BLOCKS = 20;
const FEWEST_LAUNCHES = 3;
/** A machine that is slow in more blocks than this is not the machine the results speak of. */
const SLOW_SHARE = 0.2;

/** `steal`: the hypervisor gave part of the machine to somebody else. */
export function checkSteal(slices: readonly SliceEvent[], marks: BlockMarks): Warning[] {
  const seen = slices.flatMap((slice) => slice.machine.stealCores ?? []);
  if (seen.length === 0) return [];
  const average = mean(seen);
  if (average <= STEAL_LIMIT_CORES) return [];
  const extent = blocksWith('steal', slices, marks);
  const message = `the hypervisor took away ${average.toFixed(2)} cores on average, over ${STEAL_LIMIT_CORES} in ${extent.marked} of ${extent.all} blocks`;
  return [runWarning('steal', 'warn', message)];
}

/**
 * `unseen-helper`: others are busier in the slices of one target than in those of its neighbours in the same blocks, so
 * something works for it that does not belong to its processes: a database, or a child that cannot be found.
 *
 * Where each is alone its neighbours are those of its launch, minutes apart: then launches are what is counted.
 */
export function checkHelpers(mode: MeasuringMode, slices: readonly SliceEvent[]): Warning[] {
  const isAlone = mode === 'exclusive';
  const groups = new Map<string, SliceEvent[]>();
  for (const slice of slices) {
    if (slice.machine.foreignCores === null || slice.server === null) continue;
    const key = isAlone ? `${slice.launch}` : blockKey(slice);
    groups.set(key, [...(groups.get(key) ?? []), slice]);
  }
  const targets = [...new Set(slices.map(({ cell }) => cell.target))];
  return targets.flatMap((target) => {
    const differences = [...groups.values()].flatMap((group) => foreignDifference(group, target) ?? []);
    if (differences.length < (isAlone ? FEWEST_LAUNCHES : FEWEST_BLOCKS)) return [];
    const more = mean(differences);
    const error = Math.sqrt(variance(differences) / differences.length);
    const least = more - studentTQuantile(1 - HELPER_LEVEL, differences.length - 1) * error;
    if (least <= HELPER_LIMIT_CORES) return [];
    const message = `others used ${more.toFixed(2)} cores more during its slices than during its neighbours': something works for it that is not counted as its CPU, such as a database`;
    return [runWarning('unseen-helper', 'warn', message, { target })];
  });
}

/** Cores of others in its slices less those in the slices of all the rest; null where one of the two is missing. */
function foreignDifference(group: readonly SliceEvent[], target: string): number | null {
  const cores = (slices: readonly SliceEvent[]): number[] => slices.map(({ machine }) => machine.foreignCores ?? 0);
  const own = cores(group.filter(({ cell }) => cell.target === target));
  const rest = cores(group.filter(({ cell }) => cell.target !== target));
  return own.length === 0 || rest.length === 0 ? null : mean(own) - mean(rest);
}

/** `slow-probe`: the same small loop took longer than usual, which foreign load and steal do not always show. */
export function checkProbe(slices: readonly SliceEvent[], marks: BlockMarks): Warning[] {
  const { marked, all } = blocksWith('slow-probe', slices, marks);
  if (marked === 0) return [];
  const level = marked > SLOW_SHARE * all ? 'warn' : 'note';
  const message = `the machine was more than a fifth slower than usual before ${marked} of ${all} blocks`;
  return [runWarning('slow-probe', level, message)];
}

function blocksWith(
  mark: BlockMark,
  slices: readonly SliceEvent[],
  marks: BlockMarks,
): { marked: number; all: number } {
  const blocks = [...new Set(slices.map(blockKey))];
  return { marked: blocks.filter((block) => marks.get(block)?.includes(mark)).length, all: blocks.length };
}
