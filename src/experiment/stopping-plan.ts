import type { Plan, StoppingPlan } from '../model/plan.js';
import { plannedLookLevel } from '../stats/planned-looks.js';

/** The plan with as many launches as the last look, and intervals that allow for the looks. */
export function withStopping(plan: Plan, stopping: StoppingPlan): Plan {
  const { looks } = stopping;
  const launches = looks.at(-1) ?? plan.launches;
  // What was meant for all launches of the plan: each keeps its share.
  const scaled = (durationMs: number): number => (durationMs * launches) / plan.launches;
  const { ownDurationsMs: own } = plan;
  return {
    ...plan,
    launches,
    durationMs: plan.durationMs === null ? null : scaled(plan.durationMs),
    ...(own && {
      ownDurationsMs: Object.fromEntries(Object.entries(own).map(([name, durationMs]) => [name, scaled(durationMs)])),
    }),
    stopping,
    // Bonferroni holds for any number of looks.
    alpha: plannedLookLevel(looks) ?? plan.alpha / looks.length,
  };
}
