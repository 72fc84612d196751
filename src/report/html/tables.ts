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
  /** Written above neighbours that share it, for each column; empty for none. Absent: nowhere. */
  readonly groups?: readonly string[];
  readonly rows: readonly (readonly (string | ToneCell)[])[];
}

/** More rows would make a page that nobody scrolls through; the JSON report has them. */
const MOST_ROWS = 300;
const MOST_CHARACTERS = 400;
/** What is longer may take several lines. */
const LONGEST_LINE = 36;

/** A table that scrolls sideways where it is too wide. */
export function dataTable(table: PageTable): Markup {
  const { name, columns, rows } = table;
  if (rows.length === 0) return NOTHING;
  const numeric = columns.map((_, at) => at > 0 && rows.every((row) => isNumeric(textOf(row[at]))));
  const classOf = (at: number): Markup => (numeric[at] ? markup` class="n"` : NOTHING);
  const more = rows.length - MOST_ROWS;
  return markup`<div class="scroll" role="group" aria-label="${name}" tabindex="0"><table>
<thead>${headRows(table, classOf)}</thead>
<tbody>
${each(rows.slice(0, MOST_ROWS), (row) => markup`<tr>${row.map((cell, at) => cellMarkup(cell, at, classOf(at)))}</tr>`)}
</tbody></table></div>${when(more > 0, () => markup`<p class="more">${more} more rows are in the JSON report.</p>`)}`;
}

function headRows({ columns, groups = [] }: PageTable, classOf: (at: number) => Markup): Markup {
  const isGrouped = groups.some((group) => group !== '');
  const span = isGrouped ? markup` rowspan="2"` : NOTHING;
  const headOf = (label: string, at: number, rows: Markup): Markup =>
    label === '' ? markup`<td${rows}></td>` : markup`<th scope="col"${rows}${classOf(at)}>${label}</th>`;
  const upper = columns.map((label, at) => {
    const group = groups[at] ?? '';
    if (group === '') return headOf(label, at, span);
    if (groups[at - 1] === group) return NOTHING;
    const width = groups.slice(at).findIndex((other) => other !== group);
    return markup`<th scope="colgroup" class="g" colspan="${width === -1 ? groups.length - at : width}">${group}</th>`;
  });
  if (!isGrouped) return markup`<tr>${upper}</tr>`;
  const lower = columns.map((label, at) => ((groups[at] ?? '') === '' ? NOTHING : headOf(label, at, NOTHING)));
  return markup`<tr>${upper}</tr><tr>${lower}</tr>`;
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
  const classes = text.length > LONGEST_LINE ? markup` class="long"` : className;
  if (typeof cell === 'string' || cell.tone === 'plain') return markup`<td${classes}>${text}</td>`;
  return markup`<td${classes}><span class="${cell.tone}">${text}</span></td>`;
}

function textOf(cell: string | ToneCell | undefined): string {
  return typeof cell === 'string' ? cell : (cell?.text ?? '');
}

/** Numbers with their units, places from one to another, and where there is none. */
function isNumeric(text: string): boolean {
  return /^(?:>= |\+-)?(?:\d{1,3}(?: \d{3})+|\d+)(?:\.\d+)?(?: ?[a-zA-Z%]+)?(?: \(left out\))?$|^-?$|^\d+(?:-| to )\d+$/.test(
    text,
  );
}
