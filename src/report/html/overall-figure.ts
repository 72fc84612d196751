import { plural } from '../../units/words.js';
import { confidenceOf, formatRatio } from '../verdict.js';
import { logAxis } from './axes.js';
import { type Figure, PLAIN_ROW } from './chart.js';
import { type FigureContext, markFor } from './figure-context.js';
import { axisRatio } from './ratio-figure.js';

/** Throughput over several scenarios against the baseline; null where none was compared in two or more. */
export function overallFigure(context: FigureContext): Figure | null {
  const { overall = [], plan } = context.report;
  const shown = overall.filter(({ ratio }) => ratio.value !== null);
  if (shown.length === 0) return null;
  const rows = shown.map((one) => ({
    ...PLAIN_ROW,
    ...one.ratio,
    label: one.target,
    note: `${formatRatio(one.ratio)} over ${plural(one.scenarios.length, 'scenario')}`,
    mark: markFor(context, one.target),
    dots: one.launchRatios,
  }));
  const values = rows.flatMap(({ value, lower, upper, dots }) => [value, lower, upper, ...dots]);
  return {
    name: 'overall',
    title: `Throughput against ${plan.baseline ?? 'the baseline'}`,
    caption: `Geometric mean of the ratios of throughput, with its ${confidenceOf(context.report)} interval; small dots are launches. It is no verdict: those stand with each scenario.`,
    charts: [
      {
        kind: 'rows',
        form: 'dots',
        title: '',
        summary: rows.map(({ label, note }) => `${label} ${note}`).join('; '),
        x: logAxis([...values.flatMap((value) => value ?? []), 1], {
          name: `ratio to ${plan.baseline ?? 'the baseline'}, above 1 is better, logarithmic`,
          format: axisRatio,
        }),
        rows,
        ties: [],
        reference: { at: 1, label: plan.baseline ?? '' },
      },
    ],
    table: {
      columns: ['target', 'ratio', 'scenarios'],
      rows: shown.map(({ target, ratio, scenarios }) => [target, formatRatio(ratio), scenarios.join(', ')]),
    },
  };
}
