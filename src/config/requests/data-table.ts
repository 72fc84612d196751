import { accept, type Parsed, reject } from '../parsers.js';
import { parseCsv } from './csv.js';
import { parseNdjson } from './ndjson.js';
import { inFile, readText } from './user-files.js';

/** The rows of a data file. */
export interface DataTable {
  readonly columns: readonly string[];
  /** By column; undefined where a row of NDJSON lacks the member. */
  readonly rows: readonly (readonly unknown[])[];
  /** On which line of the file each row begins. */
  readonly lines: readonly number[];
  /** Its values are of JSON; those of CSV are text. */
  readonly isTyped: boolean;
}

/** Reads `--data`: NDJSON by its extension or its first character, else CSV. */
export function readDataTable(path: string): Parsed<DataTable> {
  const text = readText(path, 'name a CSV or NDJSON file');
  if (!text.ok) return text;
  if (text.value.trim() === '') return reject(`"${path}" is empty`, 'CSV has a line of names and a line for each row');
  const isJson = /\.(ndjson|jsonl)$/i.test(path) || text.value.trimStart().startsWith('{');
  const table = isJson ? parseNdjson(text.value) : parseCsv(text.value);
  if (!table.ok) return reject(inFile(path, table.message), table.hint);
  if (table.value.rows.length === 0) {
    return reject(`"${path}" has no rows`, 'the first line of CSV names the columns; the rows follow it');
  }
  return accept(table.value);
}
