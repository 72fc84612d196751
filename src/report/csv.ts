import type { Report } from '../model/report.js';
import type { SearchPoint } from '../model/search.js';
import { COLUMNS, type Field } from './columns.js';
import { type Row, sectionsOf } from './row.js';
import { searchRecord } from './search-records.js';

const FIELDS: readonly Field[] = [
  { name: 'run', value: ({ report }) => report.run.id },
  { name: 'scenario', value: ({ scenario }) => scenario.name },
  { name: 'profile', value: ({ profile }) => profile.name },
  ...COLUMNS.flatMap((column) => column.fields),
];

/** Of imported results alone, so that other files keep their columns. */
const IMPORT_FIELDS: readonly Field[] = [
  { name: 'tool', value: ({ measurement }) => measurement?.imported?.tool ?? null },
  { name: 'file', value: ({ measurement }) => measurement?.imported?.file ?? null },
  { name: 'connections', value: ({ measurement }) => measurement?.imported?.load.connections ?? null },
];

/** One record for each measurement and for what a target lacks, bare numbers, RFC 4180; what does not exist is empty. */
export function renderCsv(report: Report): string {
  if (report.search !== null) return linesOf(searchRecords(report.run.id, report.search.curve));
  const rows = sectionsOf(report).flatMap((section) => section.rows);
  const fields = report.run.command === 'import' ? [...FIELDS, ...IMPORT_FIELDS] : FIELDS;
  const records = [fields.map(({ name }) => name), ...rows.map((row) => recordOf(row, fields))];
  return linesOf(records);
}

function searchRecords(run: string, curve: readonly SearchPoint[]): string[][] {
  const points = curve.map((point) => ({ run, ...searchRecord(point) }));
  const names = Object.keys(points[0] ?? {});
  return [names, ...points.map((point) => Object.values(point).map(bare))];
}

function linesOf(records: readonly (readonly string[])[]): string {
  return records.map((record) => `${record.map(quoted).join(',')}\r\n`).join('');
}

function recordOf(row: Row, fields: readonly Field[]): string[] {
  return fields.map(({ value }) => bare(value(row)));
}

// Nine digits are more than any clock here has, and spare the reader the noise of binary fractions.
function bare(value: string | number | null): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${Number(value.toPrecision(9))}` : '';
  return value ?? '';
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
