import type { Chart } from './chart.js';
import { drawSvg } from './draw.js';
import { inlineSvg, type SvgNames } from './inline-svg.js';
import { linesLayout, linesOption } from './lines-option.js';
import type { Markup } from './markup.js';
import { rowsLayout } from './rows-layout.js';
import { rowsOption } from './rows-option.js';

/** A chart of so many pixels as part of the page. */
export function drawChart(chart: Chart, width: number, names: Omit<SvgNames, 'description' | 'hints'>): Markup {
  return inlineSvg(svgOf(chart, width), { ...names, description: chart.summary, hints: hintsOf(chart) });
}

function svgOf(chart: Chart, width: number): string {
  if (chart.kind === 'lines') {
    const layout = linesLayout(chart, width);
    return drawSvg(linesOption(chart, layout), layout);
  }
  const layout = rowsLayout(chart, width);
  return drawSvg(rowsOption(chart, layout), layout);
}

/** What each mark stands for; where several rows share one, as checks of a gate do, their labels say it. */
function hintsOf(chart: Chart): Map<number, string> {
  if (chart.kind === 'lines') return new Map(chart.lines.map(({ mark, name }) => [mark.index, name]));
  const indexes = chart.rows.map(({ mark }) => mark.index);
  if (new Set(indexes).size < indexes.length) return new Map();
  return new Map(chart.rows.map(({ mark, label, note }) => [mark.index, `${label}: ${note}`]));
}
