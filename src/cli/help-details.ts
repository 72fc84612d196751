import type { CommandName } from './help-texts.js';

/** A word and what it means, as `--help` lists them. */
export type HelpRow = readonly [word: string, meaning: string];

/** What --help says of a command below its options and examples. */
export interface HelpDetails {
  readonly exitCodes: readonly HelpRow[];
  readonly environment: readonly HelpRow[];
  /** Other commands, and documents of the package. */
  readonly seeAlso: readonly string[];
}

const USAGE: HelpRow = ['2', 'the command line, the configuration or a file cannot be used'];
const TARGET: HelpRow = ['3', 'a target could not be built, started or reached, answered wrongly, or died'];
const NOTHING_STORED: HelpRow = ['3', 'the stored run ended before anything was measured'];
const UNANSWERED: HelpRow = ['5', 'no request was answered as it should be'];
const BUG: HelpRow = ['70', 'a bug of perfcmp'];
const INTERRUPTED: HelpRow = [
  '130',
  'ended by SIGINT; 131: by SIGQUIT, at once; 143: by SIGTERM, SIGHUP or the end of its parent',
];

const OPTION: HelpRow = [
  'PERFCMP_<OPTION>',
  'any option by its name: PERFCMP_CONNECT_TIMEOUT is --connect-timeout. A flag wins over it, and it over the config file',
];
const OPTION_OF_CALIBRATE: HelpRow = [OPTION[0], OPTION[1].replace('any option', 'any option but --format')];
const FOLDER: HelpRow = [
  'PERFCMP_TARGETS_DIR',
  'is --targets-dir; PERFCMP_CONFIG and PERFCMP_DEBUG likewise. Other options have to be typed',
];
const FOLDER_AND_REBUILD: HelpRow = [FOLDER[0], FOLDER[1].replace('CONFIG and', 'CONFIG, PERFCMP_REBUILD and')];
const CACHE: HelpRow = [
  'PERFCMP_CACHE_DIR',
  'where what was built is kept (default: perfcmp in $XDG_CACHE_HOME or ~/.cache)',
];
const STATE: HelpRow = [
  'XDG_STATE_HOME',
  'holds perfcmp/reports, where runs are stored unless reports/ of this folder is used (default: ~/.local/state)',
];
const DOCKER: HelpRow = ['PERFCMP_DOCKER', 'the program that runs containers, such as podman (default: docker)'];
const AUTHORITIES: HelpRow = ['NODE_EXTRA_CA_CERTS', 'file of certificate authorities to trust beside the known ones'];
const NO_COLOR: HelpRow = ['NO_COLOR', 'any value: no colours'];
const GITHUB: HelpRow = ['GITHUB_ACTIONS', 'true: tells GitHub summary, outputs and annotations unless --no-ci'];

const MEASURED = [CACHE, STATE, DOCKER, AUTHORITIES, NO_COLOR];
const MEASURING = [OPTION, ...MEASURED];

/** Of the program as a whole. */
export const PROGRAM_DETAILS: Pick<HelpDetails, 'seeAlso'> = {
  seeAlso: ['perfcmp help <command>', 'README.md', 'docs/MEASUREMENT.md', 'docs/API.md for programs'],
};

/** Of every command. */
export const COMMAND_DETAILS: Readonly<Record<CommandName, HelpDetails>> = {
  run: {
    exitCodes: [
      ['0', 'measured, whatever the verdicts: inconclusive is 0 too'],
      ...[USAGE, TARGET, ['5', 'a verdict is invalid'] as const, BUG, INTERRUPTED],
    ],
    environment: [...MEASURING, GITHUB],
    seeAlso: [
      'perfcmp list',
      'perfcmp calibrate',
      'perfcmp gate',
      'docs/MEASUREMENT.md',
      'docs/SCENARIOS.md',
      'docs/OPTIONS.md',
    ],
  },
  gate: {
    exitCodes: [
      ['0', 'every limit is kept, or what is not is forgiven by --on-inconclusive or --on-invalid'],
      ['1', 'a limit is broken'],
      ...[USAGE, TARGET],
      ['4', 'inconclusive, where that is to fail'],
      ['5', 'the measurement is not valid'],
      ...[BUG, INTERRUPTED],
    ],
    environment: [...MEASURING, GITHUB],
    seeAlso: ['perfcmp run', 'perfcmp calibrate', 'perfcmp diff', 'docs/GATE.md', 'docs/CI.md'],
  },
  load: {
    exitCodes: [
      ['0', 'measured'],
      ['1', 'a --threshold is broken, or --max-errors or --bail ended it'],
      ...[USAGE, TARGET, UNANSWERED, BUG, INTERRUPTED],
    ],
    environment: [OPTION, STATE, AUTHORITIES, NO_COLOR],
    seeAlso: ['perfcmp search', 'perfcmp run', 'docs/LOAD.md'],
  },
  search: {
    exitCodes: [
      ['0', 'a rate was found'],
      ['1', 'nothing that was tried keeps the objectives'],
      ...[USAGE, TARGET, UNANSWERED, BUG, INTERRUPTED],
    ],
    environment: [OPTION, STATE, AUTHORITIES, NO_COLOR],
    seeAlso: ['perfcmp load', 'docs/LOAD.md'],
  },
  calibrate: {
    exitCodes: [
      ['0', 'measured'],
      ...[USAGE, TARGET, ['5', 'the two instances came out different, or too little was measured'] as const],
      ...[BUG, INTERRUPTED],
    ],
    environment: [OPTION_OF_CALIBRATE, ...MEASURED],
    seeAlso: ['perfcmp doctor', 'perfcmp run', 'docs/MEASUREMENT.md'],
  },
  verify: {
    exitCodes: [['0', 'every rule is kept'], ['1', 'a rule is broken'], ...[USAGE, TARGET, BUG, INTERRUPTED]],
    environment: [FOLDER_AND_REBUILD, CACHE, DOCKER, AUTHORITIES],
    seeAlso: ['perfcmp list', 'docs/TARGETS.md'],
  },
  build: {
    exitCodes: [
      ['0', 'built, or nothing was to be built'],
      ...[USAGE, ['3', 'a build failed, or a target that was named cannot be built here'] as const, BUG, INTERRUPTED],
    ],
    environment: [FOLDER_AND_REBUILD, CACHE],
    seeAlso: ['perfcmp list', 'docs/TARGETS.md'],
  },
  init: {
    exitCodes: [['0', 'written'], ['2', 'a file of that name is there, or cannot be written'], BUG],
    environment: [],
    seeAlso: ['perfcmp run', 'README.md'],
  },
  list: {
    exitCodes: [['0', 'listed'], USAGE, BUG],
    environment: [FOLDER, DOCKER],
    seeAlso: ['perfcmp build', 'perfcmp verify', 'docs/TARGETS.md', 'docs/SCENARIOS.md'],
  },
  doctor: {
    exitCodes: [
      ['0', 'everything can be measured here, though maybe not well'],
      ['1', 'something cannot be measured here at all'],
      ...[USAGE, BUG, INTERRUPTED],
    ],
    environment: [FOLDER, CACHE, STATE],
    seeAlso: ['perfcmp calibrate', 'docs/MEASUREMENT.md'],
  },
  clean: {
    exitCodes: [['0', 'told, or removed'], ['1', 'something could not be removed'], USAGE, BUG],
    environment: [CACHE, STATE, DOCKER],
    seeAlso: ['perfcmp build', 'perfcmp report', 'docs/OPTIONS.md'],
  },
  report: {
    exitCodes: [['0', 'printed'], USAGE, NOTHING_STORED, BUG],
    environment: [STATE, NO_COLOR],
    seeAlso: ['perfcmp diff', 'perfcmp run', 'docs/CI.md for the formats'],
  },
  diff: {
    exitCodes: [['0', 'compared, whatever the verdicts'], USAGE, NOTHING_STORED, ['5', 'the runs do not compare'], BUG],
    environment: [STATE, NO_COLOR],
    seeAlso: ['perfcmp gate', 'perfcmp report', 'docs/MEASUREMENT.md'],
  },
  import: {
    exitCodes: [
      ['0', 'read and printed'],
      ['2', 'the command line is wrong, or a file cannot be read as a result'],
      BUG,
    ],
    environment: [STATE, NO_COLOR],
    seeAlso: ['perfcmp report', 'perfcmp run', 'docs/IMPORT.md'],
  },
  completion: {
    exitCodes: [['0', 'printed'], USAGE, BUG],
    environment: [],
    seeAlso: ['perfcmp list'],
  },
};
