import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import {
  gateDiedAgain,
  gateDoubted,
  gateFailed,
  gateInconclusive,
  gateInvalid,
  gatePassed,
  hostileNames,
} from './gate-cases.js';
import { loadJudged, loadOk, loadOpen, loadUnanswered, loadWithErrors } from './load-cases.js';
import {
  adaptiveRun,
  boundCell,
  claimedRun,
  failedTarget,
  interruptedRun,
  invalidCell,
  longNames,
  quickRun,
  threeTargets,
  twoInconclusive,
} from './report-cases.js';

/** Every kind of report that a format for CI may meet, with the exit code of the command that made it. */
export const CI_CASES: Readonly<Record<string, { readonly report: Report; readonly exitCode: number }>> = {
  'a gate that passed': { report: gatePassed(), exitCode: EXIT.ok },
  'a gate that passed with doubts': { report: gateDoubted(), exitCode: EXIT.ok },
  'a gate that failed': { report: gateFailed(), exitCode: EXIT.no },
  'a gate that stayed inconclusive': { report: gateInconclusive(), exitCode: EXIT.inconclusive },
  'an invalid gate': { report: gateInvalid(), exitCode: EXIT.invalid },
  'a gate whose candidate died later': { report: gateDiedAgain(), exitCode: EXIT.target },
  'a run': { report: threeTargets(), exitCode: EXIT.ok },
  'a quick run': { report: quickRun(), exitCode: EXIT.ok },
  'a run with an invalid cell': { report: invalidCell(), exitCode: EXIT.invalid },
  'a run of a client-bound target': { report: boundCell(), exitCode: EXIT.invalid },
  'a run that ended early': { report: adaptiveRun(), exitCode: EXIT.ok },
  'a run at equal rates': { report: equalRates(), exitCode: EXIT.ok },
  'a run with a failed target': { report: failedTarget(), exitCode: EXIT.target },
  'an interrupted run': { report: interruptedRun(), exitCode: EXIT.sigint },
  'an inconclusive run': { report: twoInconclusive(), exitCode: EXIT.ok },
  'a run of long names': { report: longNames(), exitCode: EXIT.ok },
  'a run of hostile names': { report: hostileNames(), exitCode: EXIT.ok },
  'a run with claims': { report: claimedRun(), exitCode: EXIT.ok },
  'a load': { report: loadOk(), exitCode: EXIT.ok },
  'a load at a rate': { report: loadOpen(), exitCode: EXIT.ok },
  'a load with errors': { report: loadWithErrors(), exitCode: EXIT.ok },
  'a load that broke thresholds': { report: loadJudged(), exitCode: EXIT.no },
  'a load without an answer': { report: loadUnanswered(), exitCode: EXIT.invalid },
};

/** Both loops: a closed one, and a rate under which latency alone is compared. */
function equalRates(): Report {
  const closed = twoInconclusive();
  const [profile] = closed.profiles;
  const isLatency = ({ metric }: Report['comparisons'][number]): boolean => metric.startsWith('latency');
  return {
    ...closed,
    profiles: [
      ...closed.profiles,
      ...(profile ? [{ ...profile, name: 'rate70', kind: 'open' as const, share: 0.7 }] : []),
    ],
    measurements: [...closed.measurements, ...closed.measurements.map((one) => ({ ...one, profile: 'rate70' }))],
    comparisons: [
      ...closed.comparisons,
      ...closed.comparisons.filter(isLatency).map((one) => ({ ...one, profile: 'rate70' })),
    ],
  };
}

/** Of what every format needs, nothing that matters to those for CI. */
export const RENDER_OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: null };
