import type { RowsChart } from './chart.js';
import { widestOf } from './text-width.js';

/** Where the parts of a chart of rows lie, in pixels. */
export interface RowsLayout {
  readonly width: number;
  readonly height: number;
  readonly grid: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
  readonly labelWidth: number;
  readonly noteWidth: number;
  /** From the middle of a row to the middle of its line, its name, its note. */
  readonly lineOffset: number;
  readonly labelOffset: number;
  /** Null: the name stands left of the line and the note right of it. */
  readonly noteOffset: number | null;
}

/** Narrower charts have no room for names beside their rows. */
const STACKED_BELOW = 600;
const GAP = 12;
const SLACK = 1.08;
/** Below a line. */
const DOTS = 8;
/** Of a bar that joins rows. */
export const TIE_LANE = 8;
const AXIS_LABELS = 24;
const AXIS_NAME = 20;
const REFERENCE_LABEL = 18;

/** The layout for a width; the height follows from the number of rows. */
export function rowsLayout(chart: RowsChart, width: number): RowsLayout {
  const { rows, ties, reference, x } = chart;
  // With some room, as the fonts of readers differ from the one that was reckoned with.
  const label = widestOf(rows.map((row) => row.label)) * SLACK + 4;
  const note = widestOf(rows.map((row) => row.note)) * SLACK + 4;
  const lanes = ties.length * TIE_LANE;
  const top = reference === null ? 6 : REFERENCE_LABEL;
  const bottom = AXIS_LABELS + (x.name === '' ? 0 : AXIS_NAME);
  const parts = width < STACKED_BELOW ? stackedParts(chart, width, label, note) : besideParts(width, label, note);
  const dotsRoom = rows.some(({ dots }) => dots.length > 1) ? DOTS : 0;
  const { left, right, rowHeight, ...rest } = parts;
  return {
    ...rest,
    width,
    height: top + bottom + rows.length * (rowHeight + dotsRoom),
    grid: { left: left + lanes, right, top, bottom },
    lineOffset: parts.lineOffset - dotsRoom / 2,
  };
}

type Parts = Pick<RowsLayout, 'labelWidth' | 'noteWidth' | 'labelOffset' | 'noteOffset' | 'lineOffset'> & {
  readonly left: number;
  readonly right: number;
  readonly rowHeight: number;
};

/** Name, line and note side by side. */
function besideParts(width: number, label: number, note: number): Parts {
  const labelWidth = Math.min(label, width * 0.28);
  const noteWidth = Math.min(note, width * 0.36);
  const offsets = { labelOffset: 0, noteOffset: null, lineOffset: 0 };
  return { ...offsets, labelWidth, noteWidth, left: labelWidth + GAP, right: noteWidth + 2 * GAP, rowHeight: 28 };
}

/** Name and note above the line: in one line of text where both fit, else in two. */
function stackedParts({ x, ties }: RowsChart, width: number, label: number, note: number): Parts {
  const right = Math.max(GAP, widestOf(x.ticks.map((tick) => tick.label)) / 2 + 4);
  const room = width - GAP - right - ties.length * TIE_LANE;
  const common = { left: GAP, right, lineOffset: 8 };
  if (label + note <= room) {
    return { ...common, labelWidth: label, noteWidth: note, labelOffset: -11, noteOffset: -11, rowHeight: 42 };
  }
  const widths = { labelWidth: Math.min(label, room), noteWidth: Math.min(note, room) };
  return { ...common, ...widths, lineOffset: 16, labelOffset: -18, noteOffset: -3, rowHeight: 58 };
}
