import type { GateCheck, GateConfirmation, GateResult } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { comparisonOf, type EvidenceIn, type RegressionEvidence, sideBySide } from './gate-evidence.js';
import { gateResult } from './gate-result.js';
import { spoilerOf } from './gate-spoilers.js';
import { ratioOf, withMessage } from './gate-words.js';
import { isBeyond, judgeRegression } from './judge-regression.js';

/** The failures that fresh launches have to show again before they fail a build. */
export function toBeConfirmed({ results, policy }: GateResult): GateCheck[] {
  if (!policy.confirmRegression) return [];
  return results.filter(
    ({ status, severity, limit }) => status === 'fail' && severity === 'error' && limit.kind === 'regression',
  );
}

/**
 * The gate's result after launches of their own, never pooled with the first ones, in which a second instance of the
 * baseline took part: what they do not show again is inconclusive, and where the baseline differs from itself by more
 * than half the margin the machine is to blame.
 */
export function confirmGate(
  report: Report,
  result: GateResult,
  fresh: Report,
  baselineAgain: string,
  evidenceIn: EvidenceIn = sideBySide,
): GateResult {
  const evidenceOf = evidenceIn(fresh);
  const asked = toBeConfirmed(result);
  const results = result.results.map((check) =>
    asked.includes(check) ? confirmed(check, fresh, baselineAgain, evidenceOf(check)) : check,
  );
  return gateResult(report, results, result.policy);
}

function confirmed(
  { message: _message, ...check }: GateCheck,
  fresh: Report,
  baselineAgain: string,
  evidence: RegressionEvidence | null,
): GateCheck {
  const comparison = comparisonOf(fresh, check);
  const again = comparisonOf(fresh, { ...check, target: baselineAgain });
  if (evidence === null || comparison === null || again === null || check.limit.kind !== 'regression') {
    return withMessage({
      ...check,
      status: 'inconclusive',
      confirmed: false,
      reason: 'it could not be measured again',
    });
  }
  const confirmation: GateConfirmation = {
    launches: comparison.launchRatios.length,
    ratio: evidence.ratio,
    baselineAgain: again.ratio,
  };
  const spoilt = whySpoilt(fresh, check, baselineAgain) ?? evidence.refusal ?? null;
  const { margin } = check.limit;
  if (spoilt !== null || isBeyond(again.ratio, margin / 2)) {
    const reason = spoilt ?? `environment: the baseline against itself came out as ${ratioOf(again.ratio)}`;
    return withMessage({ ...check, status: 'invalid', confirmed: false, confirmation, reason });
  }
  const isProven = judgeRegression(evidence, margin).status === 'fail';
  const status = isProven ? 'fail' : 'inconclusive';
  return withMessage({ ...check, status, confirmed: isProven, confirmation, reason: null });
}

function whySpoilt(fresh: Report, check: Omit<GateCheck, 'message'>, again: string): string | null {
  const spoiler = spoilerOf(fresh, check, [check.target, check.baseline ?? check.target, again]);
  if (spoiler === null) return null;
  const { kind, target, message } = spoiler;
  if (kind === 'failed') return `${target} failed when it was measured again: ${message}`;
  return `${target} could not be measured validly again: ${message}`;
}
