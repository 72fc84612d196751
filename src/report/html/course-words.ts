import type { BlockMark, SeriesPoint } from '../../model/measurement.js';
import { plural } from '../../units/words.js';
import type { Line } from './chart.js';
import type { Course } from './course.js';
import { listed } from './figure-context.js';

const MARK_WORDS: Readonly<Record<BlockMark, string>> = {
  'foreign-cpu': 'CPU of others',
  steal: 'CPU taken by the hypervisor',
  'slow-probe': 'a slow probe',
};

/** How the slices of a run are read. */
export function courseCaption(
  { bands, size }: Course,
  points: readonly SeriesPoint[],
  { hasTails, hasGaps }: { readonly hasTails: boolean; readonly hasGaps: boolean },
): string {
  const hasLeftOut = points.some(({ excluded }) => excluded);
  const isPlain = size === 1;
  return [
    isPlain
      ? 'Each point is a slice.'
      : `Each point is the mean of ${plural(size, 'slice')}${hasTails ? ', of p99 the largest' : ''}.`,
    hasTails ? 'Thick lines with filled symbols: p50; thin ones with hollow symbols: p99.' : '',
    hasGaps ? 'A slice has a p99 only where it has answers enough.' : '',
    bands.length === 0
      ? ''
      : `Shaded: ${isPlain ? 'slices' : 'points with slices'} in which the machine was disturbed (${marksSeen(points)}).`,
    hasLeftOut ? (isPlain ? 'Crosses: slices that were left out.' : 'Slices that were left out are in no mean.') : '',
    bands.length === 0 && !hasLeftOut ? 'No slice was marked, and none was left out.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function marksSeen(points: readonly SeriesPoint[]): string {
  const seen = new Set(points.flatMap(({ marks = [] }) => marks));
  return listed(Object.entries(MARK_WORDS).flatMap(([mark, words]) => (seen.has(mark as BlockMark) ? words : [])));
}

/** `express p99`, or the name alone where it has one line. */
export function lineName({ name, part }: Pick<Line, 'name' | 'part'>): string {
  return part === undefined ? name : `${name} ${part}`;
}

/** From the least to the largest of its values. */
export function spanWords(line: Line, format: (value: number) => string): string {
  const values = line.points.flatMap(({ y }) => y ?? []);
  if (values.length === 0) return `${lineName(line)}: nothing`;
  return `${lineName(line)}: ${format(Math.min(...values))} to ${format(Math.max(...values))}`;
}
