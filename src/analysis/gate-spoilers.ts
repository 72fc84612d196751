import type { Metric } from '../model/comparison.js';
import type { Report } from '../model/report.js';
import { concerns } from './warnings.js';

/** What takes a check's verdict away. */
export interface Spoiler {
  readonly kind: 'failed' | 'invalid';
  /** The side that it is about; of a warning about all the first one. */
  readonly target: string;
  readonly message: string;
}

/** Failures are what a limit on them is about: there they spoil nothing. */
const FOUND_BY_ERROR_RATE: readonly string[] = ['errors', 'answers-failed', 'connect-failed'];

/** The first target that failed, or measurement that is not valid, among the sides of a check. */
export function spoilerOf(
  report: Report,
  { scenario, profile, metric }: { readonly scenario: string; readonly profile: string; readonly metric: Metric },
  sides: readonly string[],
): Spoiler | null {
  for (const { name, failure } of report.targets) {
    if (sides.includes(name) && failure !== null) return { kind: 'failed', target: name, message: failure };
  }
  const isExpected = (code: string): boolean => metric === 'errorRate' && FOUND_BY_ERROR_RATE.includes(code);
  for (const warning of report.warnings) {
    if (warning.level !== 'invalid' || isExpected(warning.code)) continue;
    const target = sides.find((side) => concerns(warning, { target: side, scenario, profile }));
    if (target !== undefined) return { kind: 'invalid', target, message: warning.message };
  }
  return null;
}
