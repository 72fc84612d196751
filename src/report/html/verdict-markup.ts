import type { GateResult } from '../../model/gate.js';
import type { Report } from '../../model/report.js';
import { claimLabels, claimTables } from '../claims.js';
import { gateTable } from '../gate.js';
import type { FigureContext } from './figure-context.js';
import { type Drawing, figureMarkup } from './figure-markup.js';
import { gateFigure } from './gate-figure.js';
import { each, type Markup, markup, NOTHING } from './markup.js';
import { overallFigure } from './overall-figure.js';
import { dataTable } from './tables.js';

/** What a gate held, its checks worst first. */
export function gateMarkup(report: Report, gate: GateResult, context: FigureContext, drawing: Drawing): Markup {
  const { columns, rows } = gateTable(report, gate);
  const figure = gateFigure(context);
  return markup`<section id="gate"><h2>Gate</h2>
${dataTable({
  name: 'Checks of the gate',
  columns: columns.map(({ label }) => label),
  rows: rows.map(({ cells, tone }) => cells.map((text, at) => (at === cells.length - 1 ? { text, tone } : text))),
})}
${figure === null ? NOTHING : figureMarkup(figure, 'gate', drawing)}
</section>`;
}

/** What was said of the targets, beside what was measured. */
export function claimsMarkup(report: Report): Markup {
  const tables = claimTables(report);
  if (tables.length === 0) return NOTHING;
  return markup`<section id="claims"><h2>Claims</h2>
${each(
  tables,
  ({ title, rows, reasons }) => markup`<h3>${title}</h3>
${dataTable({
  name: title,
  columns: claimLabels(report),
  rows: rows.map(({ claim, claimed, measured, verdict, tone }) => [claim, claimed, measured, { text: verdict, tone }]),
})}
${reasons.length === 0 ? NOTHING : markup`<ul class="notes">${each(reasons, (reason) => markup`<li class="note">${reason}</li>`)}</ul>`}`,
)}
</section>`;
}

/** What several scenarios come to. */
export function overallMarkup(context: FigureContext, drawing: Drawing): Markup {
  const figure = overallFigure(context);
  return figure === null
    ? NOTHING
    : markup`<section id="overall"><h2>Over all scenarios</h2>
${figureMarkup(figure, 'overall', drawing)}
</section>`;
}
