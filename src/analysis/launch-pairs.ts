import type { SliceEvent } from '../model/events.js';
import { blockKey } from './block-marks.js';

/** Two slices of the same block. */
export interface SlicePair {
  readonly baseline: SliceEvent;
  readonly target: SliceEvent;
}

/** What one launch has to say about two cells. */
export interface LaunchPairs {
  readonly launch: number;
  readonly pairs: readonly SlicePair[];
}

/** Slices of two cells matched block by block, by launch; a block that only one of them reached is left out. */
export function pairByLaunch(baseline: readonly SliceEvent[], target: readonly SliceEvent[]): LaunchPairs[] {
  const targetByBlock = new Map(target.map((slice) => [blockKey(slice), slice]));
  const launches = new Map<number, SlicePair[]>();
  for (const slice of baseline) {
    const partner = targetByBlock.get(blockKey(slice));
    if (partner === undefined) continue;
    const pairs = launches.get(slice.launch) ?? [];
    pairs.push({ baseline: slice, target: partner });
    launches.set(slice.launch, pairs);
  }
  return [...launches].map(([launch, pairs]) => ({ launch, pairs }));
}

/** Slices grouped by launch, in order. */
export function groupByLaunch(slices: readonly SliceEvent[]): Map<number, SliceEvent[]> {
  const launches = new Map<number, SliceEvent[]>();
  for (const slice of slices) launches.set(slice.launch, [...(launches.get(slice.launch) ?? []), slice]);
  return launches;
}
