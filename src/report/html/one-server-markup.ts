import type { Report } from '../../model/report.js';
import { loadFacts } from '../load-facts.js';
import { searchAnswer, searchTable } from '../search-facts.js';
import { termList } from './facts-markup.js';
import type { FigureContext } from './figure-context.js';
import { type Drawing, figureMarkup } from './figure-markup.js';
import { loadFigures } from './load-figures.js';
import { each, type Markup, markup } from './markup.js';
import { searchFigures } from './search-figures.js';
import { dataTable } from './tables.js';

const DRAWING: Drawing = { isTwice: true, isLabelled: true };

/** A single load: what there is to know of it, then its latencies and its course. */
export function loadMarkup(report: Report, context: FigureContext): Markup {
  const [measurement] = report.measurements;
  if (measurement === undefined) return markup`<p>Nothing was measured.</p>`;
  const facts = loadFacts(report, measurement).map(({ label, lines }) => [label, lines] as const);
  const figures = loadFigures(measurement, context);
  return markup`<section class="part" id="load"><h2>Result</h2>
${termList(facts)}
${each(figures, (figure) => figureMarkup(figure, 'load', DRAWING))}
</section>`;
}

/** A search: its answer, and the curve that it rests on. */
export function searchMarkup(report: Report): Markup {
  const { search } = report;
  if (search === null) return markup`<p>Nothing was searched.</p>`;
  const { labels, rows } = searchTable(search);
  const isJudged = search.objectives.length > 0;
  return markup`<section class="part" id="search"><h2>Result</h2>
${each(searchAnswer(report).slice(1), (line) => markup`<p>${line}</p>`)}
${dataTable({
  name: 'What was tried',
  columns: labels,
  rows: rows.map(({ cells, verdict }) =>
    cells.map((text, at) => (isJudged && at === cells.length - 1 ? { text, tone: toneOf(verdict) } : text)),
  ),
})}
${each(searchFigures(search), (figure) => figureMarkup(figure, 'search', DRAWING))}
</section>`;
}

function toneOf(verdict: 'kept' | 'broken' | 'generator' | null): 'good' | 'bad' | 'warn' | 'faint' {
  if (verdict === null) return 'faint';
  return ({ kept: 'good', broken: 'bad', generator: 'warn' } as const)[verdict];
}
