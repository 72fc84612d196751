import type { Estimate } from '../model/comparison.js';
import { columnOf, type LogScale, ratioLabel, scaleLine } from './log-scale.js';

/** How an interval is drawn, in characters of which each takes one column. */
interface WhiskerGlyphs {
  readonly lower: string;
  readonly line: string;
  readonly upper: string;
  readonly value: string;
  /** Where the ratio is 1: the same as the baseline. */
  readonly same: string;
  /** The same within an interval. */
  readonly crossed: string;
}

const GLYPHS: Readonly<Record<'unicode' | 'ascii', WhiskerGlyphs>> = {
  unicode: { lower: '├', line: '─', upper: '┤', value: '●', same: '│', crossed: '┼' },
  ascii: { lower: '[', line: '-', upper: ']', value: 'o', same: '|', crossed: '+' },
};

/** A ratio on its scale with its interval as far as there is one, and the place of 1. */
export function whisker({ value, lower, upper }: Estimate, scale: LogScale, unicode: boolean): string {
  const glyphs = unicode ? GLYPHS.unicode : GLYPHS.ascii;
  const drawn = Array.from({ length: scale.columns }, () => ' ');
  const same = columnOf(scale, 1);
  drawn[same] = glyphs.same;
  if (value === null || value <= 0) return drawn.join('').trimEnd();
  if (lower !== null && upper !== null && lower > 0) {
    const first = columnOf(scale, lower);
    const last = columnOf(scale, upper);
    for (let column = first; column <= last; column += 1) drawn[column] = glyphs.line;
    drawn[first] = glyphs.lower;
    drawn[last] = glyphs.upper;
    if (same > first && same < last) drawn[same] = glyphs.crossed;
  }
  drawn[columnOf(scale, value)] = glyphs.value;
  return drawn.join('').trimEnd();
}

/** `0.5x   1x   2x` below whiskers. */
export function whiskerScale(scale: LogScale): string {
  return scaleLine(scale, ratioLabel);
}
