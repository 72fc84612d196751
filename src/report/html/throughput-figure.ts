import type { Estimate } from '../../model/comparison.js';
import { spreadCell, throughputCell } from '../columns.js';
import { ABSENT, formatLatency, formatPerSec } from '../format.js';
import { comparedMetric, type Row, type Section } from '../row.js';
import { confidenceOf } from '../verdict.js';
import { spreadAxis, WIDE_SPREAD_OF_VALUES } from './axes.js';
import { type ChartRow, type Figure, PLAIN_ROW } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';
import { tieGroups } from './ties.js';

/** What the targets of a table are ranked by, with intervals; null where nothing was measured. */
export function throughputFigure(section: Section, context: FigureContext): Figure | null {
  const rows = section.rows.filter((row) => estimateOf(row).value !== null);
  if (rows.length === 0) return null;
  const isLatency = comparedMetric(section.profile) === 'latency.p99';
  const title = isLatency ? 'Latency p99 at the same rate' : 'Throughput';
  const format = isLatency ? formatLatency : formatPerSec;
  const ties = tieGroups(rows);
  const estimates = rows.map(estimateOf);
  const values = estimates.flatMap(({ value, lower, upper }) => [value ?? 0, lower ?? 0, upper ?? 0]);
  const name = isLatency ? 'p99, shorter is better' : 'accepted answers a second, more is better';
  return {
    name: 'throughput',
    title,
    caption: captionOf(context, estimates, ties.length > 0),
    charts: [
      {
        kind: 'rows',
        form: 'dots',
        title: '',
        summary: rows.map((row) => `${chartName(row)} ${noteOf(row, isLatency)}`).join('; '),
        x: spreadAxis(values, { name, format }, WIDE_SPREAD_OF_VALUES),
        rows: rows.map((row) => ({
          ...chartRow(row, context, isLatency),
          // Where nobody has a rank, its absence says nothing of anybody.
          isOpen: row.rank === null && rows.some(({ rank }) => rank !== null),
        })),
        ties,
        reference: null,
      },
    ],
    table: {
      columns: ['target', 'rank', isLatency ? 'p99' : 'req/s', 'lower', 'upper'],
      rows: rows.map((row) => {
        const { value, lower, upper } = estimateOf(row);
        const told = isLatency ? format(value) : throughputCell(row.measurement);
        // What is the generator's limit has no interval of the server's.
        const isLeast = !isLatency && row.measurement?.throughput.atLeast === true;
        const ends = isLeast ? [ABSENT, ABSENT] : [format(lower), format(upper)];
        return [chartName(row), rankWords(row), told, ...ends];
      }),
    },
  };
}

function captionOf({ report }: FigureContext, estimates: readonly Estimate[], hasTies: boolean): string {
  const interval = estimates.some(({ lower }) => lower !== null)
    ? `The line through each mark is its ${confidenceOf(report)} interval over launches.`
    : report.plan.launchesDone < 2
      ? 'A single launch has no interval.'
      : '';
  const ties = hasTies ? 'Bars on the left join targets that are not proven different.' : '';
  return `${interval} ${ties}`.trim();
}

function chartRow(row: Row, context: FigureContext, isLatency: boolean): ChartRow {
  return {
    ...PLAIN_ROW,
    ...estimateOf(row),
    label: chartName(row),
    note: noteOf(row, isLatency),
    mark: markFor(context, row.target.name),
    isLeast: row.measurement?.throughput.atLeast === true,
  };
}

/** Of what the rows are ranked by. */
function estimateOf({ measurement, profile }: Row): Estimate {
  if (measurement === null) return { value: null, lower: null, upper: null };
  const { throughput, estimates, latencyUs } = measurement;
  if (comparedMetric(profile) === 'throughput') {
    return { value: throughput.value, lower: throughput.lower, upper: throughput.upper };
  }
  return estimates?.['latency.p99'] ?? { value: latencyUs.p99, lower: null, upper: null };
}

function noteOf(row: Row, isLatency: boolean): string {
  const spread = spreadCell(row.measurement);
  if (isLatency) return formatLatency(estimateOf(row).value);
  return `${throughputCell(row.measurement)}${spread === ABSENT ? '' : ` ${spread}`}`;
}

function rankWords({ rank }: Row): string {
  if (rank === null) return ABSENT;
  return rank.from === rank.to ? `${rank.from}` : `${rank.from} to ${rank.to}`;
}
