import type { Mark } from './chart.js';
import { colourOf } from './marks.js';
import { textWidth } from './text-width.js';

/** An element as ECharts' custom series take it. */
export type Shape = Readonly<Record<string, unknown>>;

/** How a text is set. */
export interface TextLook {
  readonly align?: 'left' | 'right' | 'center';
  readonly fill?: string;
  /** Longer ones are cut. */
  readonly width?: number;
}

export const INK = 'var(--ink)';
export const MUTED = 'var(--muted)';
export const GRID = 'var(--grid)';
export const AXIS = 'var(--axis)';
export const BACKGROUND = 'var(--bg)';
/** Within it a difference is too small to matter. */
export const MARGIN_BAND = 'var(--band)';
/** Behind what was disturbed. */
export const DISTURBED = 'var(--shade)';
export const SYMBOL_SIZE = 9;

/** Several shapes that are drawn together. */
export function groupOf(children: readonly Shape[]): Shape {
  return { type: 'group', children };
}

export function textShape(text: string, x: number, y: number, look: TextLook = {}): Shape {
  const { align = 'left', fill = INK, width } = look;
  const cut = width === undefined ? {} : { width, overflow: 'truncate', ellipsis: '..' };
  return {
    type: 'text',
    silent: true,
    style: { text, x, y, align, verticalAlign: 'middle', fill, fontSize: 12, ...cut },
  };
}

/** The name of a horizontal axis, at the right end below it; fonts of readers may be wider than reckoned with. */
export function axisName(
  name: string,
  { width, height, right }: { width: number; height: number; right: number },
): Shape {
  const room = (width - right) * 0.88;
  return textShape(fittingName(name, room), width - right, height - 9, { align: 'right', fill: MUTED, width: room });
}

/** Shorter where there is no room, before it is cut: what a ratio is of stands in the title, too. */
function fittingName(name: string, room: number): string {
  const short = name.replace(/, logarithmic$/, ', log scale');
  const shortest = short.replace(/^.*, (?=above 1 is better)/, '');
  return [name, short].find((one) => textWidth(one) <= room) ?? shortest;
}

export function lineShape(from: readonly [number, number], to: readonly [number, number], style: Shape): Shape {
  const shape = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  return { type: 'line', silent: true, shape, style: { fill: 'none', ...style } };
}

/** Strokes along a path in pixels. */
export function strokeShape(pathData: string, style: Shape): Shape {
  return { type: 'path', silent: true, shape: { pathData }, style: { fill: 'none', ...style } };
}

export function rectShape(x: number, y: number, width: number, height: number, fill: string): Shape {
  return { type: 'rect', silent: true, shape: { x, y, width, height }, style: { fill } };
}

export function dotShape(cx: number, cy: number, fill: string): Shape {
  return { type: 'circle', silent: true, shape: { cx, cy, r: 2.4 }, style: { fill, opacity: 0.55 } };
}

/** The symbol of a mark around a place; hollow where it must not be read as a result. */
export function symbolShape(mark: Mark, x: number, y: number, isHollow: boolean): Shape {
  const half = SYMBOL_SIZE / 2;
  const colour = colourOf(mark);
  return {
    type: 'path',
    silent: true,
    shape: { pathData: mark.symbol, x: x - half, y: y - half, width: SYMBOL_SIZE, height: SYMBOL_SIZE },
    style: { fill: isHollow ? BACKGROUND : colour, stroke: colour, lineWidth: isHollow ? 1.8 : 1 },
  };
}
