import type { RunConfig } from '../model/config.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import { withCalibration } from './calibrated.js';
import { exitCodeOf } from './exit-code.js';
import type { SessionIo, SessionResult } from './io.js';
import { type MeasuredPlan, measurePlan } from './measure-plan.js';
import { withPreparedRun } from './prepare-run.js';
import { resumeDocument } from './resume-document.js';
import { watchRun } from './watch-run.js';

/** What a caller decides about a comparison beside its configuration. */
export interface ComparisonUse {
  /** False: nothing is kept. */
  readonly isStored?: boolean;
  /** What of the plan is measured; absent: all of it. */
  readonly narrow?: (plan: Plan) => Plan;
}

/** Compares targets: builds them, measures them, stores what happened and reports what it means. */
export async function runComparison(
  config: RunConfig,
  io: SessionIo,
  { isStored = true, narrow = (plan) => plan }: ComparisonUse = {},
): Promise<SessionResult> {
  return withPreparedRun(config, io, async (prepared) => {
    const plan = narrow(prepared.plan);
    // What is measured in part is resumed by nobody, as its plan is not that of its configuration.
    const resume = isStored && plan === prepared.plan ? await resumeDocument(config, prepared.targets, io) : null;
    const measured = await measurePlan(
      withCalibration({ ...prepared, plan }),
      { command: 'run', decide: watchRun(plan), isStored, ...(resume && { resume }) },
      io,
    );
    return resultOf(measured, { mayBeResumed: resume !== null && resume.config !== null });
  });
}

/** What a run gives; one that was interrupted names itself to be resumed. */
export function resultOf(
  { report, storedAs }: Pick<MeasuredPlan, 'report' | 'storedAs'>,
  { mayBeResumed }: { readonly mayBeResumed: boolean },
): SessionResult {
  const isOpen = mayBeResumed && storedAs !== null && isInterrupted(report);
  return { report, exitCode: exitCodeOf(report), storedAs, ...(isOpen && { resumeAs: storedAs }) };
}

function isInterrupted({ run }: Report): boolean {
  return run.interrupted !== null;
}
