import { CALIBRATE_DEFAULTS, RUN_DEFAULTS } from '../../config/defaults.js';
import { RUN_ENGINES } from '../../config/generator-options.js';
import { formatDurationMs } from '../../units/duration.js';
import { RUN_OPTIONS } from './run.js';
import { CONFIG, DEBUG, generator, type OptionGroup, PLAIN_FORMAT, QUIET, request } from './shared.js';

/** Of `run`, what says how servers are started, asked and measured: a calibration is a run of one target with itself. */
const SHARED_WITH_RUN = [
  ...['--targets-dir', '--rebuild', '--health', '--ready-timeout', '--expect-status'],
  ...['--env', '--cwd', '--prepare', '--cleanup', '--prepare-timeout'],
  ...['--workers', '--pin', '--blocks', '--slice', '--warmup', '--mode', '--margin', '--seed'],
];

const rowsOf = (title: string) =>
  RUN_OPTIONS.filter((group) => group.title === title)
    .flatMap(({ rows }) => rows)
    .filter(([flags]) => SHARED_WITH_RUN.some((name) => flags.split(/[ ,]/)[0] === name));

export const CALIBRATE_OPTIONS: readonly OptionGroup[] = [
  {
    title: 'Target:',
    rows: [
      ...rowsOf('Targets:'),
      ['--parameter-list <list...>', 'NAME value: what {NAME} stands for in the command and around it, repeatable'],
    ],
  },
  {
    title: 'Request:',
    rows: [
      ['--scenario <name...>', 'what to ask of a target that keeps the contract; of several the first'],
      ...request('path and query (default: of a command /)'),
      ...rowsOf('Request:'),
    ],
  },
  { title: 'Load:', rows: generator(RUN_DEFAULTS, RUN_ENGINES) },
  { title: 'Cores:', rows: rowsOf('Cores:') },
  {
    title: 'Measuring:',
    rows: [
      [
        '--budget <time>',
        `how long it may take, which decides the launches (default: ${formatDurationMs(CALIBRATE_DEFAULTS.budgetMs)})`,
      ],
      ...rowsOf('Measuring:'),
    ],
  },
  { title: 'Output:', rows: [PLAIN_FORMAT] },
  { title: 'Other:', rows: [CONFIG, QUIET, DEBUG] },
];
