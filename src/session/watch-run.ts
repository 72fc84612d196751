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

/** How a run is watched; all of it has a default. */
export interface WatchOptions {
  /** Says what is left to decide: the verdicts on throughput. */
  readonly judge?: (report: Report) => Standing;
  readonly nowMs?: () => number;
  /** What the run took before it was interrupted. */
  readonly elapsedBeforeMs?: number;
}

/**
 * Ends a run as its plan says, at a look or by its budget, and tells after a pilot what can be expected of it. Begins to
 * count the time at once.
 */
export function watchRun(plan: Plan, options: WatchOptions = {}): PlanUse['decide'] {
  const { nowMs = () => performance.now(), elapsedBeforeMs = 0 } = options;
  const { judge = (report: Report) => standingOf(report, plan.stopping?.resolution ?? null) } = options;
  const lap = startLaps(nowMs, elapsedBeforeMs);
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
function startLaps(nowMs: () => number, beforeMs: number): (launchesDone: number, launchMs: number) => RunPace {
  const startedMs = nowMs() - beforeMs;
  const laps: number[] = [];
  return (launchesDone, launchMs) => {
    if (launchesDone === 1) laps.length = 0;
    laps.push(launchMs);
    return { launchesDone, elapsedMs: nowMs() - startedMs, launchMs: Math.max(...laps.slice(-LAPS_KEPT)) };
  };
}
