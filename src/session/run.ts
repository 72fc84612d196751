import type { RunConfig } from '../model/config.js';
import { withCalibration } from './calibrated.js';
import { exitCodeOf } from './exit-code.js';
import type { SessionIo, SessionResult } from './io.js';
import { measurePlan } from './measure-plan.js';
import { withPreparedRun } from './prepare-run.js';
import { watchRun } from './watch-run.js';

/** Compares targets: builds them, measures them, stores what happened and reports what it means. */
export async function runComparison(config: RunConfig, io: SessionIo): Promise<SessionResult> {
  return withPreparedRun(config, io, async (prepared) => {
    const { report, storedAs } = await measurePlan(
      withCalibration(prepared),
      { command: 'run', decide: watchRun(prepared.plan) },
      io,
    );
    return { report, exitCode: exitCodeOf(report), storedAs };
  });
}
