import type { LoadProfile } from '../model/load-profile.js';
import type { PlannedInstance } from '../model/plan.js';
import type { Scenario } from '../model/scenario.js';

interface Group {
  /** Null while every scenario in it takes any environment. */
  env: Scenario['env'] | null;
  readonly scenarios: Scenario[];
}

/**
 * The instances one target needs: one for each distinct environment, and for each scenario that needs one for itself. A
 * scenario that takes any environment joins the first of the others, so that warm-up and memory are paid once.
 */
export function instancesOf(
  target: string,
  scenarios: readonly Scenario[],
  profilesOf: (scenario: Scenario) => readonly LoadProfile[],
): PlannedInstance[] {
  const groups: Group[] = [];
  for (const scenario of scenarios.filter((one) => !one.needsOwnInstance)) {
    const group = groups.find(({ env }) => env === null || scenario.takesAnyEnv || sameEnv(env, scenario.env));
    const env = scenario.takesAnyEnv ? null : scenario.env;
    if (group === undefined) {
      groups.push({ env, scenarios: [scenario] });
    } else {
      group.env ??= env;
      group.scenarios.push(scenario);
    }
  }
  for (const scenario of scenarios.filter((one) => one.needsOwnInstance)) {
    // One more to start and to warm up is dear: what was not prepared by anybody has nothing to lose.
    const group = groups.slice(1).find((other) => mayJoin(scenario, other));
    if (group === undefined) groups.push({ env: scenario.env, scenarios: [scenario] });
    else group.scenarios.push(scenario);
  }
  return groups.map((group, index) => ({
    id: index === 0 ? target : `${target}+${index + 1}`,
    target,
    env: group.env ?? {},
    cells: group.scenarios.flatMap((scenario) =>
      profilesOf(scenario).map((profile) => ({ target, scenario: scenario.name, profile: profile.name })),
    ),
  }));
}

/** Whether a scenario that changes what others find may follow them in an instance that there is for its environment. */
function mayJoin(scenario: Scenario, { env, scenarios }: Group): boolean {
  return (
    env !== null &&
    sameEnvOrAny(scenario, env) &&
    scenarios.every((other) => !other.needsOwnInstance && other.prepare === undefined)
  );
}

function sameEnvOrAny({ takesAnyEnv, env }: Scenario, of: Scenario['env']): boolean {
  return takesAnyEnv === true || sameEnv(env, of);
}

function sameEnv(left: Scenario['env'], right: Scenario['env']): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name] === right[name]);
}
