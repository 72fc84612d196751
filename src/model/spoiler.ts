import type { Report } from './report.js';
import { concerns, type Warning } from './warning.js';

/** What takes a verdict away. */
export interface Spoiler {
  /** A target that could not be measured to its end, or a finding that leaves no number to rely upon. */
  readonly kind: 'failed' | 'invalid';
  /** Whom it is about; null: all. */
  readonly target: string | null;
  /** Of the warning; `target-failed` of a target that failed. */
  readonly code: string;
  readonly message: string;
}

/** What was judged: those who took part, the one that it is about first. */
export interface JudgedCell {
  readonly scenario: string;
  readonly profile: string;
  readonly sides: readonly string[];
}

/** What servers do wrong, which a quieter machine or another load does not mend. */
const OF_ANSWERS: readonly string[] = ['answers-differ', 'wrong-answers', 'answers-failed', 'errors'];

function isOfAnswers({ code }: Warning): boolean {
  return OF_ANSWERS.includes(code);
}

/**
 * Why no verdict can stand on a cell: a target that failed, else an invalid finding, of which one in the first side tells
 * more than one in another or in the machine, and what was answered more than how it was measured. `isExpected` names
 * findings that spoil nothing here.
 */
export function spoilerOf(
  { targets, warnings }: Pick<Report, 'targets' | 'warnings'>,
  { scenario, profile, sides }: JudgedCell,
  isExpected: (code: string) => boolean = () => false,
): Spoiler | null {
  const [failed] = sides.flatMap((side) => targets.filter(({ name, failure }) => name === side && failure !== null));
  if (failed !== undefined) {
    return { kind: 'failed', target: failed.name, code: 'target-failed', message: failed.failure ?? '' };
  }
  const found = warnings.filter(
    (warning) =>
      warning.level === 'invalid' &&
      !isExpected(warning.code) &&
      sides.some((target) => concerns(warning, { target, scenario, profile })),
  );
  const isOwn = ({ target }: Warning): boolean => target === sides[0];
  const worst =
    found.find((warning) => isOwn(warning) && isOfAnswers(warning)) ??
    found.find(isOwn) ??
    found.find(isOfAnswers) ??
    found[0];
  return worst === undefined
    ? null
    : { kind: 'invalid', target: worst.target, code: worst.code, message: worst.message };
}
