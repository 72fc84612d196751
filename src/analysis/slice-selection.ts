import type { SliceEvent } from '../model/events.js';
import { cellKey, FOREIGN_CORES_LIMIT } from '../model/plan.js';
import type { Warning } from '../model/warning.js';
import { fisherExact } from '../stats/fisher.js';
import { type BlockMarks, blockKey, isDisturbed, markBlocks } from './block-marks.js';
import { culpritsOf } from './culprits.js';
import type { RunFacts } from './run-facts.js';
import { cellsOf } from './run-facts.js';
import { runWarning } from './warnings.js';

/** Marks that fall on one target this unlikely by chance are caused by that target. */
const FISHER_LEVEL = 0.01;
const LEAST_BLOCKS = 2;

/** Which slices the numbers are made of. */
export interface SliceSelection {
  /** Of launches that can be compared, disturbed blocks included. */
  readonly allBlocks: readonly SliceEvent[];
  /** The same without blocks that were dropped on cause. */
  readonly kept: readonly SliceEvent[];
  /** Of all blocks. */
  readonly marks: BlockMarks;
  readonly warnings: readonly Warning[];
}

/**
 * Drops whole blocks on their cause, never on their outcome: trimming by outcome deletes the server's own stalls.
 *
 * A launch keeps all its blocks if it would lose more than half, and every block stays where one target causes the marks.
 */
export function selectSlices(facts: RunFacts): SliceSelection {
  const launches = comparableLaunches(facts);
  const allBlocks = facts.slices.filter((slice) => launches.has(slice.launch));
  const marks = markBlocks(facts.slices);
  const marked = new Set(allBlocks.filter(isDisturbed).map(blockKey));
  if (marked.size === 0) return { allBlocks, kept: allBlocks, marks, warnings: [] };
  const blocks = new Set(allBlocks.map(blockKey));
  // Each has its slices in one stretch there, and so all of whatever disturbed that.
  const culprit = facts.mode === 'exclusive' ? null : targetWithTheMarks(allBlocks);
  const others = culpritsOf(facts.disturbances);
  if (culprit !== null) return { allBlocks, kept: allBlocks, marks, warnings: [culpritWarning(culprit, others)] };
  const crowded = launchesThatLoseTooMuch(allBlocks, marked);
  const kept = allBlocks.filter((slice) => crowded.has(slice.launch) || !marked.has(blockKey(slice)));
  const dropped = blocks.size - new Set(kept.map(blockKey)).size;
  const counts = { marked: marked.size, dropped, blocks: blocks.size };
  return { allBlocks, kept, marks, warnings: foreignWarnings(counts, others) };
}

/** Finished ones, and unfinished ones in which every cell of a living target has at least two blocks. */
function comparableLaunches(facts: RunFacts): Set<number> {
  const living = cellsOf(facts.plan).filter((cell) => !facts.failures.has(cell.target));
  const launches = new Set(facts.slices.map((slice) => slice.launch));
  const hasEnough = (launch: number): boolean => {
    const inLaunch = facts.slices.filter((slice) => slice.launch === launch).map((slice) => cellKey(slice.cell));
    return living.every((cell) => inLaunch.filter((key) => key === cellKey(cell)).length >= LEAST_BLOCKS);
  };
  return new Set([...launches].filter((launch) => facts.finishedLaunches.has(launch) || hasEnough(launch)));
}

function launchesThatLoseTooMuch(slices: readonly SliceEvent[], marked: ReadonlySet<string>): Set<number> {
  const launches = new Set(slices.map((slice) => slice.launch));
  const loses = (launch: number): boolean => {
    const blocks = [...new Set(slices.filter((slice) => slice.launch === launch).map(blockKey))];
    return blocks.filter((block) => marked.has(block)).length * 2 > blocks.length;
  };
  return new Set([...launches].filter(loses));
}

function targetWithTheMarks(slices: readonly SliceEvent[]): string | null {
  const targets = [...new Set(slices.map((slice) => slice.cell.target))];
  if (targets.length < 2) return null;
  const marks = (own: readonly SliceEvent[]): number => own.filter(isDisturbed).length;
  const suspects = targets.filter((target) => {
    const own = slices.filter((slice) => slice.cell.target === target);
    const others = slices.filter((slice) => slice.cell.target !== target);
    const table = {
      firstYes: marks(own),
      firstNo: own.length - marks(own),
      secondYes: marks(others),
      secondNo: others.length - marks(others),
    };
    return table.firstYes * others.length > table.secondYes * own.length && fisherExact(table) < FISHER_LEVEL;
  });
  return suspects[0] ?? null;
}

function culpritWarning(target: string, others: string): Warning {
  const message = `CPU outside its process tree is busy during its own slices far more than during others'${others}: it causes that load itself, so no block was dropped`;
  return runWarning('foreign-cpu', 'warn', message, { target });
}

function foreignWarnings(
  { marked, dropped, blocks }: { readonly marked: number; readonly dropped: number; readonly blocks: number },
  others: string,
): Warning[] {
  const seen = `another process used more than ${FOREIGN_CORES_LIMIT} cores during ${marked} of ${blocks} blocks${others}`;
  const level = marked * 5 > blocks ? 'warn' : 'note';
  if (dropped === marked) return [runWarning('foreign-cpu', level, `${seen}; they were left out`)];
  if (marked === blocks) {
    const message = `another process used more than ${FOREIGN_CORES_LIMIT} cores during all ${blocks} blocks${others}, so none was left out: this is how the targets do on a busy machine`;
    return [runWarning('foreign-cpu', 'warn', message)];
  }
  const left =
    dropped === 0
      ? 'too many to leave out, so they are in the numbers'
      : `${dropped} were left out, the rest was too many of a launch`;
  const message = `${seen}: ${left}`;
  return [runWarning('foreign-cpu', 'warn', message)];
}
