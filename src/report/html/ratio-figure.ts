import type { Comparison, Metric } from '../../model/comparison.js';
import { ABSENT, formatMargin, formatPercent } from '../format.js';
import { ALSO_METRICS, alsoShown, comparedMetric, type Row, type Section } from '../row.js';
import { confidenceOf, formatRatio, inFlow, verdictCell } from '../verdict.js';
import { logAxis } from './axes.js';
import { type Axis, type ChartRow, type Figure, PLAIN_ROW, type RowsChart } from './chart.js';
import { chartName, type FigureContext, listed, markFor } from './figure-context.js';

/** A row that was compared. */
type ComparedRow = Row & { readonly comparison: Comparison };

/** What every verdict of a table rests on: the ratios of the launches, their interval, the margin; null without verdicts. */
export function ratioFigure(section: Section, context: FigureContext): Figure | null {
  const compared = section.rows.filter(isCompared);
  const rows = compared.filter(isDrawn);
  const baseline = context.report.plan.baseline;
  if (rows.length === 0 || baseline === null) return null;
  const metric = comparedMetric(section.profile) === 'throughput' ? 'throughput' : 'p99';
  const name = `${metric} against ${baseline}, above 1 is better, logarithmic`;
  return {
    name: 'ratios',
    title: `Against ${baseline}`,
    caption: `Each small dot is the ratio of one launch, the line the ${confidenceOf(context.report)} interval that the verdict is made from, the band the margin within which a difference is called too small to matter.`,
    charts: [ratioChart(rows, { title: '', baseline, x: ratioAxis(rows, name) }, context)],
    table: { columns: ['target', ...COLUMNS], rows: compared.map((row) => [chartName(row), ...tableCells(row)]) },
  };
}

/** The same of what was compared besides, a small chart for each metric, all on one scale; null where nothing was. */
export function furtherRatioFigure(section: Section, context: FigureContext): Figure | null {
  const baseline = context.report.plan.baseline;
  const metrics = ALSO_METRICS.map(([metric, label]) => ({
    label: LONG_LABELS[metric] ?? label,
    compared: section.rows.flatMap((row) => comparedIn(row, metric)),
  })).filter(({ compared }) => compared.some(isDrawn));
  if (metrics.length === 0 || baseline === null) return null;
  const all = metrics.flatMap(({ compared }) => compared.filter(isDrawn));
  const x = ratioAxis(all, 'above 1 is better, logarithmic');
  return {
    name: 'further-ratios',
    title: `${subjectOf(metrics.map(({ label }) => label))} against ${baseline}`,
    caption:
      'What the other verdicts rest on, drawn in the same way; all on one scale. Whatever the metric, to the right is better: quicker answers, less CPU.',
    charts: metrics.map(({ label, compared }) =>
      ratioChart(compared.filter(isDrawn), { title: label, baseline, x }, context),
    ),
    table: {
      columns: ['target', 'metric', ...COLUMNS],
      rows: metrics.flatMap(({ label, compared }) =>
        compared.map((row) => [chartName(row), label, ...tableCells(row)]),
      ),
    },
  };
}

/** `Latency and CPU`; a metric that is alone has its whole name. */
function subjectOf(labels: readonly string[]): string {
  return labels.length === 1 ? labels.join() : listed([...new Set(labels.map((label) => label.split(' ')[0] ?? ''))]);
}

/** Where there is room for them. */
const LONG_LABELS: Readonly<Partial<Record<Metric, string>>> = {
  'latency.p50': 'Latency p50',
  'latency.p99': 'Latency p99',
  cpuPerRequest: 'CPU a request',
};

/** A row as if it were held against the baseline by another metric. */
function comparedIn(row: Row, metric: Metric): ComparedRow[] {
  return alsoShown(row)
    .filter((comparison) => comparison.metric === metric)
    .map((comparison) => ({ ...row, comparison }))
    .filter(isCompared);
}

function ratioChart(
  rows: readonly ComparedRow[],
  { title, baseline, x }: { readonly title: string; readonly baseline: string; readonly x: Axis },
  context: FigureContext,
): RowsChart {
  return {
    kind: 'rows',
    form: 'dots',
    title,
    summary: rows.map((row) => `${chartName(row)} ${inFlow(verdictCell(row))}`).join('; '),
    x,
    rows: rows.map((row) => ratioRow(row, context)),
    ties: [],
    reference: { at: 1, label: baseline },
  };
}

/** Around everything that is drawn of them. */
function ratioAxis(rows: readonly ComparedRow[], name: string): Axis {
  const values = rows.flatMap(({ comparison: { ratio, launchRatios, margin } }) => [
    ...[ratio.value, ratio.lower, ratio.upper].flatMap((value) => value ?? []),
    ...[...launchRatios, 1 - margin, 1 / (1 - margin)],
  ]);
  return logAxis([...values, 1], { name, format: axisRatio });
}

/** A place on a scale looks like a result: what is invalid has none. */
function isDrawn({ comparison }: ComparedRow): boolean {
  return comparison.verdict !== 'invalid';
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
    note: inFlow(verdictCell(row)),
    mark: markFor(context, row.target.name),
    isOpen: verdict === 'inconclusive',
  };
}

const COLUMNS = ['ratio', 'verdict', 'margin', 'smallest callable', 'launches'];

/** As the text report tells it; of what is invalid there is no ratio, and no launches that would make one. */
function tableCells(row: ComparedRow): string[] {
  const { ratio, margin, mde, launchRatios, verdict } = row.comparison;
  const isTold = verdict !== 'invalid';
  return [
    isTold ? formatRatio(ratio) : ABSENT,
    isTold ? verdictCell(row).replace(formatRatio(ratio), '').trim() : inFlow(verdictCell(row)),
    formatMargin(margin),
    isTold ? (mde === null ? 'unknown' : formatPercent(mde)) : ABSENT,
    isTold ? launchRatios.map((value) => formatRatio({ value, lower: null, upper: null })).join(', ') : ABSENT,
  ];
}
