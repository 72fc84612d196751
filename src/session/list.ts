import { join } from 'node:path';
import { listPresets } from '../config/preset-file.js';
import { checkTools, type ToolCheck, toolProblems } from '../machine/toolchain.js';
import type { BrokenListing, Listing, ScenarioListing, TargetListing } from '../model/contract.js';
import { requestLines } from '../model/request-source.js';
import type { Scenario } from '../model/scenario.js';
import type { TargetManifest } from '../model/target.js';
import { BUILTIN_SCENARIOS, DEFAULT_SCENARIOS } from '../scenario/builtin.js';
import { describeEngine, engineProgram } from '../target/container/engine.js';
import type { BrokenTarget } from '../target/discover.js';
import { lockedVersion } from '../target/locked-version.js';
import { MANIFEST_FILE } from '../target/manifest-problems.js';
import { openCatalog } from './catalog.js';
import { builtinScenariosOf } from './choose-scenarios.js';

/** Everything that can be measured by name, and why something cannot be measured here. */
export async function listAll(targetsDirs: readonly string[] = [], cwd = process.cwd()): Promise<Listing> {
  const { manifests, broken, others } = await openCatalog(targetsDirs, cwd);
  return {
    targets: await Promise.all(manifests.map(listTarget)),
    broken: broken.map(listBroken),
    others,
    containers: { name: engineProgram(), ...(await describeEngine()) },
    scenarios: BUILTIN_SCENARIOS.map(listScenario),
    presets: listPresets(),
  };
}

async function listTarget(manifest: TargetManifest): Promise<TargetListing> {
  const { name, title } = manifest;
  const tools = await checkTools(manifest.requires);
  const wrong = tools.filter(({ problem }) => problem !== null).map((tool) => tool.name);
  const hints = manifest.requires.flatMap((tool) => (wrong.includes(tool.name) ? (tool.hint ?? []) : []));
  return {
    name,
    title,
    version:
      manifest.version.kind === 'runtime' ? await runtimeVersion(manifest, tools) : await lockedVersion(manifest),
    implements: manifest.implements,
    scenarios: builtinScenariosOf({ kind: 'bundled', name, title, manifest }),
    unavailable: toolProblems(tools),
    install: [...new Set(hints)].join('; ') || null,
    role: manifest.role,
  };
}

/** Programs that run servers of others, whose own version is the one to tell where target.json names no tool. */
const RUNTIMES = ['node', 'bun', 'deno', 'java', 'python3', 'ruby', 'php'];

/** A server of the runtime alone has the runtime's version: the first tool it requires, else the program that runs it. */
async function runtimeVersion(
  { start: [program = ''] }: TargetManifest,
  tools: readonly ToolCheck[],
): Promise<string | null> {
  const [first] = tools;
  if (first !== undefined) return first.found;
  if (!RUNTIMES.includes(program)) return null;
  const [own] = await checkTools([{ name: program, minVersion: null }]);
  return own?.found ?? null;
}

function listBroken({ folder, problems }: BrokenTarget): BrokenListing {
  const file = join(folder, MANIFEST_FILE);
  const lines = problems.map(({ where, message, hint }) => {
    const place = where.replace(file, '').trim();
    return `${place === '' ? '' : `${place}: `}${message}${hint === undefined ? '' : `  (${hint})`}`;
  });
  return { folder, problems: lines };
}

function listScenario(scenario: Scenario): ScenarioListing {
  const [first] = requestLines(scenario.source);
  return {
    name: scenario.name,
    method: first?.method ?? 'GET',
    path: first?.path ?? '/',
    requests: requestLines(scenario.source).length,
    endpoints: scenario.endpoints ?? [],
    connections: scenario.connections ?? null,
    env: scenario.env,
    isDefault: DEFAULT_SCENARIOS.includes(scenario.name),
  };
}
