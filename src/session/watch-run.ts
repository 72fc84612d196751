import { analyseRun } from '../analysis/analyse-run.js';
import { endAt, fitsAnother, foresee, type RunPace, type Standing, standingOf } from '../analysis/stopping.js';
import type { RunEvent } from '../model/events.js';
import type { LaunchDecision } from '../model/look.js';
import type { Plan } from '../model/plan.js';
import type { Report } from '../model/report.js';
import type { PlanUse } from './measure-plan.js';
import { toolVersion } from './tool-version.js';

/** After these it is told what the run will be able to see: from the blocks of one launch, and from how launches differ. */
const PILOT_LAUNCHES: readonly number[] = [1, 3];
/** A launch is likely to take as long as the longest of the last ones. */
const LAPS_KEPT = 3;

/**
 * Ends a run as its plan says, at a look or by its budget, and tells after a pilot what can be expected of it. Begins to
 * count the time at once. `judge` says what is left to decide; by default that is the verdicts on throughput.
 */
export function watchRun(
  plan: Plan,
  judge: (report: Report) => Standing = (report) => standingOf(report, plan.stopping?.resolution ?? null),
  nowMs: () => number = () => performance.now(),
): PlanUse['decide'] {
  const lap = startLaps(nowMs);
  return (events, launchesDone, launchMs) => {
    const pace = lap(launchesDone, launchMs);
    const isPilot = PILOT_LAUNCHES.includes(launchesDone) && launchesDone < plan.launches;
    const isLook = plan.stopping?.looks.includes(launchesDone) ?? false;
    const isOver = plan.stopping !== undefined && !fitsAnother(plan, pace);
    if (!isPilot && !isLook && !isOver) return null;
    const decision: LaunchDecision =
      isLook || isOver
        ? endAt(plan, pace, { standing: judge(reportOn(events)), isLook })
        : { ended: null, reason: 'no more than a pilot yet' };
    const outlook = decision.ended === 'settled' ? null : foresee(events, pace);
    if (outlook !== null) return { ...decision, outlook };
    return isLook || isOver ? decision : null;
  };
}

function reportOn(events: readonly RunEvent[]): Report {
  return analyseRun(events, { toolVersion: toolVersion() });
}

/** A launch by itself: before the first one other things are done, and it may have begun anew in another mode. */
function startLaps(nowMs: () => number): (launchesDone: number, launchMs: number) => RunPace {
  const startedMs = nowMs();
  const laps: number[] = [];
  return (launchesDone, launchMs) => {
    laps.push(launchMs);
    return { launchesDone, elapsedMs: nowMs() - startedMs, launchMs: Math.max(...laps.slice(-LAPS_KEPT)) };
  };
}
