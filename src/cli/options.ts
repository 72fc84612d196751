import { type Command, Option } from 'commander';
import { LOAD_DEFAULTS, RUN_DEFAULTS } from '../config/defaults.js';
import { IMPORT_TOOLS } from '../model/imported.js';
import { DIFF_FORMATS } from './format-option.js';
import type { CommandName } from './help-texts.js';
import { CALIBRATE_OPTIONS } from './options/calibrate.js';
import { GATE_OPTIONS } from './options/gate.js';
import { loadOptions } from './options/load.js';
import { RUN_OPTIONS } from './options/run.js';
import { SEARCH_OPTIONS } from './options/search.js';
import {
  CONFIG,
  DEBUG,
  type OptionGroup,
  output,
  PLAIN_FORMAT,
  QUIET,
  REBUILD,
  TARGETS_DIR,
  WORKERS,
  WRK_LATENCY,
} from './options/shared.js';

/** The options of every command, in the groups that --help shows. */
export const OPTIONS: Readonly<Record<CommandName, readonly OptionGroup[]>> = {
  run: RUN_OPTIONS,
  gate: GATE_OPTIONS,
  load: loadOptions(LOAD_DEFAULTS),
  search: SEARCH_OPTIONS,
  calibrate: CALIBRATE_OPTIONS,
  verify: [
    {
      title: 'Options:',
      rows: [
        WORKERS,
        ['--seed <n>', 'of the random keys, bodies and file lists (default: drawn and shown)'],
        TARGETS_DIR,
        REBUILD,
        PLAIN_FORMAT,
        CONFIG,
        QUIET,
        DEBUG,
      ],
    },
  ],
  build: [{ title: 'Options:', rows: [TARGETS_DIR, REBUILD, PLAIN_FORMAT, CONFIG, QUIET, DEBUG] }],
  init: [
    {
      title: 'Options:',
      rows: [
        ['--json', 'write perfcmp.config.json, which has no comments'],
        ['--force', 'write over the file of that name'],
        ['--dry-run', 'print the file and write nothing'],
        DEBUG,
      ],
    },
  ],
  list: [{ title: 'Options:', rows: [TARGETS_DIR, PLAIN_FORMAT, CONFIG, DEBUG] }],
  doctor: [{ title: 'Options:', rows: [TARGETS_DIR, PLAIN_FORMAT, CONFIG, DEBUG] }],
  clean: [
    {
      title: 'Remove:',
      rows: [
        ['--builds', 'built targets, which are built again when they are needed'],
        ['--checkouts', 'commits that gate --base checked out and built'],
        ['--runs', 'runs of this folder, with their logs'],
        ['--logs', 'only the logs of their servers'],
        ['--calibrations', 'what calibrate found out about machines'],
        ['--containers', 'containers and compose projects that a killed perfcmp left behind'],
        ['--all', 'all of these'],
      ],
    },
    {
      title: 'Options:',
      rows: [
        ['--older-than <age>', 'only what was not used for so long, 7d, 2w or 12h'],
        ['--keep <n>', 'not the newest of each target, repository or folder of runs (default: 0)'],
        ['--dry-run', 'only tell, as without --yes'],
        ['--yes', 'remove it'],
        PLAIN_FORMAT,
        DEBUG,
      ],
    },
  ],
  report: [
    {
      title: 'Options:',
      rows: [
        ['--open', 'show it as a page, in the program that opens pages here'],
        WRK_LATENCY,
        ...output(RUN_DEFAULTS).rows,
        DEBUG,
      ],
    },
  ],
  diff: [
    {
      title: 'Options:',
      rows: [
        ['--force', 'show the numbers of runs that are not comparable, without a verdict'],
        ['--format <format>', `on stdout: ${DIFF_FORMATS.join(', ')} (default: ${RUN_DEFAULTS.format})`],
        DEBUG,
      ],
    },
  ],
  import: [
    {
      title: 'Options:',
      rows: [
        ['--from <tool>', `whose they are, ${IMPORT_TOOLS.join(', ')} (default: their content tells)`],
        WRK_LATENCY,
        ...output(RUN_DEFAULTS).rows,
        DEBUG,
      ],
    },
  ],
  completion: [{ title: 'Options:', rows: [DEBUG] }],
};

/** Gives a command its options; those that may be repeated collect their values. */
export function addOptions(command: Command, groups: readonly OptionGroup[]): Command {
  for (const { title, rows } of groups) {
    command.optionsGroup(title);
    for (const [flags, text] of rows) {
      // commander's own variadic options would swallow the positionals that follow them.
      if (flags.endsWith('...>')) command.option(flags.replace('...>', '>'), text, collect);
      else command.option(flags, text);
      // commander turns on what has a --no- form; a default here would hide environment and file.
      if (flags.startsWith('--no-')) command.setOptionValue(camelCase(flags.slice('--no-'.length)), undefined);
    }
  }
  const lastTitle = groups[groups.length - 1]?.title ?? 'Options:';
  return command.addHelpOption(new Option('-h, --help', 'print this help').helpGroup(lastTitle));
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
