import type { Tone } from '../verdict.js';
import type { FigureTable } from './chart.js';
import { each, type Markup, markup, NOTHING, when } from './markup.js';

/** A cell with what its colour may say. */
export interface ToneCell {
  readonly text: string;
  readonly tone: Tone;
}

/** A table as people read it; the first column names the rows. */
export interface PageTable {
  /** For those who cannot see where it stands. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | ToneCell)[])[];
}

/** More rows would make a page that nobody scrolls through; the JSON report has them. */
const MOST_ROWS = 300;
const MOST_CHARACTERS = 400;

/** A table that scrolls sideways where it is too wide. */
export function dataTable({ name, columns, rows }: PageTable): Markup {
  if (rows.length === 0) return NOTHING;
  const numeric = columns.map((_, at) => at > 0 && rows.every((row) => isNumeric(textOf(row[at]))));
  const classOf = (at: number): Markup => (numeric[at] ? markup` class="n"` : NOTHING);
  const more = rows.length - MOST_ROWS;
  return markup`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table>
<thead><tr>${each(columns, (label, at) =>
    label === '' ? markup`<td></td>` : markup`<th scope="col"${classOf(at)}>${label}</th>`,
  )}</tr></thead>
<tbody>
${each(rows.slice(0, MOST_ROWS), (row) => markup`<tr>${each(row, (cell, at) => cellMarkup(cell, at, classOf(at)))}</tr>`)}
</tbody></table></div>${when(more > 0, () => markup`<p class="more">${more} more rows are in the JSON report.</p>`)}`;
}

/** The numbers behind a chart, folded away. */
export function foldedTable(title: string, { columns, rows }: FigureTable): Markup {
  return markup`<details><summary>Numbers<span class="sr"> behind ${title}</span></summary>
${dataTable({ name: `Numbers behind ${title}`, columns, rows })}</details>`;
}

/** Text of servers and targets, not longer than a reader bears. */
export function cut(text: string, most = MOST_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most)}..` : text;
}

function cellMarkup(cell: string | ToneCell, at: number, className: Markup): Markup {
  const text = cut(textOf(cell));
  if (at === 0) return markup`<th scope="row">${text}</th>`;
  if (typeof cell === 'string' || cell.tone === 'plain') return markup`<td${className}>${text}</td>`;
  return markup`<td${className}><span class="${cell.tone}">${text}</span></td>`;
}

function textOf(cell: string | ToneCell | undefined): string {
  return typeof cell === 'string' ? cell : (cell?.text ?? '');
}

/** Numbers with their units, and places where there is none. */
function isNumeric(text: string): boolean {
  return /^(?:>= |\+-|[<>]=? ?)?-?\d[\d .]*(?: ?[a-zA-Z%]+)?(?: \(left out\))?$|^-?$|^\d+-\d+$/.test(text);
}
