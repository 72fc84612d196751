import { checkTools } from '../machine/toolchain.js';
import type { ScenarioListing, TargetListing } from '../model/contract.js';
import type { TargetManifest } from '../model/target.js';
import { BUILTIN_SCENARIOS, DEFAULT_SCENARIOS } from '../scenario/builtin.js';

import { discoverTargets } from '../target/discover.js';
import { lockedVersion } from '../target/locked-version.js';

/** Everything that can be measured by name, and why something cannot be measured here. */
export async function listAll(): Promise<{ targets: TargetListing[]; scenarios: ScenarioListing[] }> {
  const manifests = await discoverTargets();
  return { targets: await Promise.all(manifests.map(listTarget)), scenarios: BUILTIN_SCENARIOS.map(listScenario) };
}

async function listTarget(manifest: TargetManifest): Promise<TargetListing> {
  const tools = await checkTools(manifest.requires);
  const problems = tools.flatMap((tool) => tool.problem ?? []);
  return {
    name: manifest.name,
    title: manifest.title,
    // A server of the runtime alone has the runtime's version: the first tool it requires.
    version: manifest.version.kind === 'runtime' ? (tools[0]?.found ?? null) : await lockedVersion(manifest),
    implements: manifest.implements,
    unavailable: problems.length === 0 ? null : problems.join(', '),
    role: manifest.role,
  };
}

function listScenario({ scenario }: (typeof BUILTIN_SCENARIOS)[number]): ScenarioListing {
  const [request] = scenario.requests;
  return {
    name: scenario.name,
    method: request?.method ?? 'GET',
    path: request?.path ?? '/',
    env: scenario.env,
    isDefault: DEFAULT_SCENARIOS.includes(scenario.name),
  };
}
