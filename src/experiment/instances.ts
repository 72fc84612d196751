import type { LoadProfile } from '../model/load-profile.js';
import type { PlannedInstance } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';

interface Group {
  /** Null while every scenario in it takes any environment. */
  env: Scenario['env'] | null;
  readonly scenarios: Scenario[];
}

/**
 * The instances one target needs: one for each distinct environment. A scenario that takes any environment joins the
 * first of them, so that warm-up and memory are paid once.
 */
export function instancesOf(
  target: string,
  scenarios: readonly Scenario[],
  profiles: readonly LoadProfile[],
): PlannedInstance[] {
  const groups: Group[] = [];
  for (const scenario of scenarios) {
    const group = groups.find(({ env }) => env === null || scenario.takesAnyEnv || sameEnv(env, scenario.env));
    const env = scenario.takesAnyEnv ? null : scenario.env;
    if (group === undefined) {
      groups.push({ env, scenarios: [scenario] });
    } else {
      group.env ??= env;
      group.scenarios.push(scenario);
    }
  }
  return groups.map((group, index) => ({
    id: index === 0 ? target : `${target}+${index + 1}`,
    target,
    env: group.env ?? {},
    cells: group.scenarios.flatMap((scenario) =>
      profiles.map((profile) => ({ target, scenario: scenario.name, profile: profile.name })),
    ),
  }));
}

function sameEnv(left: Scenario['env'], right: Scenario['env']): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
