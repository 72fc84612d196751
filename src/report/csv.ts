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

/** One record for each measurement and for what a target lacks, bare numbers, RFC 4180; what does not exist is empty. */
export function renderCsv(report: Report): string {
  if (report.search !== null) return linesOf(searchRecords(report.run.id, report.search.curve));
  const rows = sectionsOf(report).flatMap((section) => section.rows);
  const records = [FIELDS.map(({ name }) => name), ...rows.map(recordOf)];
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

function recordOf(row: Row): string[] {
  return FIELDS.map(({ value }) => bare(value(row)));
}

// Nine digits are more than any clock here has, and spare the reader the noise of binary fractions.
function bare(value: string | number | null): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${Number(value.toPrecision(9))}` : '';
  return value ?? '';
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
