import type { Problem } from '../errors.js';
import type { RunConfig } from '../model/config.js';
import { type Scenario, SUCCESS_STATUSES } from '../model/scenario.js';
import type { Target } from '../model/target.js';
import {
  ALL_SCENARIOS,
  BUILTIN_SCENARIOS,
  customScenario,
  DEFAULT_SCENARIOS,
  findScenario,
} from '../scenario/builtin.js';
import { parseEndpoint } from '../scenario/endpoint.js';
import { suggestion } from '../units/nearest.js';

/** What every target is asked: named scenarios, else the default ones where all targets know the contract, else one path. */
export function chooseScenarios(config: RunConfig, targets: readonly Target[], problems: Problem[]): Scenario[] {
  const names = namesAsked(config);
  if (names !== null) return names.flatMap((name) => named(config, name, problems));
  if (config.request.path === null && targets.every((target) => target.kind === 'bundled')) {
    problems.push(...idleOptions(config));
    const scenarios = DEFAULT_SCENARIOS.flatMap((name) => findScenario(name) ?? []);
    // METHOD 2.3: quick is one scenario.
    return config.quick ? scenarios.slice(0, 1) : scenarios;
  }
  const path = config.request.path ?? pathOfUrls(targets, problems);
  return [customScenario({ name: path, request: { ...config.request, path }, expectStatus: config.expectStatus })];
}

/** Names of the scenarios that are asked for, each once; null: nobody named any. */
export function namesAsked({ scenarios }: RunConfig): readonly string[] | null {
  if (scenarios === null) return null;
  return [...new Set(scenarios.flatMap((name) => (name === ALL_SCENARIOS ? builtinNames() : name)))];
}

/** The user's own of a name, else the built-in one; undefined: there is neither. */
export function scenarioNamed({ ownScenarios }: RunConfig, name: string): Scenario | undefined {
  return ownScenarios.find((scenario) => scenario.name === name) ?? findScenario(name);
}

/** A scenario's requests are its own: what was said about a request would silently do nothing. */
function idleOptions({ request, expectStatus }: RunConfig): Problem[] {
  const given = [
    request.method === 'GET' ? null : '--method',
    Object.keys(request.headers).length === 0 ? null : '--header',
    request.body === null ? null : '--body',
    JSON.stringify(expectStatus) === JSON.stringify(SUCCESS_STATUSES) ? null : '--expect-status',
  ];
  return given
    .filter((option) => option !== null)
    .map((where) => ({
      where,
      message: 'belongs to --path, and the bundled targets are asked their scenarios',
      hint: 'name a --path, or leave it out',
    }));
}

function named(config: RunConfig, name: string, problems: Problem[]): Scenario[] {
  const found = scenarioNamed(config, name);
  if (found !== undefined) return [found];
  const names = [...config.ownScenarios.map((scenario) => scenario.name), ...builtinNames(), ALL_SCENARIOS];
  problems.push({
    where: `scenario "${name}"`,
    message: 'is neither built in nor in the config file',
    hint: suggestion(name, names, `choose from ${names.join(', ')}`),
  });
  return [];
}

/** Commands are asked for what the URL beside them names. */
function pathOfUrls(targets: readonly Target[], problems: Problem[]): string {
  const paths = new Set(targets.flatMap((target) => ('url' in target ? [parseEndpoint(target.url).path] : [])));
  if (paths.size > 1) {
    problems.push({
      where: 'targets',
      message: `the URLs name different paths: ${[...paths].join(', ')}`,
      hint: 'targets are compared on the same request: give it with --path',
    });
  }
  return [...paths][0] ?? '/';
}

/** The scenarios a target takes part in: a bundled one those whose endpoints it implements, any other all. */
export function scenariosOf(target: Target, scenarios: readonly Scenario[]): Scenario[] {
  if (target.kind !== 'bundled') return [...scenarios];
  const { implements: known } = target.manifest;
  return scenarios.filter(({ endpoints = [] }) => endpoints.every((endpoint) => known.includes(endpoint)));
}

/** Names of the built-in scenarios a bundled target has. */
export function builtinScenariosOf(target: Target): string[] {
  return scenariosOf(target, BUILTIN_SCENARIOS).map(({ name }) => name);
}

function builtinNames(): string[] {
  return BUILTIN_SCENARIOS.map(({ name }) => name);
}
