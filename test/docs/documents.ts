import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every document that people read, by its path from the root. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'reports/README.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** A document's whole text. */
export function textOf(document: string): string {
  return readFileSync(document, 'utf8');
}

/** The contents of fenced blocks, of one language or of all. */
export function blocksOf(text: string, language?: string): string[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, found]) => language === undefined || found === language)
    .map(([, , content = '']) => content);
}

/** What links to the headings of a document end with, as GitHub makes it. */
export function anchorsOf(text: string): string[] {
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** The rows of the first table whose heading has these cells, cell by cell, without the heading. */
export function tableOf(text: string, ...heading: readonly string[]): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.every((cell, index) => cellsOf(line)[index] === cell));
  if (start === -1) throw new Error(`no table begins with ${heading.join(' | ')}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end === -1 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The word in backticks that a cell consists of. */
export function codeOf(cell: string | undefined): string {
  return /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? '';
}
