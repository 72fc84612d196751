import type { Report } from '../model/report.js';
import { formatCount } from '../units/rate.js';
import { plural } from '../units/words.js';
import { sectionName } from './cell-name.js';
import { type Finding, findingsOf, type Outcome, worstFirst } from './findings.js';
import { conditionSegments, subjectSegments } from './header.js';
import { headlineOf } from './headline.js';
import { loadFacts } from './load-facts.js';
import { comparisonBlocks } from './markdown.js';
import { details, inline, MAX_COMMENT_BYTES, tableLine } from './markdown-parts.js';
import { metricText } from './metric-values.js';
import { allNotes, isAlarm, type Note } from './notes.js';
import type { RenderOptions } from './options.js';
import { overallLines } from './overall.js';
import { formatRatio } from './verdict.js';

const MAX_MARKER = 100;
/** For the line that says what did not fit. */
const CUT_BYTES = 200;
/** Above the table; all of them are among the remarks. */
const MOST_ALARMS = 3;

/**
 * Markdown for a step summary or a comment on a pull request: the verdict, a table of what was asked, the rest folded
 * away. The first line is a marker by which a comment can be found again and updated. What is too long is cut from the
 * end, checks that held before those that did not, and said so.
 */
export function renderGithubSummary(report: Report, options: RenderOptions): string {
  const { outcome, text } = headlineOf(report);
  const notes = allNotes(report);
  const head = [
    markerOf(report),
    `### ${signOf(report, outcome)}perfcmp ${report.run.command}: ${inert(text)}`,
    notes
      .filter((note) => isAlarm(report, note) && !text.includes(note.text))
      .slice(0, MOST_ALARMS)
      .map((note) => `> ${inert(note.text)}`)
      .join('\n>\n'),
  ];
  const folded = [
    details(`Remarks (${notes.length})`, notes.map(noteItem)),
    details('How it was measured', conditions(report)),
    options.storedAs === null ? '' : `Stored as \`${options.storedAs}\`, perfcmp ${report.tool.version}.`,
  ];
  const table = tableOf(report, MAX_COMMENT_BYTES - sizeOf(head));
  const overall = overallLines(report).map(({ label, entries }) => inert(`${label}: ${entries.join(' · ')}`));
  return withinLimit([...head, ...table, ...overall, ...folded].filter((block) => block !== ''));
}

/** Nobody is told of `@types/node` in a comment, and no issue of `#12`. */
function inert(text: string): string {
  return inline(text).replace(/([@#])(?=\w)/g, '$1&#8203;');
}

/** The same in every run of the same question, so that a comment is updated and not repeated. */
function markerOf({ run, scenarios }: Report): string {
  const words = [run.command, ...scenarios.map(({ name }) => name)].join(' ');
  return `<!-- perfcmp:${words
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, MAX_MARKER)
    .replace(/-$/, '')} -->`;
}

const SIGNS = { pass: '✅', warn: '⚠️', skip: '➖', fail: '❌', error: '🚫' } satisfies Record<Outcome, string>;

/** A comparison that nobody asked to be better than something is neither right nor wrong. */
function signOf({ run }: Report, outcome: Outcome): string {
  const isNeutral = (run.command === 'run' || run.command === 'import') && (outcome === 'pass' || outcome === 'skip');
  return isNeutral ? '' : `${SIGNS[outcome]} `;
}

function tableOf(report: Report, room: number): string[] {
  if (report.run.command === 'load') return loadTable(report);
  // They are not compared, only laid side by side.
  return report.run.command === 'import' ? comparisonBlocks(report) : findingTable(report, room);
}

function findingTable(report: Report, room: number): string[] {
  const findings = findingsOf(report);
  if (findings.length === 0) return [];
  const header = [tableLine(HEADINGS), tableLine([':--', ':--', ':--', '--:', '--:', '--:', ':--', ':--'])];
  const lines = new Map(findings.map((finding) => [finding, tableLine(cellsOf(report, finding).map(inert))]));
  // Half of the room: what was remarked may say why.
  const kept = fitting(
    worstFirst(findings, ({ outcome }) => outcome),
    lines,
    room / 2,
  );
  const rows = findings.filter((finding) => kept.has(finding)).map((finding) => lines.get(finding) ?? '');
  const lost = findings.length - rows.length;
  const cut = `_${plural(lost, 'row')} of ${formatCount(findings.length)} did not fit here, those that held first; the JSON report has all of them._`;
  return [[...header, ...rows].join('\n'), lost === 0 ? '' : cut];
}

const HEADINGS = ['scenario', 'metric', 'target', 'baseline', 'measured', 'ratio', 'limit', 'verdict'];

function cellsOf(report: Report, finding: Finding): string[] {
  const { metric, target, values, ratio, limit, verdict, outcome } = finding;
  return [
    sectionName(report, finding),
    metric,
    target,
    finding.baseline === null ? '' : metricText(metric, values.baseline),
    metricText(metric, values.target),
    ratio === null ? '' : formatRatio(ratio),
    limit,
    `${signOf(report, outcome)}${verdict}`,
  ];
}

function fitting(findings: readonly Finding[], lines: ReadonlyMap<Finding, string>, room: number): Set<Finding> {
  const kept = new Set<Finding>();
  let bytes = 0;
  for (const finding of findings) {
    bytes += sizeOf([lines.get(finding) ?? '']);
    if (bytes > room) break;
    kept.add(finding);
  }
  return kept;
}

function loadTable(report: Report): string[] {
  const facts = report.measurements.flatMap((measurement) => loadFacts(report, measurement));
  const rows = facts.map(({ label, lines }) => tableLine([label, lines.map(inert).join('<br>')]));
  return [[tableLine(['', '']), tableLine([':--', ':--']), ...rows].join('\n')];
}

function conditions(report: Report): string[] {
  const { environment, run, targets } = report;
  const ci = environment?.ci ?? null;
  const machine = [environment?.cpuModel ?? '', ci === null ? '' : `in ${ci}`];
  // How long files took to be read says nothing of what they tell.
  const took = run.command === 'import' ? [] : [`${Math.round(run.seconds)} s`];
  return [
    subjectSegments(report).join(' · '),
    conditionSegments(report).join(' · '),
    machine.filter((words) => words !== '').join(', '),
    ...targets.map(
      ({ name, version, command, url }) => `${name}${version === null ? '' : ` ${version}`}: ${command ?? url ?? ''}`,
    ),
    [run.startedAt, ...took, `run ${run.id}`].join(', '),
  ].flatMap((line) => (line === '' ? [] : `- ${inert(line)}`));
}

function noteItem({ level, text }: Note): string {
  return `- ${level === 'note' ? '' : `**${level}** `}${inert(text)}`;
}

/** Leaves out from the end what does not fit. */
function withinLimit(blocks: readonly string[]): string {
  const kept: string[] = [];
  for (const block of blocks) if (sizeOf([...kept, block]) <= MAX_COMMENT_BYTES - CUT_BYTES) kept.push(block);
  const cut = new Set(blocks.filter((block) => !kept.includes(block)).map(titleOf));
  if (cut.size > 0) kept.push(`_Did not fit here: ${[...cut].join(', ')}. The JSON report has all of it._`);
  return `${kept.join('\n\n')}\n`;
}

function titleOf(block: string): string {
  return /<summary>(.*?)<\/summary>/.exec(block)?.[1] ?? 'a table';
}

function sizeOf(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + Buffer.byteLength(block) + 2, 0);
}
