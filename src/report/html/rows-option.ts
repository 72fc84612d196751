import { placeOn } from './axes.js';
import { axisOption, type DrawingApi, drawnSeries } from './axis-option.js';
import type { ChartRow, RowsChart } from './chart.js';
import { colourOf } from './marks.js';
import { type RowsLayout, TIE_LANE } from './rows-layout.js';
import {
  axisName,
  dotShape,
  groupOf,
  INK,
  lineShape,
  MARGIN_BAND,
  MUTED,
  rectShape,
  type Shape,
  strokeShape,
  symbolShape,
  textShape,
} from './shapes.js';

const CAP = 4;
const BAR = 12;
const DOTS_BELOW = 10;
/** How far the common value is drawn from the line of a row that has its name above. */
const ABOVE = 8;
const BELOW_DOTS = 15;
const COMMON_LINE = { stroke: INK, lineWidth: 1, lineDash: [4, 3] };

/** A chart of rows as ECharts takes it. */
export function rowsOption(chart: RowsChart, layout: RowsLayout): Record<string, unknown> {
  const { x, rows } = chart;
  const { left, right, top, bottom } = layout.grid;
  const xAxis = axisOption(x);
  return {
    animation: false,
    grid: { left, right, top, bottom, outerBoundsMode: 'none' },
    xAxis: { ...xAxis, axisLine: { show: false } },
    yAxis: { type: 'value', min: -0.5, max: rows.length - 0.5, inverse: true, show: false },
    series: [
      drawnSeries(1, 1, (_, api) => groupOf(backdrop(chart, layout, api))),
      drawnSeries(rows.length, 2, (at, api) => groupOf(rowShapes(rows[at]!, at, { chart, layout, api }))),
    ],
  };
}

/** What lies behind all rows: the common value, bars that join rows, the axis' name. */
function backdrop({ reference, ties, x }: RowsChart, layout: RowsLayout, api: DrawingApi): Shape[] {
  const { grid, width, height } = layout;
  const floor = height - grid.bottom;
  const place = reference === null ? null : placeOn(x, reference.at);
  const at = place === null ? null : (api.coord([place, 0])[0] ?? 0);
  const rowY = (row: number): number => (api.coord([0, row])[1] ?? 0) + layout.lineOffset;
  return [
    ...(at === null
      ? []
      : [
          // Names and notes above the lines of rows would be crossed.
          ...(layout.noteOffset === null ? [lineShape([at, grid.top], [at, floor], COMMON_LINE)] : []),
          textShape(reference?.label ?? '', at, 8, { align: sideOf(at, width), fill: MUTED, width: 200 }),
        ]),
    ...ties.map(({ from, to }, lane) => {
      const tieX = grid.left - 7 - lane * TIE_LANE;
      const style = { stroke: INK, lineWidth: 3, lineCap: 'round', opacity: 0.5 };
      return lineShape([tieX, rowY(from) - 6], [tieX, rowY(to) + 6], style);
    }),
    axisName(x.name, { width, height, right: grid.right }),
  ];
}

/** A label above the plot must not leave the picture. */
function sideOf(x: number, width: number): 'left' | 'center' | 'right' {
  if (x < 60) return 'left';
  return x > width - 60 ? 'right' : 'center';
}

interface RowPlace {
  readonly chart: RowsChart;
  readonly layout: RowsLayout;
  readonly api: DrawingApi;
}

function rowShapes(row: ChartRow, at: number, { chart, layout, api }: RowPlace): Shape[] {
  const middle = api.coord([0, at])[1] ?? 0;
  const y = middle + layout.lineOffset;
  const xOf = (value: number | null): number | null => {
    const place = value === null ? null : placeOn(chart.x, value);
    return place === null ? null : (api.coord([place, at])[0] ?? null);
  };
  return [
    ...bandShapes(row, middle, layout, xOf),
    ...(layout.noteOffset === null ? [] : commonShapes(row, y, xOf(chart.reference?.at ?? null))),
    ...labelShapes(row, middle, layout),
    ...(chart.form === 'bars' ? barShapes(row, y, layout, xOf) : []),
    ...whiskerShapes(row, y, xOf, chart.form === 'bars' ? INK : colourOf(row.mark)),
    ...row.dots.flatMap((dot) => {
      const x = xOf(dot);
      return x === null || row.dots.length < 2 ? [] : [dotShape(x, y + DOTS_BELOW, colourOf(row.mark))];
    }),
    ...(chart.form === 'dots' ? pointShapes(row, y, xOf) : []),
  ];
}

type XOf = (value: number | null) => number | null;

function bandShapes({ band, dots }: ChartRow, middle: number, layout: RowsLayout, xOf: XOf): Shape[] {
  const [from, to] = [xOf(band?.from ?? null), xOf(band?.to ?? null)];
  if (from === null || to === null) return [];
  const top = middle + layout.lineOffset - 9;
  return [rectShape(from, top, Math.max(1, to - from), dots.length > 1 ? 25 : 18, MARGIN_BAND)];
}

/** The common value beside the line of a row, over its band. */
function commonShapes({ dots }: ChartRow, y: number, x: number | null): Shape[] {
  return x === null ? [] : [lineShape([x, y - ABOVE], [x, y + (dots.length > 1 ? BELOW_DOTS : ABOVE)], COMMON_LINE)];
}

function labelShapes({ label, note }: ChartRow, middle: number, layout: RowsLayout): Shape[] {
  const { grid, width, labelWidth, noteWidth, labelOffset, noteOffset, lineOffset } = layout;
  if (noteOffset === null) {
    const y = middle + lineOffset;
    return [
      textShape(label, 2, y, { width: labelWidth }),
      textShape(note, width - grid.right + 12, y, { fill: MUTED, width: noteWidth + 8 }),
    ];
  }
  const isSameLine = noteOffset === labelOffset;
  const noteX = isSameLine ? width - grid.right : grid.left;
  return [
    textShape(label, grid.left, middle + labelOffset, { width: labelWidth }),
    textShape(note, noteX, middle + noteOffset, {
      align: isSameLine ? 'right' : 'left',
      fill: MUTED,
      width: noteWidth,
    }),
  ];
}

function barShapes({ value, mark }: ChartRow, y: number, { grid }: RowsLayout, xOf: XOf): Shape[] {
  const x = xOf(value);
  if (x === null) return [];
  return [rectShape(grid.left, y - BAR / 2, Math.max(1, x - grid.left), BAR, colourOf(mark))];
}

/** The interval with its ends, or the way from one value to the other. */
function whiskerShapes(
  { lower, upper, value, start, isLeast }: ChartRow,
  y: number,
  xOf: XOf,
  stroke: string,
): Shape[] {
  const style = { stroke, lineWidth: 1.8 };
  const [from, to] = start === null ? [xOf(lower), xOf(upper)] : [xOf(start), xOf(value)];
  if (from === null || to === null) return [];
  if (start !== null) return [lineShape([from, y], [to, y], { ...style, opacity: 0.6 })];
  const cap = (x: number): string => `M${x} ${y - CAP}V${y + CAP}`;
  // What may be more has no end there, but points on.
  const end = isLeast ? `M${to} ${y}H${to + 9}L${to + 5} ${y - 3}M${to + 9} ${y}L${to + 5} ${y + 3}` : cap(to);
  return [strokeShape(`M${from} ${y}H${to}${cap(from)}${end}`, style)];
}

function pointShapes({ value, start, mark, isOpen }: ChartRow, y: number, xOf: XOf): Shape[] {
  const [at, other] = [xOf(value), xOf(start)];
  return [
    ...(other === null ? [] : [symbolShape(mark, other, y, true)]),
    ...(at === null ? [] : [symbolShape(mark, at, y, isOpen)]),
  ];
}
