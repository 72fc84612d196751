import { printable } from '../units/words.js';

/** Lays segments side by side, three spaces apart, and starts a new line where the next one would not fit. */
export function wrapSegments(segments: readonly string[], width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const segment of segments) {
    const longer = line === '' ? segment : `${line}   ${segment}`;
    if (line !== '' && longer.length > width) {
      lines.push(line);
      line = `${indent}${segment}`;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A space between words; one that groups the digits of a number is none. */
const BREAK = / {2,}|(?<!(?<!\d)\d{1,3}) | (?!\d{3}(?!\d))/;

/** Breaks a text between words; further lines hang by the lead and the text's own indent. A longer word stays whole. */
export function wrapText(lead: string, text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const hang = ' '.repeat(lead.length) + indent;
  const lines: string[] = [];
  let line = lead + indent;
  let isEmpty = true;
  for (const word of printable(text)
    .split(BREAK)
    .filter((part) => part !== '')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${hang}${word}`;
    } else {
      line = isEmpty ? `${line}${word}` : `${line} ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, line.trimEnd()];
}
