import { join } from 'node:path';
import { ConfigError, type Problem } from '../errors.js';
import type { RunConfig } from '../model/config.js';
import type { Scenario } from '../model/scenario.js';
import type { TargetManifest } from '../model/target.js';
import type { BrokenTarget } from '../target/discover.js';
import { MANIFEST_FILE } from '../target/manifest-problems.js';
import { suggestion } from '../units/nearest.js';
import { builtinScenariosOf, chooseScenarios, scenariosOf } from './choose-scenarios.js';
import { withWorkers } from './cores.js';
import { readinessPath } from './readiness-path.js';
import { type ResolvedTarget, resolveTargets } from './resolve-targets.js';

/** What takes part in a run. */
export interface ChosenRun {
  readonly targets: readonly ResolvedTarget[];
  readonly scenarios: readonly Scenario[];
  /** Names of targets that have none of the scenarios. */
  readonly leftOut: readonly string[];
}

/** Finds targets, scenarios and baseline; whatever is wrong with any of them comes in one ConfigError, before any build. */
export function chooseRun(
  config: RunConfig,
  manifests: readonly TargetManifest[],
  cwd: string,
  broken: readonly BrokenTarget[] = [],
): ChosenRun {
  const problems: Problem[] = [];
  const settings = {
    cwd,
    healthPath: readinessPath(config),
    readyTimeoutMs: config.readyTimeoutMs,
    ...(config.launching && { launching: config.launching }),
  };
  const targets = resolveTargets(
    config.targets,
    manifests,
    { ...settings, broken, hasOwnFolders: config.targetsDirs.length > 0 },
    problems,
  ).map((one) => ({
    ...one,
    target: withWorkers(one.target, config.workers),
  }));
  // What an unknown word would have been decides which scenarios are meant: only named ones can be judged.
  const canChoose = problems.length === 0 || config.scenarios !== null;
  const scenarios = canChoose
    ? chooseScenarios(
        config,
        targets.map((one) => one.target),
        problems,
      )
    : [];
  problems.push(...unknownBaseline(config, targets));
  problems.push(...cannotFreeze(config, targets));
  if (problems.length === 0) problems.push(...withoutScenario(config, targets, scenarios));
  problems.push(...withoutDataFolder(targets, scenarios));
  if (problems.length > 0) throw new ConfigError(problems);
  const takesPart = ({ target }: ResolvedTarget): boolean => scenariosOf(target, scenarios).length > 0;
  return {
    targets: targets.filter(takesPart),
    scenarios,
    leftOut: targets.filter((one) => !takesPart(one)).map(({ target }) => target.name),
  };
}

function unknownBaseline({ baseline, targets: asked }: RunConfig, targets: readonly ResolvedTarget[]): Problem[] {
  const names = targets.map((one) => one.target.name);
  // A misspelt word is told once, as a target.
  const isAsked = asked.some((request) => request.kind === 'word' && (request.label ?? request.word) === baseline);
  if (baseline === null || names.includes(baseline) || isAsked) return [];
  const hint =
    names.length === 0 ? 'no target can take part' : suggestion(baseline, names, `choose from ${names.join(', ')}`);
  return [{ where: `baseline "${baseline}"`, message: 'does not take part', hint }];
}

/** All idle targets are frozen or none: one that runs on would be measured against stopped neighbours. */
function cannotFreeze({ mode }: RunConfig, targets: readonly ResolvedTarget[]): Problem[] {
  const url = targets.find(({ target }) => target.kind === 'url');
  if (mode !== 'freeze' || url === undefined) return [];
  const message = `freeze cannot stop "${url.target.name}", which perfcmp did not start`;
  return [{ where: 'mode', message, hint: 'leave it out, or name the command that starts the server instead' }];
}

/** Files are written where a server looks for them, which only servers that perfcmp starts are told. */
function withoutDataFolder(targets: readonly ResolvedTarget[], scenarios: readonly Scenario[]): Problem[] {
  const needing = scenarios.find(({ files = [] }) => files.length > 0);
  const without = targets.find(({ target }) => target.kind !== 'bundled' && target.kind !== 'command');
  if (needing === undefined || without === undefined) return [];
  const { name, kind } = without.target;
  const why = kind === 'url' ? 'was not started by perfcmp' : 'does not see the folders of this machine';
  return [
    {
      where: `scenario "${needing.name}"`,
      message: `writes files for the server, and "${name}" ${why}`,
      hint: 'name the command that starts it instead, or leave the scenario out',
    },
  ];
}

const IMPLEMENTS_HINT =
  'write there what the server answers, such as "implements": ["health", "json"]; or name a --path that it is to be asked';

function lacking({ implements: endpoints, folder }: TargetManifest): string {
  const field = `"implements" in ${join(folder, MANIFEST_FILE)}`;
  if (endpoints.length === 0) return `${field} names no endpoint`;
  return `${field} names only ${endpoints.join(', ')}, of which no scenario is made`;
}

/** One of a group may have none of the scenarios, and is left out; one that was named was meant to be measured. */
function withoutScenario(
  { workers }: RunConfig,
  targets: readonly ResolvedTarget[],
  scenarios: readonly Scenario[],
): Problem[] {
  const several = workers === 'native' || workers === 1 ? '' : ` with ${workers} workers`;
  return targets.flatMap(({ target, isNamed }): Problem[] => {
    if (!isNamed || target.kind !== 'bundled' || scenariosOf(target, scenarios).length > 0) return [];
    const where = `target "${target.name}"`;
    const names = scenarios.map(({ name }) => name).join(', ');
    const own = builtinScenariosOf(target);
    const message = `has none of the chosen scenarios${several}: ${names}`;
    if (own.length > 0) return [{ where, message, hint: `it has ${own.join(', ')}: choose with --scenario` }];
    return [{ where, message: `has no scenario${several}: ${lacking(target.manifest)}`, hint: IMPLEMENTS_HINT }];
  });
}
