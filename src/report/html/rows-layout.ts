import type { RowsChart } from './chart.js';
import { widestOf } from './text-width.js';

/** Where the parts of a chart of rows lie, in pixels. */
export interface RowsLayout {
  readonly width: number;
  readonly height: number;
  readonly grid: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  /** Names and notes stand above their rows instead of beside them. */
  readonly isStacked: boolean;
  readonly labelWidth: number;
  readonly noteWidth: number;
  /** From the middle of a row to its line. */
  readonly lineOffset: number;
  /** From the middle of a row to its text. */
  readonly textOffset: number;
}

/** Narrower charts have no room for names beside their rows. */
const STACKED_BELOW = 600;
const GAP = 12;
/** Of a bar that joins rows. */
export const TIE_LANE = 8;
const AXIS_LABELS = 24;
const AXIS_NAME = 20;
const REFERENCE_LABEL = 18;

/** The layout for a width; the height follows from the number of rows. */
export function rowsLayout({ rows, ties, reference, x }: RowsChart, width: number): RowsLayout {
  const isStacked = width < STACKED_BELOW;
  const hasDots = rows.some(({ dots }) => dots.length > 1);
  const lanes = ties.length * TIE_LANE;
  const label = widestOf(rows.map((row) => row.label));
  const note = widestOf(rows.map((row) => row.note));
  const noteWidth = Math.min(note, width * (isStacked ? 0.62 : 0.36));
  const sides = isStacked
    ? { left: GAP + lanes, right: GAP + 8 }
    : { left: Math.min(label, width * 0.28) + GAP + lanes, right: noteWidth + 2 * GAP };
  const rowHeight = (isStacked ? 42 : 28) + (hasDots ? 8 : 0);
  const top = reference === null ? 6 : REFERENCE_LABEL;
  const bottom = AXIS_LABELS + (x.name === '' ? 0 : AXIS_NAME);
  return {
    width,
    height: top + bottom + rows.length * rowHeight,
    grid: { ...sides, top, bottom },
    isStacked,
    labelWidth: isStacked ? Math.max(60, width - sides.left - sides.right - noteWidth - GAP) : sides.left - GAP - lanes,
    noteWidth,
    lineOffset: (isStacked ? 8 : 0) - (hasDots ? 4 : 0),
    textOffset: isStacked ? -11 - (hasDots ? 2 : 0) : hasDots ? -4 : 0,
  };
}
