import type { Comparison } from '../../model/comparison.js';
import { ABSENT, formatMargin, formatPercent } from '../format.js';
import { comparedMetric, type Row, type Section } from '../row.js';
import { confidenceOf, formatRatio, verdictCell } from '../verdict.js';
import { logAxis } from './axes.js';
import { type ChartRow, type Figure, PLAIN_ROW } from './chart.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';

/** A row that was compared. */
type ComparedRow = Row & { readonly comparison: Comparison };

/** What every verdict of a table rests on: the ratios of the launches, their interval, the margin; null without verdicts. */
export function ratioFigure(section: Section, context: FigureContext): Figure | null {
  const compared = section.rows.filter(isCompared);
  // A place on a scale looks like a result: what is invalid has none.
  const rows = compared.filter(({ comparison }) => comparison.verdict !== 'invalid');
  const baseline = context.report.plan.baseline;
  if (rows.length === 0 || baseline === null) return null;
  const values = rows.flatMap(({ comparison: { ratio, launchRatios, margin } }) => [
    ...[ratio.value, ratio.lower, ratio.upper].flatMap((value) => value ?? []),
    ...[...launchRatios, 1 - margin, 1 / (1 - margin)],
  ]);
  const metric = comparedMetric(section.profile) === 'throughput' ? 'throughput' : 'p99';
  return {
    name: 'ratios',
    title: `Against ${baseline}`,
    caption: `Each small dot is the ratio of one launch, the line the ${confidenceOf(context.report)} interval that the verdict is made from, the band the margin within which a difference is called too small to matter.`,
    charts: [
      {
        kind: 'rows',
        form: 'dots',
        title: '',
        summary: rows.map((row) => `${chartName(row)} ${verdictCell(row)}`).join('; '),
        x: logAxis([...values, 1], {
          name: `${metric} against ${baseline}, above 1 is better, logarithmic`,
          format: axisRatio,
        }),
        rows: rows.map((row) => ratioRow(row, context)),
        ties: [],
        reference: { at: 1, label: baseline },
      },
    ],
    table: {
      columns: ['target', 'ratio', 'verdict', 'margin', 'smallest callable', 'launches'],
      rows: compared.map(tableRow),
    },
  };
}

/** Targets that failed are told elsewhere. */
function isCompared(row: Row): row is ComparedRow {
  return row.target.failure === null && (row.comparison?.ratio.value ?? null) !== null;
}

/** A ratio at a tick. */
export function axisRatio(value: number): string {
  return `${Number(value.toPrecision(3))}x`;
}

function ratioRow(row: ComparedRow, context: FigureContext): ChartRow {
  const { ratio, launchRatios, margin, verdict } = row.comparison;
  return {
    ...PLAIN_ROW,
    ...ratio,
    dots: launchRatios,
    band: { from: 1 - margin, to: 1 / (1 - margin) },
    label: chartName(row),
    note: verdictCell(row),
    mark: markFor(context, row.target.name),
    isOpen: verdict === 'inconclusive',
  };
}

/** As the text report tells it; of what is invalid there is no ratio, and no launches that would make one. */
function tableRow(row: ComparedRow): string[] {
  const { ratio, margin, mde, launchRatios, verdict } = row.comparison;
  const isTold = verdict !== 'invalid';
  return [
    chartName(row),
    isTold ? formatRatio(ratio) : ABSENT,
    isTold ? verdictCell(row).replace(formatRatio(ratio), '').trim() : verdictCell(row),
    formatMargin(margin),
    isTold ? (mde === null ? 'unknown' : formatPercent(mde)) : ABSENT,
    isTold ? launchRatios.map((value) => formatRatio({ value, lower: null, upper: null })).join(', ') : ABSENT,
  ];
}
