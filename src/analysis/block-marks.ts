import type { SliceEvent } from '../model/events.js';
import type { BlockMark } from '../model/measurement.js';
import { FOREIGN_CORES_LIMIT } from '../model/plan.js';
import { mean, median } from '../stats/moments.js';

/** Above this the hypervisor takes part of the machine away. */
export const STEAL_LIMIT_CORES = 0.05;
/** A probe that takes so much longer than usual was taken on a slower machine. */
const SLOW_PROBE = 1.2;

/** What was seen of the machine in each block, by its key. */
export type BlockMarks = ReadonlyMap<string, readonly BlockMark[]>;

/** The same for all slices of one random permutation. */
export function blockKey(slice: SliceEvent): string {
  return `${slice.launch} ${slice.phase} ${slice.block}`;
}

/** Whether others used the CPU. Never so for a server whose CPU cannot be told from that of others: it would count as its own disturbance. */
export function isDisturbed({ machine: { foreignCores }, server }: SliceEvent): boolean {
  return server !== null && foreignCores !== null && foreignCores > FOREIGN_CORES_LIMIT;
}

/**
 * Blocks in which the machine was not itself. A mark is evidence and deletes nothing: which blocks are left out is for
 * slice-selection, and decided on foreign CPU alone (METHOD 1.4).
 */
export function markBlocks(slices: readonly SliceEvent[]): BlockMarks {
  const blocks = new Map<string, SliceEvent[]>();
  for (const slice of slices) {
    const key = blockKey(slice);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [slice]);
    else block.push(slice);
  }
  const probes = [...blocks.values()].flatMap(([first]) => first?.probeUs ?? []);
  const slowUs = probes.length === 0 ? Number.POSITIVE_INFINITY : SLOW_PROBE * median(probes);
  return new Map([...blocks].map(([key, block]) => [key, marksOf(block, slowUs)]));
}

function marksOf(block: readonly SliceEvent[], slowUs: number): BlockMark[] {
  const stolen = block.flatMap(({ machine }) => machine.stealCores ?? []);
  const marks: readonly (readonly [BlockMark, boolean])[] = [
    ['foreign-cpu', block.some(isDisturbed)],
    // A tick within a single slice is no more than a tick.
    ['steal', stolen.length > 0 && mean(stolen) > STEAL_LIMIT_CORES],
    ['slow-probe', (block[0]?.probeUs ?? 0) > slowUs],
  ];
  return marks.flatMap(([mark, isSeen]) => (isSeen ? mark : []));
}
