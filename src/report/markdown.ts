import type { GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import type { SearchResult } from '../model/search.js';
import { alsoCompared, entryText } from './also.js';
import { type ClaimTable, claimLabels, claimTables } from './claims.js';
import { columnsWithContent, fullName } from './columns.js';
import { gateTable, gateWords } from './gate.js';
import { gateNotes } from './gate-text.js';
import { conditionSegments, profileWords, subjectSegments } from './header.js';
import { legendOf, markOf } from './legend.js';
import { loadFacts } from './load-facts.js';
import { details, inline, MAX_COMMENT_BYTES, tableLine } from './markdown-parts.js';
import { allNotes, isAlarm, type Note } from './notes.js';
import type { RenderOptions } from './options.js';
import { overallLines } from './overall.js';
import { type Section, shownSections } from './row.js';
import { searchAnswer, searchTable } from './search-facts.js';
import { inFlow } from './verdict.js';

const MAX_ALARMS = 10;

/** A page for a pull request or an issue: the tables, then all remarks folded away unless they spoil a result. */
export function renderMarkdown(report: Report, options: RenderOptions): string {
  const notes = report.gate === null ? allNotes(report) : gateNotes(report, report.gate);
  const alarms = notes.filter((note) => isAlarm(report, note)).slice(0, MAX_ALARMS);
  const remarks = notes.filter((note) => !alarms.includes(note));
  const blocks = [
    ...(report.gate === null ? [] : [`### perfcmp gate: ${inline(gateWords(report, report.gate))}`]),
    `${report.gate === null ? '### ' : ''}perfcmp ${report.run.command}: ${subjectSegments(report).map(inline).join(', ')}`,
    conditionSegments(report).map(inline).join(' · '),
    alarms.map(({ text }) => `> **!** ${inline(text)}`).join('\n>\n'),
    ...claimTables(report).map((table) => claimBlock(report, table)),
    ...bodyBlocks(report),
    details('Remarks', remarks.map(noteItem)),
    options.storedAs === null ? '' : `Stored as \`${options.storedAs}\`, perfcmp ${report.tool.version}.`,
  ];
  return withinLimit(blocks.filter((block) => block !== ''));
}

function bodyBlocks(report: Report): string[] {
  if (report.search !== null) return [searchBlock(report.search), searchAnswer(report).map(inline).join('<br>')];
  if (report.run.command === 'load') return [loadTable(report)];
  const compared = comparisonBlocks(report);
  if (report.gate === null) return compared;
  return [gateBlock(report, report.gate), details('All that was compared', [compared.join('\n\n')])];
}

/** A table for each scenario and load. */
export function comparisonBlocks(report: Report): string[] {
  const overall = overallLines(report).map(({ label, entries }) => `${inline(`${label}: ${entries.join(' · ')}`)}`);
  return [...shownSections(report).map(sectionBlock), ...overall];
}

function gateBlock(report: Report, gate: GateResult): string {
  const { columns, rows } = gateTable(report, gate);
  return [
    tableLine(columns.map(({ label }) => inline(label))),
    tableLine(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ...rows.map(({ cells }) => tableLine(cells.map(inline))),
  ].join('\n');
}

function searchBlock(search: SearchResult): string {
  const { labels, rows } = searchTable(search);
  if (rows.length === 0) return '';
  const wordsAt = search.objectives.length > 0 ? labels.length - 1 : labels.length;
  return [
    tableLine(labels),
    tableLine(labels.map((_, at) => (at < wordsAt ? '--:' : ':--'))),
    ...rows.map(({ cells }) => tableLine(cells.map(inline))),
  ].join('\n');
}

function claimBlock(report: Report, { title, rows, reasons }: ClaimTable): string {
  return [
    `**${inline(title)}**`,
    '',
    tableLine(claimLabels(report).map(inline)),
    tableLine([':--', '--:', ':--', ':--']),
    ...rows.map(({ claim, claimed, measured, verdict }) => tableLine([claim, claimed, measured, verdict].map(inline))),
    ...(reasons.length === 0 ? [] : ['', ...reasons.map((reason) => `- ${inline(reason)}`)]),
  ].join('\n');
}

function sectionBlock(section: Section): string {
  const { scenario, profile, rows } = section;
  const [first] = rows;
  if (first === undefined) return '';
  const columns = columnsWithContent(rows);
  const asked = `${scenario.method} ${scenario.path}`.trim();
  const words = asked === '' || asked === scenario.name ? '' : ` · \`${asked}\``;
  const title = `**${inline(scenario.name)}**${words}${asked === '' ? '' : ` → ${inline(scenario.expects)}`}`;
  const label = (group: string, name: string) => inline(group === '' ? name : `${group} ${name}`);
  return [
    first.report.profiles.length > 1 ? `${title} · ${profileWords(profile)}` : title,
    '',
    tableLine(columns.map((column) => label(column.group, column.label(first)))),
    tableLine(columns.map((column) => (column.align === 'right' ? '--:' : ':--'))),
    ...rows.map((row) =>
      tableLine(
        columns.map((column) => inline(column.isName ? `${fullName(row)}${markOf(row)}` : inFlow(column.cell(row)))),
      ),
    ),
    ...legendBlock(section),
    ...alsoBlock(section),
  ].join('\n');
}

function legendBlock({ rows }: Section): string[] {
  const parts = legendOf(rows);
  return parts.length === 0 ? [] : ['', parts.map(inline).join(' · ')];
}

function alsoBlock(section: Section): string[] {
  const items = alsoCompared(section).map(
    ({ label, entries }) => `- ${label}: ${entries.map((entry) => inline(entryText(entry))).join(' · ')}`,
  );
  return items.length === 0 ? [] : ['', details('Also compared (above 1 is better)', items)];
}

function loadTable(report: Report): string {
  const facts = report.measurements.flatMap((measurement) => loadFacts(report, measurement));
  return [
    tableLine(['', '']),
    tableLine([':--', ':--']),
    ...facts.map(({ label, lines }) => tableLine([label, lines.map(inline).join('<br>')])),
  ].join('\n');
}

function noteItem({ level, text }: Note): string {
  return `- ${level === 'note' ? '' : `**${level}** `}${inline(text)}`;
}

function withinLimit(blocks: readonly string[]): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const block of blocks) {
    const size = Buffer.byteLength(block) + 2;
    if (bytes + size > MAX_COMMENT_BYTES) continue;
    bytes += size;
    kept.push(block);
  }
  if (kept.length < blocks.length) kept.push('_The rest did not fit here; the JSON report has all of it._');
  return `${kept.join('\n\n')}\n`;
}
