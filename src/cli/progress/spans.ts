import type { Paint } from '../../report/paint.js';
import type { Tone } from '../../report/verdict.js';

/** A piece of a line, with what its colour may say. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** Pieces side by side, with no space between them. */
export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** A line of one piece. */
export function lineOf(text: string, tone: Tone = 'plain'): Line {
  return [span(text, tone)];
}

/** The line within so many columns, coloured after it was cut. */
export function renderLine(line: Line, columns: number, paint: Paint): string {
  let room = columns;
  const painted = line.map(({ text, tone }) => {
    const shown = text.slice(0, room);
    room -= shown.length;
    return tone === 'plain' ? shown : paint(shown, tone);
  });
  return painted.join('').trimEnd();
}
