import Table from 'cli-table3';
import { type Column, columnsWithContent, fullName, nameCell } from './columns.js';
import { ABSENT } from './format.js';
import { markOf } from './legend.js';
import type { Paint } from './paint.js';
import type { Row } from './row.js';

const SHORTEST_NAME = 12;
/** Columns up to this priority matter more than the versions in names. */
const MORE_THAN_VERSIONS = 4;

/**
 * The columns that fit into `width` for all tables of a report alike: the least important are left out, then versions give
 * way to the numbers that matter most, and as a last resort long names are cut.
 */
export function fittingColumns(tables: readonly (readonly Row[])[], width: number): Column[] {
  const rows = tables.flat();
  const present = columnsWithContent(rows);
  const short = present.map((column) => (column.isName ? withShortNames(column) : column));
  const layouts = [...layoutsOf(present, rows, MORE_THAN_VERSIONS), ...layoutsOf(short, rows, 0)];
  const least = layouts.at(-1) ?? [];
  return layouts.find((columns) => widestLine(tables, columns) <= width) ?? withCutNames(least, tables, width);
}

/** The columns with fewer and fewer of those above a priority, the least important gone first. */
function layoutsOf(columns: readonly Column[], rows: readonly Row[], priority: number): Column[][] {
  const droppable = columns
    .filter((column) => column.priority(rows) > priority)
    .sort((a, b) => b.priority(rows) - a.priority(rows));
  return Array.from({ length: droppable.length + 1 }, (_, dropped) =>
    columns.filter((column) => !droppable.slice(0, dropped).includes(column)),
  );
}

/** What the width has no room for, with that which has: `too narrow for avg, max, rss (150 columns show all)`; null for nothing. */
export function leftOutColumns(tables: readonly (readonly Row[])[], shown: readonly Column[]): string | null {
  const rows = tables.flat();
  const [first] = rows;
  const present = columnsWithContent(rows);
  const missing = present.filter((column) => !column.isName && !shown.includes(column) && isMissed(column, rows));
  if (first === undefined || missing.length === 0) return null;
  const nameOf = ({ label, group }: Column): string => {
    const isShared = present.filter((other) => other.label(first) === label(first)).length > 1;
    return isShared ? `${group} ${label(first)}` : label(first);
  };
  return `too narrow for ${missing.map(nameOf).join(', ')} (${widestLine(tables, present)} columns show all)`;
}

/** Nothing is lost with a column of zeros. */
function isMissed({ cell }: Column, rows: readonly Row[]): boolean {
  return rows.some((row) => !['0', ABSENT].includes(cell(row)));
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
  const cells = columns.map((column) => alignedWords(rows.map((row) => column.cell(row))));
  for (const [at, row] of rows.entries()) {
    table.push(columns.map((column, index) => paint(cells[index]?.[at] ?? '', column.tone(row))));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => ` ${line}`.trimEnd());
}

/** The words behind ratios below one another, unless that makes their column wider. */
function alignedWords(cells: readonly string[]): string[] {
  const split = cells.map((cell) => /^(\S+ \[[^\]]*\])( {2}.*)$/.exec(cell));
  const longest = Math.max(0, ...split.map((parts) => parts?.[1]?.length ?? 0));
  const aligned = cells.map((cell, at) => {
    const [, ratio = '', words = ''] = split[at] ?? [];
    return ratio === '' ? cell : `${ratio.padEnd(longest)}${words}`;
  });
  return widestOf(aligned) > widestOf(cells) ? [...cells] : aligned;
}

function widestOf(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** What the names in a table leave out; `versions` in one part for each target, cut names in a line for each. */
export interface LeftOutNames {
  readonly versions: readonly string[];
  readonly cut: readonly string[];
}

/** Of names that are not shown as they are. */
export function namesLeftOut(rows: readonly Row[], columns: readonly Column[]): LeftOutNames {
  const names = columns.find((column) => column.isName);
  const shownAs = (row: Row, name: string): boolean => names?.cell(row) === nameCell(row, name, name.length);
  const changed = rows.filter((row) => !shownAs(row, fullName(row)));
  const [short, cut] = [true, false].map((isShort) =>
    changed.filter((row) => shownAs(row, row.target.name) === isShort),
  );
  return {
    versions: (short ?? []).map(fullName),
    cut: (cut ?? []).map((row) => `${names?.cell(row).split(' ')[0]} is ${fullName(row)}`),
  };
}

const NO_BORDERS = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);

function widestLine(tables: readonly (readonly Row[])[], columns: readonly Column[]): number {
  return widestOf(tables.flatMap((rows) => renderGrid(rows, columns, (text) => text)));
}

/** What a target is called, without its framework and version. */
function withShortNames(column: Column): Column {
  return { ...column, cell: (row) => nameCell(row, row.target.name) };
}

function withCutNames(columns: readonly Column[], tables: readonly (readonly Row[])[], width: number): Column[] {
  const names = columns.find((column) => column.isName);
  const widest = Math.max(0, ...tables.flat().map((row) => names?.cell(row).length ?? 0));
  const room = widest - (widestLine(tables, columns) - width);
  const cell = (row: Row): string => nameCell(row, row.target.name, Math.max(SHORTEST_NAME, room - markOf(row).length));
  return columns.map((column) => (column === names ? { ...column, cell } : column));
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
