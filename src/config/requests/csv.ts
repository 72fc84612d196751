import { accept, type Parsed, reject } from '../parsers.js';
import type { DataTable } from './data-table.js';

interface Cursor {
  readonly text: string;
  at: number;
  line: number;
}

/** Reads CSV by RFC 4180: a line of names, quotes where they are needed, lines that end with or without a CR. */
export function parseCsv(text: string): Parsed<DataTable> {
  const cursor = { text, at: 0, line: 1 };
  const columns = readRecord(cursor);
  if (!columns.ok) return columns;
  const wrong = wrongNames(columns.value);
  if (wrong !== null) return reject(`line 1: ${wrong}`, 'the first line of CSV names the columns');
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  while (cursor.at < text.length) {
    const { line } = cursor;
    const record = readRecord(cursor);
    if (!record.ok) return record;
    // An empty line, as at the end of many files, is no row unless there is a single column.
    if (record.value.length === 1 && record.value[0] === '' && columns.value.length > 1) continue;
    if (record.value.length !== columns.value.length) {
      return reject(`line ${line}: has ${record.value.length} values, and there are ${columns.value.length} columns`);
    }
    rows.push(record.value);
    lines.push(line);
  }
  return accept({ columns: columns.value, rows, lines, isTyped: false });
}

function wrongNames(names: readonly string[]): string | null {
  if (names.some((name) => name.trim() === '')) return 'has a column without a name';
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return `names "${twice}" twice`;
  const braced = names.find((name) => /[{}]/.test(name));
  return braced === undefined ? null : `has braces in "${braced}"`;
}

function readRecord(cursor: Cursor): Parsed<readonly string[]> {
  const { text } = cursor;
  const values: string[] = [];
  for (;;) {
    const value = text[cursor.at] === '"' ? readQuoted(cursor) : accept(readBare(cursor));
    if (!value.ok) return value;
    values.push(value.value);
    if (text[cursor.at] === ',') {
      cursor.at += 1;
      continue;
    }
    if (text[cursor.at] === '\r' && text[cursor.at + 1] === '\n') cursor.at += 1;
    cursor.at += 1;
    cursor.line += 1;
    return accept(values);
  }
}

function readBare(cursor: Cursor): string {
  const { text } = cursor;
  const begin = cursor.at;
  while (cursor.at < text.length) {
    const character = text[cursor.at];
    if (character === ',' || character === '\n') break;
    if (character === '\r' && text[cursor.at + 1] === '\n') break;
    cursor.at += 1;
  }
  return text.slice(begin, cursor.at);
}

function readQuoted(cursor: Cursor): Parsed<string> {
  const { text, line } = cursor;
  let value = '';
  for (;;) {
    const end = text.indexOf('"', cursor.at + 1);
    if (end === -1)
      return reject(`line ${line}: has a quote that is not closed`, 'a quote within quotes is written ""');
    const part = text.slice(cursor.at + 1, end);
    value += part;
    cursor.line += part.split('\n').length - 1;
    cursor.at = end + 1;
    if (text[cursor.at] !== '"') break;
    value += '"';
  }
  if (cursor.at < text.length && !/^(,|\n|\r\n)/.test(text.slice(cursor.at, cursor.at + 2))) {
    return reject(`line ${cursor.line}: goes on after a closing quote`, 'a quote within quotes is written ""');
  }
  return accept(value);
}
