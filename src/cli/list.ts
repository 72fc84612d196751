import type { TargetFlags } from '../config/flags.js';
import { EXIT } from '../errors.js';
import type { BrokenListing, EngineListing, Listing, ScenarioListing, TargetListing } from '../model/contract.js';
import { wrapText } from '../report/wrap.js';
import { plural, printable } from '../units/words.js';
import { aligned } from './aligned.js';
import { readPlainFormat } from './format-option.js';
import { print } from './streams.js';
import { targetOptions } from './target-options.js';
import { type Terminal, widthOf } from './terminal.js';

/** The options of `list` as typed. */
export interface ListFlags extends TargetFlags {
  readonly format?: string;
}

/** `perfcmp list`: targets, with why one cannot run here, and scenarios. */
export async function listCommand(flags: ListFlags, terminal: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const { targetsDirs } = await targetOptions('list', flags, terminal);
  const { listAll } = await import('../session/list.js');
  const listing = await listAll(targetsDirs, terminal.cwd);
  const text = format === 'json' ? JSON.stringify(listing, null, 2) : renderListing(listing, widthOf(terminal.stdout));
  await print(terminal.stdout, text);
  return EXIT.ok;
}

/** The listing as sections: aligned tables, and below the targets what cannot run, with what to install. */
export function renderListing(
  { targets, broken, others, containers, scenarios, presets }: Listing,
  width: number,
): string {
  const every = scenarios.map(({ name }) => name);
  const targetRows = targets.map((target) => [
    target.name,
    target.version ?? 'unknown',
    target.role === null ? target.title : `${target.title} (${target.role})`,
    scenarioCount(target, every),
  ]);
  return [
    section('targets', aligned(targetRows)),
    section(
      'cannot run here',
      targets.flatMap((target) => unavailable(target, width)),
    ),
    section(
      'cannot be read',
      broken.flatMap((one) => unreadable(one, width)),
    ),
    section(
      'no target, without a target.json',
      others.map((folder) => `  ${printable(folder)}`),
    ),
    section('containers', containers === undefined ? [] : containerLines(containers, width)),
    section('scenarios', scenarioLines(scenarios, width)),
    section('not every scenario', partly(targets, every, width)),
    section(
      'presets',
      presets.flatMap(({ name, title }) => wrapText(`  ${name}  `, title, width)),
    ),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** How images and services are named, or why none can run. */
function containerLines({ name, version, problem }: EngineListing, width: number): string[] {
  if (problem !== null) return wrapText('  ', problem, width);
  return [`  docker:IMAGE, compose:SERVICE   with ${name} ${version ?? 'unknown'}`];
}

/** What a line has no room for stands below it. */
function scenarioLines(scenarios: readonly ScenarioListing[], width: number): string[] {
  const requests = ({ method, path, requests: count }: ScenarioListing): string =>
    `${method} ${path}${count > 1 ? ` and ${count - 1} more` : ''}`;
  const endpoints = ({ endpoints: names }: ScenarioListing): string =>
    names.length > 2 ? plural(names.length, 'endpoint') : names.join(', ');
  const lines = aligned(scenarios.map((scenario) => [scenario.name, requests(scenario), endpoints(scenario)]));
  const room = Math.max(...lines.map((line) => line.length));
  return scenarios.flatMap((scenario, index) => {
    const line = lines[index]!;
    const notes = notesOf(scenario).join(', ');
    if (notes === '') return [line];
    const whole = `${line.padEnd(room)}  ${notes}`;
    return whole.length <= width ? [whole] : [line, ...wrapText('    ', notes, width)];
  });
}

function notesOf({ connections, isDefault, env }: ScenarioListing): string[] {
  return [
    ...(isDefault ? ['default'] : []),
    ...(connections === null ? [] : [plural(connections, 'connection')]),
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
  ];
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

function scenarioCount({ scenarios }: TargetListing, every: readonly string[]): string {
  if (scenarios.length === every.length) return 'all scenarios';
  return scenarios.length === 0 ? 'no scenario' : plural(scenarios.length, 'scenario');
}

function unavailable({ name, unavailable: reason, install }: TargetListing, width: number): string[] {
  if (reason === null) return [];
  return wrapText(`  ${name}: `, install === null ? reason : `${reason} (${install})`, width);
}

function unreadable({ folder, problems }: BrokenListing, width: number): string[] {
  return [`  ${printable(folder)}`, ...problems.flatMap((problem) => wrapText('    ', problem, width))];
}

/** Targets that take part in the same scenarios, and in which: the small ones differ from the others, not among themselves. */
function partly(targets: readonly TargetListing[], every: readonly string[], width: number): string[] {
  const groups = new Map<string, string[]>();
  for (const { name, scenarios } of targets) {
    if (scenarios.length === every.length || scenarios.length === 0) continue;
    const key = scenarios.join(', ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].flatMap(([scenarios, names]) => [
    ...wrapText('  ', `${names.join(', ')}:`, width),
    ...wrapText('    ', scenarios, width),
  ]);
}
