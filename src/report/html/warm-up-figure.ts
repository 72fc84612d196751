import type { Measurement } from '../../model/measurement.js';
import { formatLatency, formatPercent, formatPerSec, formatSeconds } from '../format.js';
import type { Row, Section } from '../row.js';
import { linearAxis } from './axes.js';
import type { Figure, Line } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';
import { thinned } from './thin.js';

type WarmedRow = Row & { readonly measurement: Measurement };

/** How the targets came to their speed in the first launch, each against what was measured of it; null where nobody saw. */
export function warmUpFigure(section: Section, context: FigureContext): Figure | null {
  const rows = section.rows.filter(
    (row): row is WarmedRow => (row.measurement?.warmup.length ?? 0) > 1 && (throughputOf(row) ?? 0) > 0,
  );
  if (rows.length === 0) return null;
  const lines = rows.map((row) => warmUpLine(row, context));
  const points = lines.flatMap((line) => line.points);
  return {
    name: 'warm-up',
    title: 'Warm-up',
    caption:
      'Throughput from the first request of the first launch on, as a share of what was measured afterwards. Only what came after the warm-up counts.',
    charts: [
      {
        kind: 'lines',
        title: '',
        summary: rows.map(coldWords).join('; '),
        x: linearAxis(
          points.map(({ x }) => x),
          { name: 'time under load', format: (ms) => formatSeconds(ms / 1000), ticks: 8 },
        ),
        y: linearAxis([...points.flatMap(({ y }) => y ?? []), 1], {
          name: 'of what was measured',
          format: formatPercent,
        }),
        lines,
        bands: [],
        rules: [{ axis: 'y', at: 1, label: '' }],
      },
    ],
    table: {
      columns: ['target', 'ready after', 'first answer', 'first second', 'measured', 'warmed up for'],
      rows: rows.map(coldCells),
    },
  };
}

function throughputOf({ measurement }: Row): number | null {
  return measurement?.throughput.value ?? null;
}

function warmUpLine(row: WarmedRow, context: FigureContext): Line {
  const measured = throughputOf(row) ?? 1;
  const windows = thinned(row.measurement.warmup, context.points);
  const every = Math.max(1, Math.round(windows.length / 4));
  return {
    name: chartName(row),
    mark: markFor(context, row.target.name),
    points: windows.map(({ elapsedMs, throughputPerSec }, at) => ({
      x: elapsedMs,
      y: throughputPerSec / measured,
      ...(at % every === 0 ? { isMarked: true as const } : {}),
    })),
    crosses: [],
  };
}

function coldWords(row: WarmedRow): string {
  const first = row.measurement.warmup[0]?.throughputPerSec ?? 0;
  return `${chartName(row)} began with ${formatPercent(first / (throughputOf(row) ?? 1))}`;
}

function coldCells(row: WarmedRow): string[] {
  const { cold, warmup } = row.measurement;
  const { startupMs } = row.target;
  return [
    chartName(row),
    startupMs === null ? '-' : formatSeconds(startupMs / 1000),
    formatLatency(cold?.firstResponseMs == null ? null : cold.firstResponseMs * 1000),
    formatPerSec(cold?.firstSecondPerSec ?? null),
    formatPerSec(throughputOf(row)),
    formatSeconds((warmup.at(-1)?.elapsedMs ?? 0) / 1000),
  ];
}
