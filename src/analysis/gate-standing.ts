import type { GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import type { Warning } from '../model/warning.js';
import { formatMargin } from '../units/figures.js';
import { comparisonOf } from './gate-evidence.js';
import { launchDeviation } from './judge-regression.js';
import type { Standing } from './stopping.js';
import { runWarning } from './warnings.js';

/** From here on launches can tell how far they scatter, METHOD 3.4. */
export const LAUNCHES_TO_SEE_SCATTER = 3;

/** Whether every limit that fails a build is decided; one that could not be judged is open: more launches may mend it. */
export function gateStanding({ results }: GateResult): Standing {
  const decisive = results.filter(({ severity }) => severity === 'error');
  const open = decisive.filter(({ status }) => status === 'inconclusive' || status === 'invalid');
  if (open.length === 0) return { settled: 'settled', words: 'every limit is decided' };
  const words = decisive.length === 1 ? 'its limit is open' : `${open.length} of ${decisive.length} limits are open`;
  return { settled: null, words };
}

/** `out-of-reach`: launches scatter by more than the margin, as a standard deviation, so that a dozen will not decide. */
export function outOfReach(report: Report, { results }: GateResult): Warning[] {
  return results.flatMap((check) => {
    const { limit, metric } = check;
    const comparison = comparisonOf(report, check);
    const deviation = comparison === null ? null : launchDeviation(comparison);
    if (limit.kind !== 'regression' || deviation === null || deviation <= limit.margin) return [];
    const scatter = formatMargin(Math.round(1000 * deviation) / 1000);
    const message = `${metric}: launches scatter by ${scatter}, so a margin of ${formatMargin(limit.margin)} is out of reach here`;
    return [runWarning('out-of-reach', 'warn', message, check)];
  });
}
