import { isOfOneServer, type Report } from '../../model/report.js';
import { claimTables } from '../claims.js';
import { gateNotes } from '../gate-text.js';
import { conditionSegments, subjectSegments } from '../header.js';
import { headlineOf } from '../headline.js';
import { allNotes, isAlarm, type Note, runNotes } from '../notes.js';
import type { RenderOptions } from '../options.js';
import { type Section, shownSections } from '../row.js';
import { fittingSection } from './detail.js';
import { environmentMarkup, repeatMarkup } from './facts-markup.js';
import type { FigureContext } from './figure-context.js';
import type { Drawing } from './figure-markup.js';
import { legendRules } from './legend.js';
import { markAt, markColours, marksOf } from './marks.js';
import { each, Markup, markup, NOTHING, unbroken, when } from './markup.js';
import { noteList } from './notes-markup.js';
import { loadMarkup, searchMarkup } from './one-server-markup.js';
import { sectionTitle } from './section-markup.js';
import { STYLE } from './style.js';
import { cut } from './tables.js';
import { claimsMarkup, gateMarkup, overallMarkup } from './verdict-markup.js';
import { verdictSentence } from './verdict-sentence.js';

/** A page stays below this, whatever it is about. */
export const MOST_BYTES = 1_450_000;
/** Head, notes, environment, and what a gate or claims take. */
const OTHER_BYTES = 250_000;
const POINTS_OF_A_LOAD = 150;
const MOST_ALARMS = 5;
const DRAWING: Drawing = { isTwice: true, isLabelled: false };
// Nothing is loaded and nothing is run: what a server answered stays text even if it got past the escaping.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** One page with all there is to see, for browsers and for paper; it needs no network and no script. */
export function renderHtml(report: Report, { storedAs }: RenderOptions): string {
  const context: FigureContext = { report, marks: marksOf(report), points: POINTS_OF_A_LOAD };
  const sections = isOfOneServer(report) ? [] : shownSections(report);
  const sentence = verdictSentence(report);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="perfcmp ${report.tool.version}">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<title>${cut(`perfcmp ${report.run.command}: ${sentence}`, 150)}</title>
<style>${styleOf(report)}</style>
</head>
<body>
${headMarkup(report, sentence, sections)}
<main>
${bodyMarkup(report, sections, context)}
${findingsMarkup(report)}
${environmentMarkup(report)}
${repeatMarkup(report, storedAs)}
</main>
<footer><p>perfcmp ${report.tool.version}. Charts by Apache ECharts.</p></footer>
</body>
</html>
`;
  return page.html.replace(/\n{2,}/g, '\n');
}

function styleOf(report: Report): Markup {
  return new Markup([STYLE, markColours(report), legendRules(report.targets.map((_, at) => markAt(at)))].join('\n'));
}

function headMarkup(report: Report, sentence: string, sections: readonly Section[]): Markup {
  const { run } = report;
  const started = run.startedAt.replace('T', ' ').replace(/:\d\d(?:\.\d+)?Z$/, ' UTC');
  const alarms = notesOf(report).filter((note) => isAlarm(report, note));
  return markup`<header>
<p class="kicker"><b>perfcmp ${run.command}</b> <time datetime="${run.startedAt}">${started}</time> <span>${run.id}</span></p>
<h1 class="${headlineOf(report).outcome}">${unbroken(cut(sentence))}</h1>
<p class="sub">${subjectSegments(report)
    .map((segment) => cut(segment))
    .join(' · ')}<br>${conditionSegments(report).join(' · ')}</p>
${noteList(alarms.slice(0, MOST_ALARMS))}
${contentsMarkup(report, sections)}
</header>`;
}

function contentsMarkup(report: Report, sections: readonly Section[]): Markup {
  const links: readonly (readonly [string, string])[] = [
    ...(report.gate === null ? [] : [['gate', 'Gate'] as const]),
    ...(claimTables(report).length === 0 ? [] : [['claims', 'Claims'] as const]),
    ...sections.map((section, at) => [sectionId(at), sectionTitle(report, section)] as const),
    ['findings', 'Findings'],
    ['environment', 'Environment'],
    ['repeat', 'Repeat it'],
  ];
  return markup`<nav aria-label="Contents"><ul>${each(links, ([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`;
}

function bodyMarkup(report: Report, sections: readonly Section[], context: FigureContext): Markup {
  const { gate, run } = report;
  if (run.command === 'load') return loadMarkup(report, context);
  if (run.command === 'search') return searchMarkup(report);
  const share = (MOST_BYTES - OTHER_BYTES) / Math.max(1, sections.length);
  return markup`${gate === null ? NOTHING : gateMarkup(report, gate, context, DRAWING)}
${claimsMarkup(report)}
${overallMarkup(context, DRAWING)}
${each(sections, (section, at) => fittingSection(section, sectionId(at), context, share))}`;
}

function findingsMarkup(report: Report): Markup {
  const ofRun = report.gate === null && !isOfOneServer(report) ? runNotes(report) : notesOf(report);
  return markup`<section id="findings"><h2>Findings</h2>
${when(ofRun.length === 0, () => markup`<p>Nothing was found that speaks against the numbers.</p>`)}
${noteList(ofRun)}
</section>`;
}

/** Everything that was noticed, wherever it is shown. */
function notesOf(report: Report): Note[] {
  return report.gate === null ? allNotes(report) : gateNotes(report, report.gate);
}

function sectionId(at: number): string {
  return `s${at + 1}`;
}
