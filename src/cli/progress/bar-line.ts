import { bar } from '../../report/glyphs.js';
import type { FrameLook } from './look.js';
import { type Line, span } from './spans.js';

const WIDEST = 30;
const NARROWEST = 6;

/** `[███       ]  6s of 12s  6s left`: the words whole, before them as much of a bar as there is room for. */
export function barLine(
  share: number,
  words: string,
  { columns, unicode, indent = '' }: Pick<FrameLook, 'columns' | 'unicode'> & { readonly indent?: string },
): Line {
  const width = Math.min(WIDEST, columns - indent.length - '[]  '.length - words.length);
  if (width < NARROWEST) return [span(`${indent}${words}`)];
  return [span(`${indent}[${bar(share, width, unicode).padEnd(width)}]`, 'faint'), span(`  ${words}`)];
}
