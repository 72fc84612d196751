import { EXIT, interruptExitCode } from '../errors.js';
import type { Report } from '../model/report.js';

/**
 * 70 when a thread of ours crashed; 3 when its server died; nothing at all succeeded: 3 when no connection was ever open,
 * otherwise 5; 1 when too much failed or a threshold is broken.
 */
export function exitCodeOfLoad(report: Report): number {
  const { interrupted } = report.run;
  if (interrupted !== null) return interruptExitCode(interrupted);
  if (report.warnings.some(({ code }) => code === 'thread-crashed')) return EXIT.internal;
  if (report.targets.some(({ failure }) => failure !== null)) return EXIT.target;
  const measured = report.measurements[0];
  if (measured !== undefined && measured.requests.ok === 0) {
    const { opened, reopened } = measured.connections;
    return opened === 0 && reopened === 0 ? EXIT.target : EXIT.invalid;
  }
  const isBroken = report.thresholds?.some(({ passed }) => !passed) ?? false;
  return isBroken || report.warnings.some(({ code }) => code === 'error-limit') ? EXIT.no : EXIT.ok;
}
