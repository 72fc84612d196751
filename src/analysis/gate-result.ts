import { EXIT, interruptExitCode } from '../errors.js';
import type { GateCheck, GatePolicy, GateReaction, GateResult, GateStatus } from '../model/gate.js';
import type { Report } from '../model/report.js';

/** What has a say beside the checks: whether the run was interrupted, and which targets failed. */
export interface GatedRun {
  readonly run: Pick<Report['run'], 'interrupted'>;
  readonly targets: readonly Pick<Report['targets'][number], 'failure'>[];
}

/**
 * All checks as one finding. Of exit codes 3 (a target failed) > 5 (invalid) > 1 (a limit is broken) > 4 (inconclusive)
 * > 0; the status is what decided the code, and where nothing did the worst that there is.
 */
export function gateResult(report: GatedRun, results: readonly GateCheck[], policy: GatePolicy): GateResult {
  const { interrupted } = report.run;
  const { status, exitCode } = findingOf(report, results, policy);
  return { status, exitCode: interrupted === null ? exitCode : interruptExitCode(interrupted), results, policy };
}

function findingOf(
  { targets }: GatedRun,
  results: readonly GateCheck[],
  policy: GatePolicy,
): Pick<GateResult, 'status' | 'exitCode'> {
  if (targets.some(({ failure }) => failure !== null)) return { status: 'invalid', exitCode: EXIT.target };
  const seen = new Set(results.filter(({ severity }) => severity === 'error').map(({ status }) => status));
  // Nothing was held, so nothing was kept.
  if (results.length === 0) seen.add('inconclusive');
  const decisive = DECISIVE.find(({ status, reaction }) => seen.has(status) && reaction(policy) === 'fail');
  if (decisive !== undefined) return { status: decisive.status, exitCode: decisive.exitCode };
  const status = WORST_FIRST.find((one) => seen.has(one)) ?? 'pass';
  return { status, exitCode: EXIT.ok };
}

const DECISIVE: readonly {
  readonly status: GateStatus;
  readonly exitCode: number;
  readonly reaction: (policy: GatePolicy) => GateReaction;
}[] = [
  { status: 'invalid', exitCode: EXIT.invalid, reaction: ({ onInvalid }) => onInvalid },
  { status: 'fail', exitCode: EXIT.no, reaction: () => 'fail' },
  { status: 'inconclusive', exitCode: EXIT.inconclusive, reaction: ({ onInconclusive }) => onInconclusive },
];

const WORST_FIRST: readonly GateStatus[] = ['invalid', 'inconclusive'];
