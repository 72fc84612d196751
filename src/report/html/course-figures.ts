import type { Measurement, SeriesPoint } from '../../model/measurement.js';
import { formatLatency, formatPerSec } from '../format.js';
import type { Row, Section } from '../row.js';
import { largestOf, meanOf } from '../second-lines.js';
import { spreadAxis } from './axes.js';
import type { Figure, Line, Point } from './chart.js';
import { type Course, courseOf, leftOutPoints, slotName, slotValues } from './course.js';
import { courseCaption, lineName, spanWords } from './course-words.js';
import { chartName, type FigureContext, listed, markFor } from './figure-context.js';

/** What is shown of each slice. */
interface CourseSubject {
  readonly name: string;
  readonly title: string;
  readonly format: (value: number | null) => string;
  /** Each of them a line of every target. */
  readonly parts: readonly CoursePart[];
}

interface CoursePart {
  /** On the axis of its values. */
  readonly name: string;
  readonly figure: (point: SeriesPoint) => number | null | undefined;
  /** What several slices come to. */
  readonly joined: typeof meanOf;
  /** Whether it is drawn thin beside the other; absent: there is no other. */
  readonly isFurther?: boolean;
}

/** A row with something behind it. */
type MeasuredRow = Row & { readonly measurement: Measurement };

const FEWEST_SLOTS = 2;
/** About so many symbols along a line. */
const SYMBOLS = 5;

const THROUGHPUT: CourseSubject = {
  name: 'throughput-course',
  title: 'Throughput over time',
  format: formatPerSec,
  parts: [{ name: 'answers a second', figure: ({ throughputPerSec }) => throughputPerSec, joined: meanOf }],
};
const P50: CoursePart = { name: 'p50', figure: ({ p50Us }) => p50Us, joined: meanOf, isFurther: false };
// Of several slices the worst: in a mean a single stall is lost.
const P99: CoursePart = { name: 'p99', figure: ({ p99Us }) => p99Us, joined: largestOf, isFurther: true };
/** Reports of 0.1.0 have no percentiles of slices. */
const MEAN: CoursePart = { name: 'mean', figure: ({ meanLatencyUs }) => meanLatencyUs, joined: meanOf };

/** Throughput and latency of every slice of a run, targets side by side; disturbed ones are shaded, those left out crosses. */
export function courseFigures(section: Section, context: FigureContext): Figure[] {
  const rows = section.rows.filter((row): row is MeasuredRow => (row.measurement?.series.length ?? 0) > 0);
  const measurements = rows.map(({ measurement }) => measurement);
  const course = courseOf(measurements, context.points, false);
  if (course.slots.length < FEWEST_SLOTS) return [];
  const known = [P50, P99].filter(({ figure }) =>
    measurements.some(({ series }) => series.some((point) => (figure(point) ?? null) !== null)),
  );
  const parts = known.length === 0 ? [MEAN] : known;
  const latency = { name: 'latency-course', title: 'Latency over time', format: formatLatency, parts };
  return [THROUGHPUT, latency].flatMap((subject) => courseFigure(subject, course, rows, context));
}

function courseFigure(
  { name, title, format, parts }: CourseSubject,
  course: Course,
  rows: readonly MeasuredRow[],
  context: FigureContext,
): Figure[] {
  const lines = rows.flatMap((row) => parts.map((part) => lineOf(row, part, course, context)));
  const shown = lines
    .map((line, at) => withSymbols(line, at, course))
    // Who has no p99 in any slice has no line of it.
    .filter(({ isThin, points, crosses }) => !isThin || [...points, ...crosses].some(({ y }) => y !== null));
  const values = shown.flatMap(({ points, crosses }) => [...points, ...crosses].flatMap(({ y }) => y ?? []));
  if (values.length < FEWEST_SLOTS) return [];
  const series = rows.flatMap(({ measurement }) => measurement.series);
  const hasTails = parts.length > 1;
  const hasGaps = hasTails && series.some(({ p50Us = null, p99Us = null }) => p50Us !== null && p99Us === null);
  return [
    {
      name,
      title,
      caption: courseCaption(course, series, { hasTails, hasGaps }),
      charts: [
        {
          kind: 'lines',
          title: '',
          summary: shown.map((line) => spanWords(line, format)).join('; '),
          x: course.axis,
          y: spreadAxis(values, { name: listed(parts.map((part) => part.name)), format }),
          lines: shown,
          bands: course.bands,
          rules: course.rules,
        },
      ],
      table: {
        columns: ['', ...shown.map(lineName)],
        rows: course.slots.map((slot) => [slotName(slot, false), ...shown.map((line) => cellAt(line, slot.x, format))]),
      },
    },
  ];
}

function lineOf(
  row: MeasuredRow,
  { name, figure, joined, isFurther }: CoursePart,
  course: Course,
  context: FigureContext,
): Line {
  return {
    name: chartName(row),
    ...(isFurther !== undefined && { part: name }),
    ...(isFurther === true && { isThin: true }),
    mark: markFor(context, row.target.name),
    points: slotValues(course, row.measurement, figure, joined),
    crosses: leftOutPoints(course, row.measurement, figure),
  };
}

/** Not all at the same slots, so that symbols of several lines do not hide one another. */
function withSymbols(line: Line, at: number, course: Course): Line {
  const every = Math.max(1, Math.round(course.slots.length / SYMBOLS));
  const points = line.points.map((point, slot) =>
    (slot + at) % every === 0 ? { ...point, isMarked: true as const } : point,
  );
  return { ...line, points: brokenAtBorders(points, course) };
}

/** The servers were started anew in between: nothing leads from one launch to the next. */
function brokenAtBorders(points: readonly Point[], { rules }: Course): Point[] {
  return points.flatMap((point) =>
    rules.some(({ at }) => at === point.x - 0.5) ? [{ x: point.x - 0.5, y: null }, point] : [point],
  );
}

function cellAt({ points, crosses }: Line, x: number, format: (value: number | null) => string): string {
  const cross = crosses.find((point) => point.x === x);
  if (cross !== undefined) return `${format(cross.y)} (left out)`;
  return format(points.find((point) => point.x === x)?.y ?? null);
}
