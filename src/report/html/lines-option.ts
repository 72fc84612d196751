import { placeOn } from './axes.js';
import { axisOption, type DrawingApi, drawnSeries } from './axis-option.js';
import type { Line, LinesChart, Point, Rule } from './chart.js';
import { CROSS, colourOf } from './marks.js';
import {
  AXIS,
  axisName,
  BACKGROUND,
  DISTURBED,
  groupOf,
  INK,
  lineShape,
  MUTED,
  rectShape,
  type Shape,
  SYMBOL_SIZE,
  textShape,
} from './shapes.js';
import { textWidth, widestOf } from './text-width.js';

/** How large a chart of lines is, and how much of it is around the plot. */
export interface LinesLayout {
  readonly width: number;
  readonly height: number;
  readonly grid: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const TALL = 300;
const LOW = 230;
const TALL_FROM = 600;
/** More lines than these need more room to be apart. */
const FEW_LINES = 6;
const MOST_MORE = 140;
const THICK = 1.8;
const THIN = 1;

/** The layout for a width: tick labels decide how much is left of the plot, names stand above and below. */
export function linesLayout({ x, y, lines }: LinesChart, width: number): LinesLayout {
  const left = widestOf(y.ticks.map(({ label }) => label)) + 14;
  const right = Math.max(18, textWidth(x.ticks.at(-1)?.label ?? '') / 2 + 4);
  const grid = { left, right, top: 30, bottom: x.name === '' ? 26 : 46 };
  const more = Math.min(MOST_MORE, Math.max(0, lines.length - FEW_LINES) * 12);
  return { width, height: (width < TALL_FROM ? LOW : TALL) + more, grid };
}

/** A chart of lines as ECharts takes it. */
export function linesOption(chart: LinesChart, { width, height, grid }: LinesLayout): Record<string, unknown> {
  const yAxis = axisOption(chart.y);
  const xAxis = axisOption(chart.x);
  // Borders of launches are drawn where they are, not where their names stand.
  const hasRules = chart.rules.some(({ axis }) => axis === 'x');
  return {
    animation: false,
    grid: { ...grid, outerBoundsMode: 'none' },
    xAxis: { ...xAxis, ...(hasRules ? { splitLine: { show: false } } : {}) },
    yAxis: { ...yAxis, axisLine: { show: false } },
    series: [
      drawnSeries(1, 1, (_, api) => groupOf(backdrop(chart, { width, height, grid }, api))),
      ...chart.lines.flatMap((line) => lineSeries(line, chart)),
    ],
  };
}

function backdrop(chart: LinesChart, layout: LinesLayout, api: DrawingApi): Shape[] {
  const { grid, width, height } = layout;
  const [ceiling, floor] = [grid.top, height - grid.bottom];
  const xOf = (value: number): number => api.coord([placeOn(chart.x, value) ?? 0, 0])[0] ?? 0;
  return [
    ...chart.bands.map(({ from, to }) =>
      rectShape(xOf(from), ceiling, xOf(to) - xOf(from), floor - ceiling, DISTURBED),
    ),
    ...chart.rules.map((rule) => ruleShape(rule, chart, layout, api)),
    textShape(chart.y.name, 2, 10, { fill: MUTED, width: width - 4 }),
    axisName(chart.x.name, { width, height, right: grid.right }),
  ];
}

function ruleShape({ axis, at }: Rule, { x, y }: LinesChart, layout: LinesLayout, api: DrawingApi): Shape {
  const { grid, width, height } = layout;
  if (axis === 'x') {
    const place = api.coord([placeOn(x, at) ?? 0, 0])[0] ?? 0;
    return lineShape([place, grid.top], [place, height - grid.bottom], {
      stroke: AXIS,
      lineWidth: 1,
      lineDash: [2, 4],
    });
  }
  const place = api.coord([0, placeOn(y, at) ?? 0])[1] ?? 0;
  return lineShape([grid.left, place], [width - grid.right, place], { stroke: INK, lineWidth: 1, lineDash: [4, 3] });
}

function lineSeries(line: Line, chart: LinesChart): object[] {
  const { mark, points, crosses, isThin = false } = line;
  const color = colourOf(mark);
  const marked = points.filter(({ isMarked, y }) => isMarked && y !== null);
  const common = { animation: false, silent: true };
  const symbols = { ...common, type: 'scatter', z: 4, symbolSize: SYMBOL_SIZE };
  const full = { color, opacity: 1 };
  const hollow = { color: BACKGROUND, borderColor: color, borderWidth: THIN * 1.4, opacity: 1 };
  const dash = mark.dash.length === 0 ? {} : { type: mark.dash };
  return [
    {
      ...common,
      type: 'line',
      z: 3,
      data: points.map((point) => placesOf(point, chart)),
      showSymbol: false,
      lineStyle: { color, width: isThin ? THIN : THICK, ...dash },
    },
    ...(marked.length === 0
      ? []
      : [
          {
            ...symbols,
            itemStyle: isThin ? hollow : full,
            symbol: `path://${mark.symbol}`,
            data: marked.map((point) => placesOf(point, chart)),
          },
        ]),
    ...(crosses.length === 0
      ? []
      : [
          {
            ...symbols,
            itemStyle: full,
            symbol: `path://${CROSS}`,
            data: crosses.map((point) => placesOf(point, chart)),
          },
        ]),
  ];
}

/** Null breaks the line. */
function placesOf(point: Point, { x, y }: LinesChart): readonly (number | null)[] {
  return [placeOn(x, point.x), point.y === null ? null : placeOn(y, point.y)];
}
