import { accept, type Parsed, reject } from '../parsers.js';
import type { DataTable } from './data-table.js';

/** Reads NDJSON: an object a line, whose members are the columns. */
export function parseNdjson(text: string): Parsed<DataTable> {
  const records: Readonly<Record<string, unknown>>[] = [];
  const lines: number[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const record = parseObject(line);
    if (record === null) return reject(`line ${index + 1}: is not a JSON object`, 'NDJSON has an object in every line');
    records.push(record);
    lines.push(index + 1);
  }
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => columns.map((name) => record[name]));
  return accept({ columns, rows, lines, isTyped: true });
}

/** A line's object; null where it is none. */
export function parseObject(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
