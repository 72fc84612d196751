import type { Plan } from './plan.js';
import type { Report } from './report.js';

/** Launches below which the plain t over launches says nothing useful, whatever the plan asked for. */
export const LEAST_LAUNCHES = 3;

/** Whether intervals borrow from experience, so that equivalence cannot be claimed. */
export function isRough(plan: Pick<Plan, 'quick'>, launches: number): boolean {
  return plan.quick || launches < LEAST_LAUNCHES;
}

/** Whether its verdicts may only be told with that: they were asked for quickly, or the run ended early. */
export function isRoughReport({ plan }: Pick<Report, 'plan'>): boolean {
  return isRough(plan, plan.launchesDone);
}
