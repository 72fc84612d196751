import type { Estimate } from '../../model/comparison.js';
import type { Report } from '../../model/report.js';
import { isAlone, rankCell, spreadCell, throughputCell } from '../columns.js';
import { ABSENT, formatLatency, formatPerSec } from '../format.js';
import { areAtOneRate, comparedMetric, type Row, type Section } from '../row.js';
import { confidenceOf } from '../verdict.js';
import { spreadAxis, WIDE_SPREAD_OF_VALUES } from './axes.js';
import { type ChartRow, type Figure, type FigureTable, PLAIN_ROW } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';
import { tieGroups } from './ties.js';

/** What the targets of a table are put in order by, with intervals where there are any; null where nothing was measured. */
export function throughputFigure(section: Section, context: FigureContext): Figure | null {
  const rows = section.rows.filter((row) => estimateOf(row).value !== null);
  if (rows.length === 0) return null;
  const isLatency = comparedMetric(section.profile) === 'latency.p99';
  const isAtOneRate = areAtOneRate(rows);
  const isOnly = rows.length === 1;
  const sameRate = isAtOneRate && !isOnly ? ' at the same rate' : '';
  const title = isLatency ? `Latency p99${sameRate}` : 'Throughput';
  const format = isLatency ? formatLatency : formatPerSec;
  const ties = tieGroups(rows);
  const estimates = rows.map(estimateOf);
  const values = estimates.flatMap(({ value, lower, upper }) => [value ?? 0, lower ?? 0, upper ?? 0]);
  const name = isLatency ? 'p99, shorter is better' : 'accepted answers a second, more is better';
  return {
    name: 'throughput',
    title,
    caption: captionOf(context, estimates, {
      hasTies: ties.length > 0,
      isAtManyRates: isLatency && !isAtOneRate && !isOnly,
    }),
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
    table: numbersOf(rows, isLatency),
  };
}

/** Ranks and intervals where somebody has one. */
function numbersOf(rows: readonly Row[], isLatency: boolean): FigureTable {
  const format = isLatency ? formatLatency : formatPerSec;
  const hasRanks = rows.some((row) => row.rank !== null && !isAlone(row));
  const hasIntervals = rows.some((row) => estimateOf(row).lower !== null);
  return {
    columns: [
      'target',
      ...(hasRanks ? ['rank'] : []),
      isLatency ? 'p99' : 'req/s',
      ...(hasIntervals ? ['lower', 'upper'] : []),
    ],
    rows: rows.map((row) => {
      const { value, lower, upper } = estimateOf(row);
      const told = isLatency ? format(value) : throughputCell(row.measurement);
      // What is the generator's limit has no interval of the server's.
      const isLeast = !isLatency && row.measurement?.throughput.atLeast === true;
      const ends = isLeast ? [ABSENT, ABSENT] : [format(lower), format(upper)];
      return [chartName(row), ...(hasRanks ? [rankCell(row)] : []), told, ...(hasIntervals ? ends : [])];
    }),
  };
}

function captionOf(
  { report }: FigureContext,
  estimates: readonly Estimate[],
  { hasTies, isAtManyRates }: { readonly hasTies: boolean; readonly isAtManyRates: boolean },
): string {
  const words = [
    estimates.some(({ lower }) => lower !== null)
      ? `The line through each mark is its ${confidenceOf(report)} interval over launches.`
      : withoutInterval(report, estimates.length),
    hasTies ? 'Bars on the left join targets that are not proven different.' : '',
    isAtManyRates
      ? 'They are not known to have been sent the same rate, and latencies at different rates do not compare.'
      : '',
  ];
  return words.filter((sentence) => sentence !== '').join(' ');
}

function withoutInterval({ run, plan }: Report, count: number): string {
  if (run.command === 'import') {
    return count === 1
      ? 'A single run has no interval.'
      : 'Single runs have no intervals, and their order is not proven.';
  }
  return plan.launchesDone < 2 ? 'A single launch has no interval.' : '';
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
