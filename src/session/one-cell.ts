import type { Plan } from '../model/plan.js';

/** The plan with the first of its scenarios under the first of its loads: what more would add is warm-up and time. */
export function ofOneCell(plan: Plan): Plan {
  const [first] = plan.instances.flatMap(({ cells }) => cells);
  if (first === undefined) return plan;
  const isKept = ({ scenario, profile }: typeof first): boolean =>
    scenario === first.scenario && profile === first.profile;
  return {
    ...plan,
    scenarios: plan.scenarios.filter(({ name }) => name === first.scenario),
    profiles: plan.profiles.filter(({ name }) => name === first.profile),
    instances: plan.instances
      .map((instance) => ({ ...instance, cells: instance.cells.filter(isKept) }))
      .filter(({ cells }) => cells.length > 0),
  };
}
