import { EXIT, interruptExitCode } from '../errors.js';
import type { Report } from '../model/report.js';

/** What a comparison tells a script; 3 (a target failed) outranks 5 (invalid), and an interruption outranks both. */
export function exitCodeOf(report: Report): number {
  const { interrupted } = report.run;
  if (interrupted !== null) return interruptExitCode(interrupted);
  if (report.targets.some((target) => target.failure !== null)) return EXIT.target;
  if (report.comparisons.some((comparison) => comparison.verdict === 'invalid')) return EXIT.invalid;
  // A single target has no verdict that could say it.
  const isAlone = report.targets.length === 1;
  if (isAlone && report.warnings.some((warning) => warning.level === 'invalid')) return EXIT.invalid;
  return EXIT.ok;
}
