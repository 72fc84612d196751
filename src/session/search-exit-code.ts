import { EXIT, interruptExitCode } from '../errors.js';
import type { Report } from '../model/report.js';

/** 3 when the server died, 5 when nothing was answered, 1 when nothing that was tried keeps the objectives. */
export function exitCodeOfSearch({ run, targets, warnings, search }: Report): number {
  if (run.interrupted !== null) return interruptExitCode(run.interrupted);
  if (targets.some(({ failure }) => failure !== null)) return EXIT.target;
  if (warnings.some(({ level }) => level === 'invalid')) return EXIT.invalid;
  return search?.highest == null ? EXIT.no : EXIT.ok;
}
