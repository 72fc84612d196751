import { printable } from '../units/words.js';

const MAX_TEXT = 300;

/** What GitHub takes in a comment, with some room for what a caller puts around: 64 KiB is refused. */
export const MAX_COMMENT_BYTES = 60 * 1024;

/** Text of targets and servers: nothing in it may end a cell or open a tag. */
export function inline(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
  return printable(short)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[|*_`[\]\\]/g, (character) => `\\${character}`);
}

/** A row of a table. */
export function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Folded away under its title; nothing where there is nothing to fold. */
export function details(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return [`<details><summary>${title}</summary>`, '', ...items, '', '</details>'].join('\n');
}
