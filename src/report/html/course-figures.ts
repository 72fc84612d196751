import type { BlockMark, Measurement, SeriesPoint } from '../../model/measurement.js';
import { plural } from '../../units/words.js';
import { formatLatency, formatPerSec } from '../format.js';
import type { Row, Section } from '../row.js';
import { spreadAxis } from './axes.js';
import type { Figure, Line, Point } from './chart.js';
import { type Course, courseOf, leftOutPoints, slotName, slotValues } from './course.js';
import { chartName, type FigureContext, listed, markFor } from './figure-context.js';

/** What is shown of each slice. */
interface CourseSubject {
  readonly name: string;
  readonly title: string;
  /** On the axis of its values. */
  readonly unit: string;
  readonly format: (value: number | null) => string;
  readonly figure: (point: SeriesPoint) => number | null | undefined;
}

/** A row with something behind it. */
type MeasuredRow = Row & { readonly measurement: Measurement };

const FEWEST_SLOTS = 2;
/** About so many symbols along a line. */
const SYMBOLS = 5;

const MARK_WORDS: Readonly<Record<BlockMark, string>> = {
  'foreign-cpu': 'CPU of others',
  steal: 'CPU taken by the hypervisor',
  'slow-probe': 'a slow probe',
};

const THROUGHPUT: CourseSubject = {
  name: 'throughput-course',
  title: 'Throughput over time',
  unit: 'answers a second',
  format: formatPerSec,
  figure: ({ throughputPerSec }) => throughputPerSec,
};
const LATENCY: CourseSubject = {
  name: 'latency-course',
  title: 'Latency over time',
  unit: 'p50',
  format: formatLatency,
  figure: ({ p50Us }) => p50Us,
};
/** Reports of 0.1.0 have no percentiles of slices. */
const MEAN_LATENCY: CourseSubject = {
  ...LATENCY,
  unit: 'mean',
  figure: ({ meanLatencyUs }) => meanLatencyUs,
};

/** Throughput and latency of every slice of a run, targets side by side; disturbed ones are shaded, those left out crosses. */
export function courseFigures(section: Section, context: FigureContext): Figure[] {
  const rows = section.rows.filter((row): row is MeasuredRow => (row.measurement?.series.length ?? 0) > 0);
  const measurements = rows.map(({ measurement }) => measurement);
  const course = courseOf(measurements, context.points, false);
  if (course.slots.length < FEWEST_SLOTS) return [];
  const hasPercentiles = measurements.some(({ series }) => series.some(({ p50Us = null }) => p50Us !== null));
  return [THROUGHPUT, hasPercentiles ? LATENCY : MEAN_LATENCY].flatMap((subject) =>
    courseFigure(subject, course, rows, context),
  );
}

function courseFigure(
  { name, title, unit, format, figure }: CourseSubject,
  course: Course,
  rows: readonly MeasuredRow[],
  context: FigureContext,
): Figure[] {
  const lines = rows.map((row, at): Line => {
    const points = slotValues(course, row.measurement, figure).map((point, slot) =>
      withSymbol(point, slot, course, at),
    );
    const crosses = leftOutPoints(course, row.measurement, figure);
    return {
      name: chartName(row),
      mark: markFor(context, row.target.name),
      points: brokenAtBorders(points, course),
      crosses,
    };
  });
  const values = lines.flatMap(({ points, crosses }) => [...points, ...crosses].flatMap(({ y }) => y ?? []));
  if (values.length < FEWEST_SLOTS) return [];
  return [
    {
      name,
      title,
      caption: captionOf(
        course,
        rows.map(({ measurement }) => measurement),
      ),
      charts: [
        {
          kind: 'lines',
          title: '',
          summary: lines.map((line) => spanWords(line, format)).join('; '),
          x: course.axis,
          y: spreadAxis(values, { name: unit, format }),
          lines,
          bands: course.bands,
          rules: course.rules,
        },
      ],
      table: {
        columns: ['', ...lines.map((line) => line.name)],
        rows: course.slots.map((slot) => [slotName(slot, false), ...lines.map((line) => cellAt(line, slot.x, format))]),
      },
    },
  ];
}

/** The servers were started anew in between: nothing leads from one launch to the next. */
function brokenAtBorders(points: readonly Point[], { rules }: Course): Point[] {
  return points.flatMap((point) =>
    rules.some(({ at }) => at === point.x - 0.5) ? [{ x: point.x - 0.5, y: null }, point] : [point],
  );
}

/** Not all at the same slots, so that symbols of several lines do not hide one another. */
function withSymbol(point: Point, slot: number, { slots }: Course, line: number): Point {
  const every = Math.max(1, Math.round(slots.length / SYMBOLS));
  return (slot + line) % every === 0 ? { ...point, isMarked: true } : point;
}

function captionOf({ bands, size }: Course, measurements: readonly Measurement[]): string {
  const points = measurements.flatMap(({ series }) => series);
  const hasLeftOut = points.some(({ excluded }) => excluded);
  const isPlain = size === 1;
  return [
    isPlain ? 'Each point is a slice.' : `Each point is the mean of ${plural(size, 'slice')}.`,
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

function spanWords({ name, points }: Line, format: (value: number) => string): string {
  const values = points.flatMap(({ y }) => y ?? []);
  if (values.length === 0) return `${name}: nothing`;
  return `${name}: ${format(Math.min(...values))} to ${format(Math.max(...values))}`;
}

function cellAt({ points, crosses }: Line, x: number, format: (value: number | null) => string): string {
  const cross = crosses.find((point) => point.x === x);
  if (cross !== undefined) return `${format(cross.y)} (left out)`;
  return format(points.find((point) => point.x === x)?.y ?? null);
}
