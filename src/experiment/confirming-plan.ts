import type { Cell, Plan, PlannedInstance } from '../model/plan.js';
import { plannedLookLevel } from '../stats/planned-looks.js';

/** What is to be shown again. */
export interface Doubt {
  /** Of the candidates; the baseline's are measured with them. */
  readonly cells: readonly Cell[];
  /** What the second instance of the baseline is called. */
  readonly baselineAgain: string;
  readonly launches: number;
}

/**
 * A plan of its own for what another plan has shown: only the cells in doubt, in another random order, with the baseline
 * twice. It has one look, so that its intervals are those of a single one.
 */
export function confirmingPlan(plan: Plan, { cells, baselineAgain, launches }: Doubt): Plan {
  const { stopping: _stopping, claims: _claims, leftOut: _leftOut, ...rest } = plan;
  const sections = new Set(cells.map(sectionOf));
  const targets = [plan.baseline, ...new Set(cells.map(({ target }) => target))];
  const instances = plan.instances
    .filter(({ target }) => targets.includes(target))
    .map((instance) => ({ ...instance, cells: instance.cells.filter((cell) => sections.has(sectionOf(cell))) }))
    .filter((instance) => instance.cells.length > 0);
  const again = instances.filter(({ target }) => target === plan.baseline);
  return {
    ...rest,
    seed: plan.seed + 1,
    launches,
    durationMs: plan.durationMs === null ? null : (plan.durationMs * launches) / plan.launches,
    targets: [...targets, baselineAgain],
    scenarios: plan.scenarios.filter(({ name }) => cells.some(({ scenario }) => scenario === name)),
    profiles: plan.profiles.filter(({ name }) => cells.some(({ profile }) => profile === name)),
    instances: [...instances, ...again.map((instance) => renamed(instance, baselineAgain))],
    isBaselineAsked: true,
    alpha: plannedLookLevel([launches]) ?? plan.alpha,
  };
}

function sectionOf({ scenario, profile }: Cell): string {
  return JSON.stringify([scenario, profile]);
}

function renamed(instance: PlannedInstance, target: string): PlannedInstance {
  return {
    ...instance,
    id: instance.id.replace(instance.target, () => target),
    target,
    cells: instance.cells.map((cell) => ({ ...cell, target })),
  };
}
