import { isOfOneServer, type Report, UNKNOWN_END } from '../model/report.js';
import type { Warning } from '../model/warning.js';
import { formatMargin, formatSeconds } from './format.js';
import { isAbout, type Row, type Section, sectionsOf } from './row.js';
import { formatRatio } from './verdict.js';

/** A remark under a table or at the end; `note` is worth knowing, the others spoil something. */
export interface Note {
  readonly level: Warning['level'];
  readonly text: string;
}

/** What a table's rows cannot say: what an inconclusive result could have shown, what ended a comparison. */
export function sectionNotes(report: Report, section: Section): Note[] {
  return [
    ...warningNotes(report.warnings.filter((warning) => warning.scenario !== null && isAbout(warning, section))),
    ...missingBaseline(report, section),
    ...section.rows.flatMap((row) => inconclusiveNotes(row)),
    ...section.rows.flatMap((row) => withoutDroppedBlocks(row)),
  ];
}

/** What concerns the whole run: an early end, failed targets, warnings that name no scenario. */
export function runNotes(report: Report): Note[] {
  return [
    ...interruption(report),
    ...report.targets.flatMap((target) =>
      target.failure === null ? [] : [{ level: 'invalid' as const, text: `${target.name} failed: ${target.failure}` }],
    ),
    ...warningNotes(report.warnings.filter((warning) => warning.scenario === null && !isFailure(report, warning))),
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
    ...sectionsOf(report).flatMap((section) =>
      sectionNotes(report, section).map(({ level, text }) => ({ level, text: `${section.scenario.name}: ${text}` })),
    ),
  ];
}

const NAMELESS = { target: null, scenario: null, profile: null };

/** Warnings as notes, the worst first; those that differ only in their target become one. */
function warningNotes(warnings: readonly Warning[]): Note[] {
  const merged = new Map<string, { warning: Warning; targets: string[] }>();
  for (const warning of warnings) {
    const key = JSON.stringify([warning.code, warning.level, warning.scenario, warning.profile, warning.message]);
    const entry = merged.get(key) ?? { warning, targets: [] };
    if (warning.target !== null && !entry.targets.includes(warning.target)) entry.targets.push(warning.target);
    merged.set(key, entry);
  }
  return [...merged.values()]
    .sort((a, b) => SEVERITY[a.warning.level] - SEVERITY[b.warning.level])
    .map(({ warning, targets }) => ({
      level: warning.level,
      text: `${targets.length > 0 ? `${targets.join(', ')}: ` : ''}${warning.message}`,
    }));
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

function inconclusiveNotes(row: Row): Note[] {
  const { comparison } = row;
  if (comparison?.verdict !== 'inconclusive') return [];
  // Nothing was compared: why not stands below.
  if (comparison.ratio.value === null) return [];
  const lean = comparison.lean === null ? '' : `; it leans ${comparison.lean}, which is not a result`;
  const effect =
    comparison.mde === null
      ? 'a single launch cannot tell how large a difference it could call'
      : `this run could call differences of ${formatMargin(Math.round(comparison.mde * 1000) / 1000)} and more`;
  return [{ level: 'note', text: `${row.target.name}: ${effect}${lean}; smaller ones need more --launches` }];
}

function withoutDroppedBlocks(row: Row): Note[] {
  const ratio = row.comparison?.allBlocksRatio ?? null;
  if (ratio === null || row.comparison?.verdict === 'invalid') return [];
  return [{ level: 'note', text: `${row.target.name}: ${formatRatio(ratio)} when the dropped blocks are kept` }];
}

// The rule of three: what happens once in x seconds is missed by 3x seconds of load with 5 %.
function rareStalls(report: Report): Note[] {
  const loaded = report.measurements.flatMap(({ loadedSeconds }) => (loadedSeconds > 0 ? [loadedSeconds] : []));
  if (isOfOneServer(report) || loaded.length === 0) return [];
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
  const isNothing =
    report.warnings.some(({ code }) => code === 'nothing-measured') ||
    report.measurements.every(({ throughput }) => throughput.value === null);
  return [{ level: 'warn', text: `${end}${extent}${isNothing ? '' : '; what was measured is shown'}` }];
}
