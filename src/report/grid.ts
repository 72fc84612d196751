import Table from 'cli-table3';
import { COLUMNS, type Column, columnsWithContent, nameWithin } from './columns.js';
import type { Paint } from './paint.js';
import type { Row } from './row.js';

const SHORTEST_NAME = 12;

/**
 * The columns that fit into `width` for all tables of a report alike: the least important are left out, and as a last
 * resort long names are cut.
 */
export function fittingColumns(tables: readonly (readonly Row[])[], width: number): Column[] {
  const rows = tables.flat();
  const byImportance = columnsWithContent(rows).sort((a, b) => b.priority(rows) - a.priority(rows));
  const droppable = byImportance.filter((column) => column.priority(rows) > 0);
  for (let dropped = 0; dropped <= droppable.length; dropped++) {
    const gone = droppable.slice(0, dropped);
    const columns = COLUMNS.filter((column) => byImportance.includes(column) && !gone.includes(column));
    const excess = widestLine(tables, columns) - width;
    if (excess <= 0) return columns;
    if (dropped === droppable.length) return columns.map((column) => withoutExcess(column, rows, excess));
  }
  return [];
}

/** The table as lines. */
export function renderGrid(rows: readonly Row[], columns: readonly Column[], paint: Paint): string[] {
  const first = rows[0];
  if (first === undefined) return [];
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colAligns: columns.map((column) => column.align),
  });
  if (columns.some((column) => column.group !== '')) table.push(groupCells(columns, paint));
  table.push(columns.map((column) => paint(column.label(first), 'faint')));
  for (const row of rows) table.push(columns.map((column) => paint(column.cell(row), column.tone(row))));
  return table
    .toString()
    .split('\n')
    .map((line) => ` ${line}`.trimEnd());
}

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);

function widestLine(tables: readonly (readonly Row[])[], columns: readonly Column[]): number {
  const lines = tables.flatMap((rows) => renderGrid(rows, columns, (text) => text));
  return Math.max(0, ...lines.map((line) => line.length));
}

function withoutExcess(column: Column, rows: readonly Row[], excess: number): Column {
  if (!column.isName) return column;
  const longest = Math.max(...rows.map((row) => column.cell(row).length));
  const length = Math.max(SHORTEST_NAME, longest - excess);
  // Where there is no room for a mark either, the line that spells out the name has it.
  return { ...column, cell: (row) => nameWithin(row, length) };
}

type GroupCell = { content: string; colSpan: number; hAlign: 'center' };

function groupCells(columns: readonly Column[], paint: Paint): GroupCell[] {
  const spans: { group: string; colSpan: number }[] = [];
  for (const { group } of columns) {
    const open = spans[spans.length - 1];
    if (open !== undefined && open.group === group) open.colSpan += 1;
    else spans.push({ group, colSpan: 1 });
  }
  return spans.map(({ group, colSpan }) => ({ content: paint(group, 'faint'), colSpan, hAlign: 'center' }));
}
