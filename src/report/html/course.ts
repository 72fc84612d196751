import type { Measurement, SeriesPoint } from '../../model/measurement.js';
import { formatSeconds } from '../format.js';
import { meanOf } from '../second-lines.js';
import { linearAxis } from './axes.js';
import type { Axis, LinesChart, Rule, Tick } from './chart.js';

/** Successive slices of one launch, or seconds of a load, that a chart shows as one. */
export interface Slot {
  readonly x: number;
  readonly launch: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
}

/** The time of a run or load as charts show it. */
export interface Course {
  readonly slots: readonly Slot[];
  readonly axis: Axis;
  /** Where launches begin. */
  readonly rules: readonly Rule[];
  /** Slots with a slice in whose block the machine was seen to be disturbed. */
  readonly bands: LinesChart['bands'];
  /** Slices or seconds of one slot. */
  readonly size: number;
}

const MOST_LAUNCH_LABELS = 12;

/** Slices of all targets side by side, in the order of launches and blocks; `most` slots at most, about. */
export function courseOf(measurements: readonly Measurement[], most: number, isLoad: boolean): Course {
  const points = measurements.flatMap(({ series }) => series);
  const launches = [...new Set(points.map(({ launch }) => launch))].sort((a, b) => a - b);
  const blocksOf = new Map(launches.map((launch) => [launch, blockCount(points, launch)]));
  const total = [...blocksOf.values()].reduce((sum, count) => sum + count, 0);
  const size = Math.max(1, Math.ceil(total / most));
  const slots: Slot[] = [];
  for (const launch of launches) {
    const blocks = blocksOf.get(launch) ?? 0;
    for (let first = 0; first < blocks; first += size) {
      const lastBlock = Math.min(first + size, blocks) - 1;
      // Of a load x is the middle of its seconds, of a run the number of the slot.
      const x = isLoad ? (first + lastBlock + 1) / 2 : slots.length;
      slots.push({ x, launch, firstBlock: first, lastBlock });
    }
  }
  const isDisturbed = ({ marks = [] }: SeriesPoint): boolean => marks.length > 0;
  const bands = slots.flatMap((slot) => (pointsIn(points, slot).some(isDisturbed) ? [bandOf(slot)] : []));
  return { slots, axis: isLoad ? secondsAxis(slots) : launchAxis(slots), rules: bordersOf(slots), bands, size };
}

/** A figure of the slices of each slot that count, joined to one value; null where none does. */
export function slotValues(
  { slots }: Pick<Course, 'slots'>,
  { series }: Measurement,
  figure: (point: SeriesPoint) => number | null | undefined,
  joined: typeof meanOf = meanOf,
): { readonly x: number; readonly y: number | null }[] {
  return slots.map((slot) => {
    const kept = pointsIn(series, slot).filter(({ excluded }) => !excluded);
    return { x: slot.x, y: joined(kept.map((point) => figure(point) ?? null)) };
  });
}

/** Slices that do not count, where each is shown by itself. */
export function leftOutPoints(
  { slots, size }: Pick<Course, 'slots' | 'size'>,
  { series }: Measurement,
  figure: (point: SeriesPoint) => number | null | undefined,
): { readonly x: number; readonly y: number }[] {
  if (size > 1) return [];
  return slots.flatMap((slot) =>
    pointsIn(series, slot).flatMap((point) => {
      const y = figure(point) ?? null;
      return point.excluded && y !== null ? [{ x: slot.x, y }] : [];
    }),
  );
}

/** `launch 2, slices 3 to 5`, `second 3`. */
export function slotName({ launch, firstBlock, lastBlock }: Slot, isLoad: boolean): string {
  const noun = isLoad ? 'second' : 'slice';
  const span =
    firstBlock === lastBlock ? `${noun} ${firstBlock + 1}` : `${noun}s ${firstBlock + 1} to ${lastBlock + 1}`;
  return isLoad ? span : `launch ${launch}, ${span}`;
}

function pointsIn(points: readonly SeriesPoint[], { launch, firstBlock, lastBlock }: Slot): SeriesPoint[] {
  return points.filter((point) => point.launch === launch && point.block >= firstBlock && point.block <= lastBlock);
}

function blockCount(points: readonly SeriesPoint[], launch: number): number {
  return points.reduce((most, point) => (point.launch === launch ? Math.max(most, point.block + 1) : most), 0);
}

function bandOf({ x }: Slot): { readonly from: number; readonly to: number } {
  return { from: x - 0.5, to: x + 0.5 };
}

function bordersOf(slots: readonly Slot[]): Rule[] {
  return slots.flatMap((slot, at) => {
    const before = slots[at - 1];
    return before === undefined || before.launch === slot.launch
      ? []
      : [{ axis: 'x' as const, at: slot.x - 0.5, label: '' }];
  });
}

function secondsAxis(slots: readonly Slot[]): Axis {
  const end = (slots.at(-1)?.lastBlock ?? 0) + 1;
  return { ...linearAxis([end], { name: 'time since the load began', format: formatSeconds, ticks: 8 }), to: end };
}

function launchAxis(slots: readonly Slot[]): Axis {
  const launches = [...new Set(slots.map(({ launch }) => launch))];
  const every = Math.ceil(launches.length / MOST_LAUNCH_LABELS);
  const ticks: Tick[] = launches.flatMap((launch, at) => {
    const own = slots.filter((slot) => slot.launch === launch);
    const middle = ((own[0]?.x ?? 0) + (own.at(-1)?.x ?? 0)) / 2;
    return at % every === 0 ? [{ at: middle, label: `launch ${launch}` }] : [];
  });
  return { scale: 'linear', name: '', from: -0.5, to: Math.max(0, slots.length - 1) + 0.5, ticks };
}
