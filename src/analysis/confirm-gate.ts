import { EXIT, type PerfcmpError } from '../errors.js';
import { type GateCheck, type GateConfirmation, type GateResult, LEAST_GATE_LAUNCHES } from '../model/gate.js';
import type { Report } from '../model/report.js';
import { spoilerOf } from '../model/spoiler.js';
import type { Warning } from '../model/warning.js';
import { castsDoubt } from './doubts.js';
import { comparisonOf, type EvidenceIn, type RegressionEvidence, sideBySide } from './gate-evidence.js';
import { type GatedRun, gateResult } from './gate-result.js';
import { isExpectedOf } from './gate-rules.js';
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
  return gateResult(withFresh(report, fresh), results, result.policy);
}

/** What fresh launches alone found of a loss that they showed again, so that no doubt stands without its reason. */
export function freshDoubts(report: Report, { results }: GateResult, fresh: Report): Warning[] {
  return fresh.warnings
    .filter((warning) => results.some((check) => check.doubts?.includes(warning.code) && isDoubtOf(check, warning)))
    .filter((warning) => !report.warnings.some((known) => isSameFinding(known, warning)))
    .map((warning) => ({ ...warning, message: `when it was measured again: ${warning.message}` }));
}

function isDoubtOf(check: GateCheck, warning: Warning): boolean {
  return check.confirmation !== null && castsDoubt(warning, check);
}

function isSameFinding(one: Warning, other: Warning): boolean {
  return FINDING.every((key) => one[key] === other[key]);
}

/** A note of something leaves out what makes a doubt of it. */
const FINDING = ['code', 'level', 'target', 'scenario', 'profile'] as const satisfies readonly (keyof Warning)[];

/** The gate's result where fresh launches came to nothing: what was to be shown again is undecided, the rest stands. */
export function failedToConfirm(
  report: Report,
  result: GateResult,
  error: PerfcmpError,
  interrupted: string | null = null,
): GateResult {
  const asked = toBeConfirmed(result);
  const instead =
    interrupted === null
      ? ({ status: 'invalid', reason: `it could not be measured again: ${error.message}` } as const)
      : ({ status: 'inconclusive', reason: CUT_SHORT } as const);
  const results = result.results.map((check) => (asked.includes(check) ? reworded(check, instead) : check));
  const failure = error.exitCode === EXIT.target ? error.message : null;
  return gateResult(withFresh(report, { run: { interrupted }, targets: [{ failure }] }), results, result.policy);
}

const CUT_SHORT = 'ended before it could be shown again';

/** Both runs in one: what failed or was interrupted in either did so in the gate. */
function withFresh(report: GatedRun, fresh: GatedRun): GatedRun {
  return {
    run: { interrupted: report.run.interrupted ?? fresh.run.interrupted },
    targets: [...report.targets, ...fresh.targets],
  };
}

function reworded(
  { message: _message, ...check }: GateCheck,
  { status, reason }: { readonly status: GateCheck['status']; readonly reason: string },
): GateCheck {
  return withMessage({ ...check, status, confirmed: false, reason });
}

function confirmed(
  check: GateCheck,
  fresh: Report,
  baselineAgain: string,
  evidence: RegressionEvidence | null,
): GateCheck {
  const comparison = comparisonOf(fresh, check);
  const again = comparisonOf(fresh, { ...check, target: baselineAgain });
  const spoilt = whySpoilt(fresh, check, baselineAgain) ?? evidence?.refusal ?? null;
  if (spoilt === null && isCutShort(fresh)) {
    return reworded(check, { status: 'inconclusive', reason: CUT_SHORT });
  }
  if (evidence === null || comparison === null || again === null || check.limit.kind !== 'regression') {
    const status = spoilt === null ? 'inconclusive' : 'invalid';
    return reworded(check, { status, reason: spoilt ?? 'it could not be measured again' });
  }
  const confirmation: GateConfirmation = {
    launches: comparison.launchRatios.length,
    ratio: evidence.ratio,
    baselineAgain: again.ratio,
  };
  const { message: _message, ...first } = check;
  const doubts = [...new Set([...(check.doubts ?? []), ...(evidence.doubts ?? [])])];
  const unworded = { ...first, ...(doubts.length > 0 && { doubts }) };
  const { margin } = check.limit;
  if (spoilt !== null || isBeyond(again.ratio, margin / 2)) {
    const reason = spoilt ?? `environment: the baseline against itself came out as ${ratioOf(again.ratio)}`;
    return withMessage({ ...unworded, status: 'invalid', confirmed: false, confirmation, reason });
  }
  const isProven = judgeRegression(evidence, margin).status === 'fail';
  const status = isProven ? 'fail' : 'inconclusive';
  return withMessage({ ...unworded, status, confirmed: isProven, confirmation, reason: null });
}

function isCutShort({ run, plan }: Report): boolean {
  return run.interrupted !== null || plan.launchesDone < LEAST_GATE_LAUNCHES;
}

function whySpoilt(fresh: Report, check: Omit<GateCheck, 'message'>, again: string): string | null {
  const sides = [check.target, check.baseline ?? check.target, again];
  const spoiler = spoilerOf(fresh, { ...check, sides }, isExpectedOf(check.metric));
  if (spoiler === null) return null;
  const who = spoiler.target ?? check.target;
  if (spoiler.kind === 'failed') return `${who} failed when it was measured again: ${spoiler.message}`;
  return `${who} could not be measured validly again: ${spoiler.message}`;
}
