import { isOfOneServer, type Report } from '../../model/report.js';
import { alsoCompared, entryText } from '../also.js';
import { COLUMNS, type Column, columnsWithContent } from '../columns.js';
import { legendOf } from '../legend.js';
import { sectionNotes } from '../notes.js';
import type { Section } from '../row.js';
import { titleSegments } from '../section-title.js';
import { inFlow } from '../verdict.js';
import type { Figure } from './chart.js';
import { courseFigures } from './course-figures.js';
import { chartName, type FigureContext, markFor } from './figure-context.js';
import { type Drawing, figureMarkup } from './figure-markup.js';
import { legend } from './legend.js';
import { each, type Markup, markup, NOTHING, when } from './markup.js';
import { noteList } from './notes-markup.js';
import { percentileFigure } from './percentile-figure.js';
import { furtherRatioFigure, ratioFigure } from './ratio-figure.js';
import { serverFigure } from './server-figure.js';
import { serviceFigure } from './service-figure.js';
import { dataTable } from './tables.js';
import { throughputFigure } from './throughput-figure.js';
import { warmUpFigure } from './warm-up-figure.js';

/** How much of a section is shown. */
export interface SectionDetail extends Drawing {
  /** Points that a line has at most. */
  readonly points: number;
  /** `verdicts`: what these rest on; `main`: latency beside it; `most`: all but what further verdicts rest on. */
  readonly figures: 'all' | 'most' | 'main' | 'verdicts' | 'none';
}

/** One scenario under one load: its table, what was noticed, its charts. */
export function sectionMarkup(
  section: Section,
  id: string,
  context: FigureContext,
  { figures: wanted, ...drawing }: SectionDetail,
): Markup {
  const { report } = context;
  const figures = figuresOf(section, { ...context, points: drawing.points }, wanted);
  const shown = section.rows.filter(({ measurement }) => measurement?.throughput.value != null);
  const left = wanted === 'all' ? '' : 'Charts were left out to keep this page small; the JSON report has all numbers.';
  return markup`<section class="part" id="${id}"><h2>${sectionTitle(report, section)}</h2>
<p class="sub">${titleSegments(report, section).join(' · ')}</p>
${rowTable(section, sectionTitle(report, section))}
${alsoMarkup(section, report)}
${noteList(sectionNotes(report, section))}
${when(figures.length > 0, () =>
  legend(
    shown.map((row) => ({ mark: markFor(context, row.target.name), name: chartName(row) })),
    id,
  ),
)}
${each(figures, (figure) => figureMarkup(figure, id, drawing))}
${when(left !== '', () => markup`<p class="more">${left}</p>`)}
</section>`;
}

/** `json`, or `json under c64` where there are several loads; those of imported results have no names. */
export function sectionTitle({ profiles, run }: Report, { scenario, profile }: Section): string {
  if (profiles.length < 2) return scenario.name;
  return `${scenario.name} under ${run.command === 'import' ? `${profile.kind} loops` : profile.name}`;
}

function figuresOf(section: Section, context: FigureContext, wanted: SectionDetail['figures']): Figure[] {
  if (wanted === 'none') return [];
  const verdicts = [
    throughputFigure(section, context),
    ratioFigure(section, context),
    ...(wanted === 'all' ? [furtherRatioFigure(section, context)] : []),
  ];
  const main = wanted === 'verdicts' ? [] : [percentileFigure(section, context)];
  const others =
    wanted === 'all' || wanted === 'most'
      ? [
          serviceFigure(section, context),
          serverFigure(section, context),
          ...courseFigures(section, context),
          warmUpFigure(section, context),
        ]
      : [];
  return [...verdicts, ...main, ...others].filter((figure) => figure !== null);
}

/** The table that every format has, with its verdicts where they are seen without scrolling. */
function rowTable({ rows }: Section, title: string): Markup {
  const [first] = rows;
  if (first === undefined) return NOTHING;
  const columns = columnsWithContent(rows);
  const verdict = COLUMNS.at(-1);
  const place = (column: Column): number => (column.isName ? 0 : column === verdict ? 1 : 2);
  const ordered = [...columns].sort((a, b) => place(a) - place(b));
  const table = dataTable({
    name: `Results of ${title}`,
    columns: ordered.map((column) => column.label(first)),
    groups: ordered.map(({ group }) => group),
    rows: rows.map((row) =>
      ordered.map((column) =>
        column.isName ? chartName(row) : { text: inFlow(column.cell(row)), tone: column.tone(row) },
      ),
    ),
  });
  const parts = legendOf(rows);
  return parts.length === 0 ? table : markup`${table}<p class="more">${parts.join(' · ')}</p>`;
}

/** Further metrics against the baseline. */
function alsoMarkup(section: Section, report: Report): Markup {
  const lines = isOfOneServer(report) ? [] : alsoCompared(section);
  if (lines.length === 0) return NOTHING;
  return markup`<details open><summary>Also compared with ${report.plan.baseline ?? 'the baseline'}: ${lines.map(({ label }) => label).join(', ')}</summary>
<dl class="also">
${each(lines, ({ label, entries }) => markup`<div><dt>${label}</dt><dd>${each(entries, (entry) => markup`<span>${entryText(entry)}</span>`)}</dd></div>`)}
</dl><p class="more">Above 1 is better, whatever the metric.</p></details>`;
}
