import type { Cell, Plan, SectionPace } from '../../model/plan.js';
import type { ProgressState } from './state.js';

/** Time until the end as far as it can be told from what was measured, or null while nothing was. */
export function remainingMs(state: ProgressState, nowMs: number): number | null {
  const { plan, launch } = state;
  if (plan === null || launch === null) return null;
  const elapsedMs = nowMs - launch.startedMs;
  const launchMs =
    state.finishedLaunches > 0 ? state.finishedLaunchesMs / state.finishedLaunches : firstLaunchMs(state, nowMs);
  if (launchMs === null) return null;
  const isOver = state.finishedLaunches >= launch.launch;
  const restMs = isOver ? 0 : Math.max(0, launchMs - elapsedMs);
  const byLaunchesMs = restMs + Math.max(0, plan.launches - launch.launch) * launchMs;
  const { budgetMs = null } = plan.stopping ?? {};
  return budgetMs === null
    ? byLaunchesMs
    : Math.max(0, Math.min(byLaunchesMs, budgetMs - state.finishedLaunchesMs - (isOver ? 0 : elapsedMs)));
}

/** The same, and before anything was measured what the plan would take; null where there is none. */
export function leftMs(state: ProgressState, nowMs: number): number | null {
  const { estimatedSeconds, estimatedFromMs } = state;
  const measuredMs = remainingMs(state, nowMs);
  if (measuredMs !== null || estimatedSeconds === null) return measuredMs;
  return Math.max(0, estimatedSeconds * 1000 - (nowMs - estimatedFromMs));
}

/** Slices that one launch of the plan has; a scenario whose slices are long has fewer than there are blocks. */
export function slicesPerLaunch(plan: Plan, paces: readonly SectionPace[] = []): number {
  const blocksOf = ({ scenario, profile }: Cell): number =>
    paces.find((pace) => pace.scenario === scenario && pace.profile === profile)?.blocks ?? plan.blocks;
  return plan.instances.flatMap(({ cells }) => cells).reduce((sum, cell) => sum + blocksOf(cell), 0);
}

// Start and warm-up once, then slices at the pace seen so far.
function firstLaunchMs({ plan, launch, paces }: ProgressState, nowMs: number): number | null {
  if (plan === null || launch === null || launch.firstSliceMs === null || launch.slices < 2) return null;
  const sliceMs = (nowMs - launch.firstSliceMs) / (launch.slices - 1);
  return launch.firstSliceMs - launch.startedMs + sliceMs * (slicesPerLaunch(plan, paces) - 1);
}
