import type { Estimate, Metric } from '../../model/comparison.js';
import { rssBytes } from '../columns.js';
import { formatBytes, formatCpu } from '../format.js';
import type { Row, Section } from '../row.js';
import { confidenceOf } from '../verdict.js';
import { linearAxis } from './axes.js';
import { type Figure, PLAIN_ROW, type RowsChart } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';

/** What is shown of the servers themselves. */
interface ServerSubject {
  readonly title: string;
  readonly axis: string;
  readonly metric: Metric;
  readonly value: (row: Row) => number | null;
  readonly format: (value: number | null) => string;
}

const SUBJECTS: readonly ServerSubject[] = [
  {
    title: 'CPU a request',
    axis: 'CPU time a request, less is better',
    metric: 'cpuPerRequest',
    value: ({ measurement }) => measurement?.server?.cpuPerRequestUs ?? null,
    format: formatCpu,
  },
  {
    title: 'Memory',
    axis: 'most memory, less is better',
    metric: 'memory.peakRss',
    value: rssBytes,
    format: formatBytes,
  },
];

/** What an answer costs the servers: CPU and memory of all their processes; null where these are not ours to see. */
export function serverFigure(section: Section, context: FigureContext): Figure | null {
  const shown = SUBJECTS.filter(({ value }) => section.rows.some((row) => value(row) !== null));
  if (shown.length === 0) return null;
  const rows = section.rows.filter((row) => shown.some(({ value }) => value(row) !== null));
  const hasIntervals = rows.some((row) => shown.some((subject) => estimateOf(row, subject).lower !== null));
  const interval = `, with ${confidenceOf(context.report)} intervals over launches`;
  return {
    name: 'server',
    title: 'CPU and memory of the servers',
    caption: `All processes of a server together${hasIntervals ? interval : ''}.`,
    charts: shown.map((subject) => serverChart(rows, subject, context)),
    table: {
      columns: ['target', ...shown.map(({ title }) => title), 'cores used'],
      rows: rows.map((row) => [
        chartName(row),
        ...shown.map(({ value, format }) => format(value(row))),
        row.measurement?.server?.coresUsed?.toFixed(2) ?? '-',
      ]),
    },
  };
}

function serverChart(rows: readonly Row[], subject: ServerSubject, context: FigureContext): RowsChart {
  const { title, axis, value, format } = subject;
  const estimates = rows.map((row) => estimateOf(row, subject));
  return {
    kind: 'rows',
    form: 'bars',
    title,
    summary: rows.map((row) => `${chartName(row)} ${format(value(row))}`).join('; '),
    x: linearAxis(
      estimates.flatMap((estimate) => [estimate.value ?? 0, estimate.upper ?? 0]),
      { name: axis, format, ticks: 3 },
    ),
    rows: rows.map((row, at) => ({
      ...PLAIN_ROW,
      ...{ value: null, lower: null, upper: null },
      ...estimates[at],
      label: chartName(row),
      note: format(value(row)),
      mark: markFor(context, row.target.name),
    })),
    ties: [],
    reference: null,
  };
}

/** Its interval where launches tell one, around the value that the table shows. */
function estimateOf(row: Row, { metric, value }: ServerSubject): Estimate {
  const { lower = null, upper = null } = row.measurement?.estimates?.[metric] ?? {};
  return { value: value(row), lower, upper };
}
