import { isOfOneServer, type Report, UNKNOWN_END } from '../model/report.js';
import type { Warning } from '../model/warning.js';
import { formatMargin, formatSeconds } from './format.js';
import { joinRemarks, type Remark } from './join-remarks.js';
import { isAbout, isNothingMeasured, isUntouched, type Row, type Section, sectionsOf, shownSections } from './row.js';
import { endWords, needWords } from './stopping-words.js';
import { formatRatio } from './verdict.js';

/** A remark under a table or at the end; `note` is worth knowing, the others spoil something. */
export interface Note {
  readonly level: Warning['level'];
  readonly text: string;
  /** Of the warning that it is; absent where it is none. */
  readonly code?: string;
}

/** Of these no warning can take a verdict away, as there is none: what spoils their numbers stands beside them. */
const WITHOUT_VERDICT: readonly string[] = ['load', 'import'] satisfies Report['run']['command'][];

/** Whether a note must be read before the numbers. */
export function isAlarm(report: Report, note: Note): boolean {
  if (note.level === 'warn' && WITHOUT_VERDICT.includes(report.run.command)) return true;
  return note.level === 'invalid' || isGateDoubt(report, note);
}

/** Whether a note is what a check of the gate must not be told without. */
export function isGateDoubt({ gate }: Report, { level, code }: Note): boolean {
  if (level !== 'warn' || code === undefined || gate === null) return false;
  return gate.results.some(({ doubts = [] }) => doubts.includes(code));
}

/** What a table's rows cannot say: what an inconclusive result could have shown, what ended a comparison. */
export function sectionNotes(report: Report, section: Section): Note[] {
  const names = section.rows.flatMap(({ target, measurement }) => (measurement === null ? [] : target.name));
  const warnings = report.warnings.filter((warning) => warning.scenario !== null && isAbout(warning, section));
  return [
    ...warningNotes(warnings, names),
    ...missingBaseline(report, section),
    ...joinRemarks(
      section.rows.flatMap((row) => inconclusiveRemarks(row)),
      names,
    ),
    ...section.rows.flatMap((row) => withoutDroppedBlocks(row)),
  ];
}

/** What concerns the whole run: an early end, failed targets, warnings that name no scenario. */
export function runNotes(report: Report): Note[] {
  const warnings = report.warnings.filter((warning) => warning.scenario === null && !isFailure(report, warning));
  return [
    ...interruption(report),
    ...ending(report),
    ...report.targets.flatMap((target) =>
      target.failure === null ? [] : [{ level: 'invalid' as const, text: `${target.name} failed: ${target.failure}` }],
    ),
    ...failedBaseline(report),
    ...warningNotes(
      warnings,
      report.targets.map(({ name }) => name),
    ),
    ...rareStalls(report),
  ];
}

/** Everything there is to remark, for formats that put it in one place. */
export function allNotes(report: Report): Note[] {
  // There is one target and one scenario: their names would only repeat the title.
  const warnings = report.warnings.filter((warning) => !isFailure(report, warning));
  if (isOfOneServer(report)) {
    return runNotes({ ...report, warnings: warnings.map((warning) => ({ ...warning, ...NAMELESS })) });
  }
  return [
    ...runNotes(report),
    ...shownSections(report).flatMap((section) =>
      sectionNotes(report, section).map((note) => ({ ...note, text: `${section.scenario.name}: ${note.text}` })),
    ),
  ];
}

const NAMELESS = { target: null, scenario: null, profile: null };

/** Warnings as notes, the worst first; those that differ only in their target, of `all`, and their numbers become one. */
export function warningNotes(warnings: readonly Warning[], all: readonly string[] = []): Note[] {
  const ordered = [...warnings].sort((a, b) => SEVERITY[a.level] - SEVERITY[b.level]);
  return joinRemarks(
    ordered.map((warning) => ({
      ...warning,
      kind: JSON.stringify([warning.code, warning.scenario, warning.profile]),
    })),
    all,
  );
}

// The failure of a target stands in its own words already.
function isFailure(report: Report, warning: Warning): boolean {
  return report.targets.some(({ name, failure }) => name === warning.target && failure === warning.message);
}

const SEVERITY = { invalid: 0, warn: 1, note: 2 } satisfies Record<Warning['level'], number>;

function missingBaseline(report: Report, section: Section): Note[] {
  const baseline = section.rows.find((row) => row.isBaseline);
  const measured = section.rows.filter((row) => row.measurement !== null);
  // Where nothing was measured at all, the reasons stand below already.
  if (report.plan.baseline === null || measured.length === 0 || baseline?.measurement != null) return [];
  return [{ level: 'warn', text: `no verdicts: the baseline ${report.plan.baseline} was not measured` }];
}

function failedBaseline({ plan: { baseline }, targets, measurements }: Report): Note[] {
  const measured = measurements.flatMap(({ target, throughput }) => (throughput.value === null ? [] : [target]));
  const others = targets.filter(
    ({ name, failure }) => name !== baseline && failure === null && measured.includes(name),
  );
  const hasFailed = targets.some(({ name, failure }) => name === baseline && failure !== null);
  if (!hasFailed || others.length === 0) return [];
  const [other] = others.map(({ name }) => name);
  const advice = `leave out --baseline, or name one that runs, such as ${other}`;
  return [{ level: 'warn', text: `no verdicts: the baseline ${baseline} failed; ${advice}` }];
}

function inconclusiveRemarks(row: Row): Remark[] {
  const { comparison } = row;
  if (comparison?.verdict !== 'inconclusive') return [];
  // Nothing was compared: why not stands below.
  if (comparison.ratio.value === null) return [];
  const lean = comparison.lean === null ? '' : `; it leans ${comparison.lean}, which is not a result`;
  const effect =
    comparison.mde === null
      ? 'a single launch cannot tell how large a difference it could call'
      : `this run could call differences of ${formatMargin(Math.round(comparison.mde * 1000) / 1000)} and more`;
  const message = `${effect}${lean}; ${remedy(row.report)}`;
  return [{ level: 'note', kind: 'inconclusive', target: row.target.name, message }];
}

/** What it would take to see less. */
function remedy({ plan: { stopping } }: Report): string {
  const wanted = stopping?.outlook?.wanted ?? null;
  if (wanted !== null) return `${formatMargin(wanted.resolution)} ${needWords(wanted)}`;
  return `smaller ones need ${stopping?.ended === 'budget' ? 'a larger --budget' : 'more --launches'}`;
}

function withoutDroppedBlocks(row: Row): Note[] {
  const ratio = row.comparison?.allBlocksRatio ?? null;
  if (ratio === null || row.comparison?.verdict === 'invalid') return [];
  return [{ level: 'note', text: `${row.target.name}: ${formatRatio(ratio)} when the dropped blocks are kept` }];
}

// The rule of three: what happens once in x seconds is missed by 3x seconds of load with 5 %.
function rareStalls(report: Report): Note[] {
  const loaded = report.measurements.flatMap(({ loadedSeconds }) => loadedSeconds || []);
  if (isOfOneServer(report) || report.run.command === 'import' || loaded.length === 0) return [];
  const seconds = formatSeconds(Math.min(...loaded) / 3);
  return [{ level: 'note', text: `stalls rarer than one in ${seconds} of load go unseen; max is the longest seen` }];
}

function interruption(report: Report): Note[] {
  if (report.run.interrupted === null) return [];
  const { launches, launchesDone } = report.plan;
  const extent = isOfOneServer(report) ? '' : ` after ${launchesDone} of ${launches} launches`;
  const end =
    report.run.interrupted === UNKNOWN_END
      ? 'ended without a word (crashed or killed)'
      : `interrupted by ${report.run.interrupted}`;
  return [{ level: 'warn', text: `${end}${extent}${whatIsLeft(report)}` }];
}

function ending(report: Report): Note[] {
  const words = endWords(report);
  return words === null ? [] : [{ level: 'note', text: words }];
}

function whatIsLeft(report: Report): string {
  if (report.warnings.some(({ code }) => code === 'nothing-measured')) return '';
  if (isNothingMeasured(report)) return '; nothing was measured yet';
  const untouched = isOfOneServer(report) ? [] : sectionsOf(report).filter(isUntouched);
  const names = [...new Set(untouched.map(({ scenario }) => scenario.name))];
  const missing = names.length === 0 ? '' : `, nothing was measured yet of ${names.join(', ')}`;
  return `; what was measured is shown${missing}`;
}
