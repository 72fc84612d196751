import type { Chart, Figure } from './chart.js';
import { drawChart } from './draw-chart.js';
import { markList } from './legend.js';
import { each, type Markup, markup, NOTHING, when } from './markup.js';
import { foldedTable } from './tables.js';

/** How much of a figure is drawn. */
export interface Drawing {
  /** Once more for narrow screens, where the text of a wide chart would be too small to read. */
  readonly isTwice: boolean;
  /** Its lines are its own, and not those of a section's targets. */
  readonly isLabelled: boolean;
}

const WIDE = 940;
const NARROW = 370;
/** Of charts beside one another: it fits both. */
const PANEL = 430;

/** A figure of a section: what it shows, its charts, its numbers. */
export function figureMarkup(figure: Figure, sectionId: string, { isTwice, isLabelled }: Drawing): Markup {
  const { name, title, caption, charts, table } = figure;
  const id = `${sectionId}-${name}`;
  const isAlone = charts.length === 1;
  return markup`<figure id="${id}">
<figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
${isLabelled ? each(charts, lineLegend) : NOTHING}
<div class="${isAlone ? 'plot' : 'panels'}">
${each(charts, (chart, at) => (isAlone ? aloneMarkup(chart, title, id, isTwice) : panelMarkup(chart, title, `${id}-${at}`)))}
</div>
${foldedTable(title, table)}
</figure>`;
}

function aloneMarkup(chart: Chart, label: string, id: string, isTwice: boolean): Markup {
  if (!isTwice) return drawChart(chart, WIDE, { id: `${id}-w`, className: 'chart', label });
  return markup`${drawChart(chart, WIDE, { id: `${id}-w`, className: 'chart wide', label })}
${drawChart(chart, NARROW, { id: `${id}-n`, className: 'chart narrow', label })}`;
}

function panelMarkup(chart: Chart, title: string, id: string): Markup {
  const label = `${title}: ${chart.title}`;
  const svg = drawChart(chart, PANEL, { id, className: 'chart', label });
  return markup`<div class="panel">${when(chart.title !== '', () => markup`<h4>${chart.title}</h4>`)}${svg}</div>`;
}

function lineLegend(chart: Chart): Markup {
  return chart.kind === 'lines' && chart.lines.length > 1 ? markList(chart.lines) : NOTHING;
}
