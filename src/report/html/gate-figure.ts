import type { GateCheck } from '../../model/gate.js';
import type { Report } from '../../model/report.js';
import { statusWords } from '../findings.js';
import { checkName } from '../gate.js';
import { confidenceOf, formatRatio, inFlow } from '../verdict.js';
import { logAxis } from './axes.js';
import { type ChartRow, type Figure, PLAIN_ROW } from './chart.js';
import { type FigureContext, markFor } from './figure-context.js';
import { axisRatio } from './ratio-figure.js';

/** Every check of a gate that holds a candidate against the baseline, with what it may lose; null where there is none. */
export function gateFigure(context: FigureContext): Figure | null {
  const { report } = context;
  const checks = (report.gate?.results ?? []).filter(isShown);
  if (checks.length === 0) return null;
  const rows = checks.map((check) => checkRow(report, check, context));
  const values = rows.flatMap(({ value, lower, upper, band }) => [value, lower, upper, band?.from ?? null]);
  return {
    name: 'gate',
    title: 'What the gate held',
    caption: `The line is the ${confidenceOf(report)} interval of the ratio, the band what may be lost: a check can fail only where its whole interval lies left of it.`,
    charts: [
      {
        kind: 'rows',
        form: 'dots',
        title: '',
        summary: rows.map(({ label, note }) => `${label} ${note}`).join('; '),
        x: logAxis([...values.flatMap((value) => value ?? []), 1], {
          name: 'ratio of candidate to baseline, above 1 is better, logarithmic',
          format: axisRatio,
        }),
        rows,
        ties: [],
        reference: { at: 1, label: report.plan.baseline ?? 'baseline' },
      },
    ],
    table: {
      columns: ['check', 'ratio', 'may be', 'status'],
      rows: checks.map((check) => [
        checkName(report, check),
        formatRatio(check.estimate),
        axisRatio(leastOf(check)),
        statusWords(check),
      ]),
    },
  };
}

/** An absolute limit is in the unit of its metric: those have no common axis. */
function isShown({ limit, estimate }: GateCheck): boolean {
  return limit.kind === 'regression' && estimate.value !== null;
}

function leastOf({ limit }: GateCheck): number {
  return limit.kind === 'regression' ? 1 - limit.margin : 1;
}

function checkRow(report: Report, check: GateCheck, context: FigureContext): ChartRow {
  return {
    ...PLAIN_ROW,
    ...check.estimate,
    label: checkName(report, check),
    note: inFlow(`${formatRatio(check.estimate)}  ${statusWords(check)}`),
    mark: markFor(context, check.target),
    band: { from: leastOf(check), to: 1 },
    isOpen: check.status === 'inconclusive' || check.status === 'invalid',
  };
}
