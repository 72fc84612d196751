import type { LatencySummary } from '../../model/measurement.js';
import { decodeHdrV2 } from '../../stats/hdr-decoding.js';
import { percentileSpectrum } from '../../stats/percentile-spectrum.js';
import { isSupported, supportedPercentileNs } from '../../stats/supported-percentile.js';
import { formatLatency } from '../format.js';
import type { Row, Section } from '../row.js';
import { logAxis } from './axes.js';
import type { Axis, Figure, FigureTable, Line, LinesChart, Point } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';
import { thinned } from './thin.js';

/** Told on the axis, and marked on the lines. */
const KEY_PERCENTILES = [50, 90, 99, 99.9, 99.99, 99.999];
/** Of HdrHistogram: so many for each half of the way to 100 %. */
const STEPS_PER_HALF = 4;

/** Latency by percentile, on the scale of HdrHistogram's plots: every step to the right is a tenth of the answers. */
export function percentileFigure(section: Section, context: FigureContext): Figure | null {
  const rows = section.rows.filter(({ measurement }) => (measurement?.requests.measured ?? 0) > 0);
  const lines = rows.flatMap((row): Line[] => {
    const points = percentilePoints(row.measurement?.histograms.latency ?? null, context.points);
    const mark = markFor(context, row.target.name);
    return points.length < 2 ? [] : [{ name: chartName(row), mark, points, crosses: [] }];
  });
  if (lines.length === 0) return null;
  return {
    name: 'percentiles',
    title: 'Latency by percentile',
    caption:
      'How long the slowest answers took: 99 % were at most as slow as the line shows there. A line ends where fewer than ten answers lie beyond.',
    charts: [percentileChart(lines, rows.map(summaryOf).join('; '))],
    table: latencyTable(rows.map((row) => ({ name: chartName(row), latency: row.measurement?.latencyUs ?? null }))),
  };
}

/** Curves of percentiles on their common axes. */
export function percentileChart(lines: readonly Line[], summary: string): LinesChart {
  const points = lines.flatMap((line) => line.points);
  return {
    kind: 'lines',
    title: '',
    summary,
    x: percentileAxis(points.map(({ x }) => x)),
    y: logAxis(
      points.flatMap(({ y }) => y ?? []),
      { name: 'latency, logarithmic', format: formatLatency },
    ),
    lines,
    bands: [],
    rules: [],
  };
}

/** The curve of a histogram as far as it is supported: x is 1 / (1 - percentile), y microseconds. */
export function percentilePoints(histogram: string | null, most: number): Point[] {
  if (histogram === null) return [];
  const decoded = decodeHdrV2(histogram);
  const steps = percentileSpectrum(decoded, STEPS_PER_HALF).flatMap(({ percentile, valueNs }) =>
    // The very first is the shortest of all, far from where the curve begins.
    percentile > 0 && percentile < 100 && isSupported(decoded.count, percentile) ? [{ percentile, valueNs }] : [],
  );
  const keys = KEY_PERCENTILES.flatMap((percentile) => {
    const valueNs = supportedPercentileNs(decoded, percentile);
    return valueNs === null ? [] : [{ percentile, valueNs, isMarked: true as const }];
  });
  // The spectrum has some of them already.
  const others = thinned(steps, most).filter(({ percentile }) => !keys.some((key) => key.percentile === percentile));
  return [...others, ...keys]
    .sort((a, b) => a.percentile - b.percentile)
    .map(({ percentile, valueNs, ...marked }) => ({ x: 1 / (1 - percentile / 100), y: valueNs / 1000, ...marked }));
}

/** Rows of latencies in figures that people know. */
export function latencyTable(
  rows: readonly { readonly name: string; readonly latency: LatencySummary | null }[],
): FigureTable {
  const figures = ['min', 'mean', 'p50', 'p75', 'p90', 'p95', 'p99', 'p999', 'max'] as const;
  return {
    columns: ['', ...figures.map((figure) => (figure === 'p999' ? 'p99.9' : figure))],
    rows: rows.map(({ name, latency }) => [name, ...figures.map((figure) => formatLatency(latency?.[figure] ?? null))]),
  };
}

function percentileAxis(places: readonly number[]): Axis {
  const last = Math.max(2, ...places);
  const labelled = [0, ...KEY_PERCENTILES].map((percentile) => ({
    at: 1 / (1 - percentile / 100),
    label: `${percentile} %`,
  }));
  const ticks = labelled.filter(({ at }) => at <= last * 1.001);
  return { scale: 'log', name: 'share of answers, each step a tenth of the slowest', from: 1, to: last * 1.05, ticks };
}

function summaryOf(row: Row): string {
  const { p50 = null, p99 = null, max = null } = row.measurement?.latencyUs ?? {};
  return `${chartName(row)}: p50 ${formatLatency(p50)}, p99 ${formatLatency(p99)}, max ${formatLatency(max)}`;
}
