import type { Measurement } from '../../model/measurement.js';
import { formatLatency } from '../format.js';
import type { Row, Section } from '../row.js';
import { spreadAxis, WIDE_SPREAD_OF_VALUES } from './axes.js';
import { type ChartRow, type Figure, PLAIN_ROW, type RowsChart } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';

type ServedRow = Row & { readonly measurement: Measurement };

const PERCENTILES = ['p50', 'p99'] as const;

/** What waiting for a free connection added, where arrivals have a time of their own; null in a closed loop, and where nobody tells. */
export function serviceFigure(section: Section, context: FigureContext): Figure | null {
  if (section.profile.kind !== 'open') return null;
  const rows = section.rows.filter((row): row is ServedRow => row.measurement?.latencyUs.p50 != null);
  // An imported result need not tell service times.
  if (rows.every(({ measurement }) => measurement.serviceTimeUs.p50 === null)) return null;
  return {
    name: 'service',
    title: 'Service time and response time',
    caption:
      'Hollow: from when a request was sent. Filled: from when it was due. What lies between is the time it waited for a free connection.',
    charts: PERCENTILES.map((percentile) => serviceChart(rows, percentile, context)),
    table: {
      columns: ['target', ...PERCENTILES.flatMap((percentile) => [`service ${percentile}`, `response ${percentile}`])],
      rows: rows.map((row) => [
        chartName(row),
        ...PERCENTILES.flatMap((percentile) => [
          formatLatency(row.measurement.serviceTimeUs[percentile]),
          formatLatency(row.measurement.latencyUs[percentile]),
        ]),
      ]),
    },
  };
}

function serviceChart(
  rows: readonly ServedRow[],
  percentile: (typeof PERCENTILES)[number],
  context: FigureContext,
): RowsChart {
  const chartRows = rows.map((row) => serviceRow(row, percentile, context));
  return {
    kind: 'rows',
    form: 'dots',
    title: percentile,
    summary: chartRows.map(({ label, note }) => `${label} ${note}`).join('; '),
    x: spreadAxis(
      chartRows.flatMap(({ value, start }) => [value ?? 0, start ?? 0]),
      { name: `${percentile}, shorter is better`, format: formatLatency, ticks: 3 },
      WIDE_SPREAD_OF_VALUES,
    ),
    rows: chartRows,
    ties: [],
    reference: null,
  };
}

function serviceRow(row: ServedRow, percentile: (typeof PERCENTILES)[number], context: FigureContext): ChartRow {
  const { latencyUs, serviceTimeUs } = row.measurement;
  const [service, response] = [serviceTimeUs[percentile], latencyUs[percentile]];
  return {
    ...PLAIN_ROW,
    label: chartName(row),
    note: response === null ? 'too few answers' : `${formatLatency(service)} / ${formatLatency(response)}`,
    mark: markFor(context, row.target.name),
    value: response,
    ...{ lower: null, upper: null },
    start: response === null ? null : service,
  };
}
