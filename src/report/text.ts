import type { Measurement } from '../model/measurement.js';
import type { Report } from '../model/report.js';
import { alsoLines } from './also-text.js';
import { claimLines } from './claims-text.js';
import { gateHeadLines, gateLines, gateNotes } from './gate-text.js';
import { fittingColumns, leftOutColumns, namesLeftOut, renderGrid } from './grid.js';
import { conditionSegments, subjectSegments } from './header.js';
import { intervalPlots } from './interval-plot.js';
import { latencyBars } from './latency-bars.js';
import { legendOf } from './legend.js';
import { loadFacts } from './load-facts.js';
import { allNotes, type Note, runNotes, sectionNotes } from './notes.js';
import type { RenderOptions } from './options.js';
import { overallLines } from './overall.js';
import { type Paint, painter } from './paint.js';
import { percentileBars } from './percentile-bars.js';
import { type Section, shownSections } from './row.js';
import { searchBody } from './search-text.js';
import { secondLines } from './second-lines.js';
import { nameSegment, titleSegments } from './section-title.js';
import { wrapSegments, wrapText } from './wrap.js';

const INDENT = ' '.repeat(3);

/** The screen: what was run, the tables with everything that spoils them beside or below, where it is stored. */
export function renderText(report: Report, options: RenderOptions): string {
  const paint = painter(options.color);
  const body = BODIES[report.run.command];
  const lines = [
    ...gateHeadLines(report, options.width, paint),
    ...headerLines(report, options.width),
    '',
    ...body(report, options, paint),
    ...storedLines(options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function searchLines(report: Report, { width }: RenderOptions, paint: Paint): string[] {
  return [...searchBody(report, width, paint), ...block(noteLines(allNotes(report), width, paint))];
}

function headerLines(report: Report, width: number): string[] {
  return [
    ...wrapSegments([`perfcmp ${report.run.command}`, ...subjectSegments(report)], width),
    ...wrapSegments(conditionSegments(report), width),
  ];
}

function comparisonBody(report: Report, { width, unicode }: RenderOptions, paint: Paint): string[] {
  const sections = shownSections(report);
  const tables = sections.map((section, at) => {
    const alike = sections.filter(({ profile }) => profile.kind === section.profile.kind);
    const rows = alike.map((one) => one.rows);
    const columns = fittingColumns(rows, width);
    // Tables of one kind have the same columns.
    const isFirst = sections.indexOf(alike[0] ?? section) === at;
    const leftOut = isFirst ? leftOutColumns(rows, columns) : null;
    return { section, columns, leftOut, names: namesLeftOut(section.rows, columns) };
  });
  return [
    ...tables.flatMap(({ section, columns, leftOut, names }) => [
      ...titleLines(report, section, width),
      ...renderGrid(section.rows, columns, paint),
      ...wrapSegments(legendOf(section.rows), width - INDENT.length).map((line) => `${INDENT}${line}`),
      ...names.cut.map((line) => `${INDENT}${line}`),
      ...faintLines(leftOut, width, paint),
      ...alsoLines(section, width, paint),
      ...noteLines(sectionNotes(report, section), width, paint),
      '',
    ]),
    ...intervalPlots(report, sections, { width, unicode }, paint),
    ...block(versionLines([...new Set(tables.flatMap(({ names }) => names.versions))], width)),
    ...block(overallText(report, width)),
    ...block(noteLines(runNotes(report), width, paint)),
    ...claimLines(report, width, paint),
  ];
}

function faintLines(text: string | null, width: number, paint: Paint): string[] {
  if (text === null) return [];
  return wrapText(INDENT, text, width).map((line) => `${INDENT}${paint(line.trimStart(), 'faint')}`);
}

function overallText(report: Report, width: number): string[] {
  return overallLines(report).flatMap(({ label, entries }) =>
    wrapSegments([` ${label}:`, ...entries], width, ' '.repeat(3)),
  );
}

/** Without a judgement, as of a gate that was killed, it is a comparison like any other. */
function gateBody(report: Report, options: RenderOptions, paint: Paint): string[] {
  const { gate } = report;
  const { width } = options;
  if (gate === null) return comparisonBody(report, options, paint);
  return [...block(gateLines(report, gate, width, paint)), ...block(noteLines(gateNotes(report, gate), width, paint))];
}

function loadBody(report: Report, options: RenderOptions, paint: Paint): string[] {
  const { width } = options;
  const facts = report.measurements.flatMap((measurement) => loadFacts(report, measurement));
  return [
    ...facts.flatMap(({ label, lines }) =>
      lines.flatMap((line, index) => wrapText(factLead(index === 0 ? label : ''), line, width)),
    ),
    '',
    ...report.measurements.flatMap((measurement) => drawnLines(measurement, options)),
    ...block(noteLines(allNotes(report), width, paint)),
  ];
}

/** What numbers alone do not show: the shape of the latencies, and the course of the load. */
function drawnLines(measurement: Measurement, { width, unicode }: RenderOptions): string[] {
  const room = { width: width - factLead('').length, unicode };
  const labelled = (label: string, lines: readonly string[]): string[] =>
    block(lines.map((line, index) => `${factLead(index === 0 ? label : '')}${line}`));
  return [
    ...labelled('distribution', latencyBars(measurement, room)),
    ...labelled('percentiles', percentileBars(measurement, room)),
    ...labelled('over time', secondLines(measurement, room)),
  ];
}

function factLead(label: string): string {
  return ` ${label.padEnd(14)}`;
}

function titleLines(report: Report, section: Section, width: number): string[] {
  return wrapSegments([...nameSegment(section.scenario), ...titleSegments(report, section)], width);
}

/** Once for all tables: they would have taken the room of numbers. */
function versionLines(versions: readonly string[], width: number): string[] {
  return versions.length === 0 ? [] : wrapSegments([' versions:', ...versions], width, INDENT);
}

function noteLines(notes: readonly Note[], width: number, paint: Paint): string[] {
  return notes.flatMap(({ level, text }) => {
    const mark = level === 'note' ? '·' : '!';
    const [first = '', ...rest] = wrapText(` ${mark} `, text, width);
    const tone = level === 'note' ? 'faint' : level === 'warn' ? 'warn' : 'alarm';
    return [first.replace(mark, paint(mark, tone)), ...rest];
  });
}

function storedLines({ storedAs, isOlder = false, isOnTerminal = false, width }: RenderOptions): string[] {
  if (storedAs === null) return [];
  const again = isOnTerminal
    ? `perfcmp report${isOlder ? ` ${storedAs}` : ''} --open shows it as a page`
    : `perfcmp report ${isOlder ? storedAs : 'last'} --output report.md`;
  return wrapText(' ', `stored as ${storedAs}; ${again}`, width);
}

function block(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

const BODIES = {
  run: comparisonBody,
  gate: gateBody,
  calibrate: comparisonBody,
  load: loadBody,
  search: searchLines,
  import: comparisonBody,
} satisfies Record<Report['run']['command'], typeof comparisonBody>;
