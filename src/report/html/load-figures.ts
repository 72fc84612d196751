import type { Measurement, SeriesPoint } from '../../model/measurement.js';
import { plural } from '../../units/words.js';
import { formatLatency, formatPerSec } from '../format.js';
import { largestOf } from '../second-lines.js';
import { spreadAxis } from './axes.js';
import type { Axis, Figure, Line, LinesChart } from './chart.js';
import { type Course, courseOf, slotName, slotValues } from './course.js';
import type { FigureContext } from './figure-context.js';
import { markAt } from './marks.js';
import { latencyTable, percentileChart, percentilePoints } from './percentile-figure.js';

type Format = (value: number | null) => string;

/** What there is to see of one load on one server: its latencies as a whole, and its course by the second. */
export function loadFigures(measurement: Measurement, context: FigureContext): Figure[] {
  return [...latencyFigure(measurement, context), ...secondFigures(measurement, context)];
}

/** Latency by percentile; where arrivals have a time of their own, beside the time from the send. */
function latencyFigure(measurement: Measurement, { points }: FigureContext): Figure[] {
  const { histograms, requests, latencyUs, serviceTimeUs } = measurement;
  if (requests.measured === 0) return [];
  const hasService = histograms.serviceTime !== null;
  const curves = [
    { name: hasService ? 'response time' : 'latency', histogram: histograms.latency, latency: latencyUs },
    ...(hasService ? [{ name: 'service time', histogram: histograms.serviceTime, latency: serviceTimeUs }] : []),
  ];
  const lines = curves.flatMap(({ name, histogram }, at): Line[] => {
    const curve = percentilePoints(histogram, points);
    return curve.length < 2 ? [] : [{ name, mark: markAt(at), points: curve, crosses: [] }];
  });
  if (lines.length === 0) return [];
  const summary = `p50 ${formatLatency(latencyUs.p50)}, p99 ${formatLatency(latencyUs.p99)}, max ${formatLatency(latencyUs.max)}`;
  const both =
    ' Response time counts from when a request was due, service time from when it was sent: what lies between them is waiting for a free connection.';
  return [
    {
      name: 'percentiles',
      title: 'Latency by percentile',
      caption: `How long the slowest answers took: 99 % were at most as slow as the line shows there. It ends where fewer than ten answers lie beyond.${hasService ? both : ''}`,
      charts: [percentileChart(lines, summary)],
      table: latencyTable(curves),
    },
  ];
}

function secondFigures(measurement: Measurement, { points }: FigureContext): Figure[] {
  const course = courseOf([measurement], points, true);
  if (course.slots.length < 2) return [];
  const rates = [
    lineOf('answers a second', 0, course, measurement, ({ throughputPerSec }) => throughputPerSec),
    ...(measurement.series.some(({ failed }) => failed > 0)
      ? [lineOf('failures a second', 1, course, measurement, ({ failed }) => failed)]
      : []),
  ];
  const latencies = [
    lineOf('p50', 0, course, measurement, ({ p50Us }) => p50Us),
    // Of several seconds the worst: in a mean a single stall is lost.
    lineOf('p99', 1, course, measurement, ({ p99Us }) => p99Us, largestOf),
    lineOf('max', 2, course, measurement, ({ maxUs }) => maxUs, largestOf),
  ];
  return [
    ...secondFigure({ name: 'throughput-course', title: 'Throughput over time' }, course, rates, formatPerSec),
    ...secondFigure(
      { name: 'latency-course', title: 'Latency over time' },
      course,
      latencies,
      formatLatency,
      ', of p99 and max the largest',
    ),
  ];
}

function secondFigure(
  { name, title }: Pick<Figure, 'name' | 'title'>,
  course: Course,
  all: readonly Line[],
  format: Format,
  more = '',
): Figure[] {
  const lines = all.filter(({ points }) => points.some(({ y }) => y !== null));
  const values = lines.flatMap(({ points }) => points.flatMap(({ y }) => y ?? []));
  if (values.length < 2) return [];
  const y = spreadAxis(values, { name: lines.map((line) => line.name).join(', '), format });
  return [
    {
      name,
      title,
      caption:
        course.size === 1 ? 'Second by second.' : `Each point is the mean of ${plural(course.size, 'second')}${more}.`,
      charts: [secondChart(lines, course, y, format)],
      table: {
        columns: ['', ...lines.map((line) => line.name)],
        rows: course.slots.map((slot, at) => [
          slotName(slot, true),
          ...lines.map(({ points }) => format(points[at]?.y ?? null)),
        ]),
      },
    },
  ];
}

function secondChart(lines: readonly Line[], course: Course, y: Axis, format: Format): LinesChart {
  const words = lines.map(({ name, points }) => {
    const values = points.flatMap((point) => point.y ?? []);
    return `${name}: ${format(Math.min(...values))} to ${format(Math.max(...values))}`;
  });
  return { kind: 'lines', title: '', summary: words.join('; '), x: course.axis, y, lines, bands: [], rules: [] };
}

function lineOf(
  name: string,
  index: number,
  course: Course,
  measurement: Measurement,
  figure: (point: SeriesPoint) => number | null | undefined,
  joined?: typeof largestOf,
): Line {
  const every = Math.max(1, Math.round(course.slots.length / 10));
  const points = slotValues(course, measurement, figure, joined).map((point, at) =>
    at % every === 0 ? { ...point, isMarked: true as const } : point,
  );
  return { name, mark: markAt(index), points, crosses: [] };
}
