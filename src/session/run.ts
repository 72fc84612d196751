import type { RunConfig } from '../model/config.js';
import type { Plan } from '../model/plan.js';
import { withCalibration } from './calibrated.js';
import { exitCodeOf } from './exit-code.js';
import type { SessionIo, SessionResult } from './io.js';
import { measurePlan } from './measure-plan.js';
import { withPreparedRun } from './prepare-run.js';
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
    const { report, storedAs } = await measurePlan(
      withCalibration({ ...prepared, plan }),
      { command: 'run', decide: watchRun(plan), isStored },
      io,
    );
    return { report, exitCode: exitCodeOf(report), storedAs };
  });
}
