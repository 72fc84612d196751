import type { Report } from '../model/report.js';
import { sectionName } from './cell-name.js';
import { findingsOf, type Outcome, worstFirst } from './findings.js';
import { headlineOf } from './headline.js';
import { allNotes, isGateDoubt } from './notes.js';

type Level = (typeof LEVEL_ORDER)[number];

/** A remark that GitHub shows on a run and its pull request. */
export interface Annotation {
  readonly level: Level;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten of a level and step: nine are told and the last says how many there are besides. */
const MOST_TOLD = 9;

/** What deserves to be seen without opening a log: whatever does not hold, what spoils a result, and the verdict. */
export function annotationsOf(report: Report): Annotation[] {
  const headline = headlineOf(report);
  const asked = worstFirst(findingsOf(report), ({ outcome }) => outcome).flatMap((finding): Annotation[] => {
    const level = LEVELS[finding.outcome];
    // A comparison that stays open is a remark on a result, not a question left without an answer.
    if (level === null || (report.gate === null && level === 'notice')) return [];
    const title = `perfcmp: ${sectionName(report, finding)} ${finding.metric} of ${finding.target}`;
    return [{ level, title, message: `${finding.verdict}: ${finding.message}` }];
  });
  const spoilers = allNotes(report).flatMap((note): Annotation[] =>
    note.level === 'invalid' || isGateDoubt(report, note)
      ? [{ level: 'warning', title: 'perfcmp', message: note.text }]
      : [],
  );
  const level = LEVELS[headline.outcome] ?? 'notice';
  // Where its reason is told the verdict would only say it again.
  const isExplained = asked.some((one) => one.level === level);
  const verdict = isExplained ? [] : [{ level, title: `perfcmp ${report.run.command}`, message: headline.text }];
  const told = [...verdict, ...asked];
  const all = [...told, ...spoilers.filter(({ message }) => !told.some((one) => one.message.includes(message)))];
  return LEVEL_ORDER.flatMap((one) =>
    atMost(
      all.filter((annotation) => annotation.level === one),
      one,
    ),
  );
}

const LEVEL_ORDER = ['error', 'warning', 'notice'] as const;

/** The workflow command for it: one line, whatever its texts hold. */
export function annotationLine({ level, title, message }: Annotation): string {
  return `::${level} title=${escapedProperty(title)}::${escapedMessage(message)}`;
}

const LEVELS = { fail: 'error', error: 'error', warn: 'warning', skip: 'notice', pass: null } satisfies Record<
  Outcome,
  Level | null
>;

function atMost(annotations: readonly Annotation[], level: Level): Annotation[] {
  const rest = annotations.length - MOST_TOLD;
  if (rest <= 1) return [...annotations];
  const more = { level, title: 'perfcmp', message: `and ${rest} more: see the summary of the step` };
  return [...annotations.slice(0, MOST_TOLD), more];
}

function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
