import { ADAPTIVE_DEFAULTS, QUICK_DEFAULTS, RUN_DEFAULTS } from '../../config/defaults.js';
import { RUN_ENGINES } from '../../config/generator-options.js';
import { formatDurationMs } from '../../units/duration.js';
import { formatShare } from '../../units/percent.js';
import {
  CONFIG,
  DEBUG,
  generator,
  launchRows,
  NO_CI,
  type OptionGroup,
  output,
  PRINT_CONFIG,
  QUIET,
  REBUILD,
  request,
  TARGETS_DIR,
  WORKERS,
} from './shared.js';

const shares = RUN_DEFAULTS.shares.map((share) => formatShare(share).replace(' ', '')).join(',');
const margins = Object.entries(RUN_DEFAULTS.margins).map(([metric, share]) =>
  `${metric}=${formatShare(share)}`.replace(' ', ''),
);

export const RUN_OPTIONS: readonly OptionGroup[] = [
  {
    title: 'Targets:',
    rows: [
      ['--preset <name>', 'targets, scenarios, loads and claims of a comparison; perfcmp list names them'],
      ['--targets <names>', 'more targets: names with commas, "default" or "all"'],
      TARGETS_DIR,
      REBUILD,
      [
        '--baseline <name>',
        'what the others are compared with (default: express, else the first; the next where it fails)',
      ],
      [
        '--health <path>',
        "path that tells when a command is ready (default: --path, else the first plain scenario's, else /)",
      ],
      [
        '--ready-timeout <time>',
        `longest wait for a command to be ready (default: ${formatDurationMs(RUN_DEFAULTS.readyTimeoutMs)})`,
      ],
      ...launchRows('several'),
    ],
  },
  {
    title: 'Parameters:',
    rows: [
      [
        '--parameter-list <list...>',
        'NAME a,b,c: a target for each value of {NAME}, a scenario where it is in the request; repeatable: all combinations',
      ],
      ['-P, --parameter-scan <n...>', 'NAME min max: the same with numbers, repeatable'],
      ['-D, --parameter-step <n>', 'from one number to the next (default: 1)'],
    ],
  },
  {
    title: 'Request:',
    rows: [
      ['--scenario <name...>', 'what to ask of targets that keep the contract, repeatable'],
      ...request('path and query (default: of the URL, else /)'),
      ['--expect-status <codes>', 'accepted answers, like 200,3xx (default: 2xx and 3xx)'],
    ],
  },
  {
    title: 'Load:',
    rows: [
      ...generator(RUN_DEFAULTS, RUN_ENGINES),
      [
        '--loop <loop>',
        `closed: as fast as answered; open: all at the same rate, for latency; both (default: ${RUN_DEFAULTS.loop})`,
      ],
      [
        '-R, --rate <rates>',
        `of open loops: shares of what the slowest target can do, or requests a second, 50%,2k (default: ${shares})`,
      ],
      ['--arrivals <spacing>', `of open loops: even or poisson (default: ${RUN_DEFAULTS.arrivals})`],
    ],
  },
  {
    title: 'Cores:',
    rows: [WORKERS, ['--pin', 'generator and servers on cores of their own, where there are enough']],
  },
  {
    title: 'Measuring:',
    rows: [
      ['-d, --duration <time>', 'measured load of each target and scenario over all launches; sets --blocks'],
      ['--launches <n>', `fresh starts of all targets (default: ${RUN_DEFAULTS.launches})`],
      ['--budget <time>', 'as many launches as fit; ends sooner, at one of a few looks, when every verdict stands'],
      [
        '--resolve <share>',
        `ends when differences of so much can be called, like 2%, or every verdict stands; up to ${ADAPTIVE_DEFAULTS.launches} launches without --budget`,
      ],
      [
        '--blocks <n>',
        `slices of each target in a launch (default: ${RUN_DEFAULTS.blocks}, ${RUN_DEFAULTS.fewestBlocks} if they are long)`,
      ],
      ['--slice <time>', 'length of a slice (default: by latency, at least 100ms)'],
      [
        '--warmup <time>',
        `least warm-up of each launch; until steady, up to twice that (default: ${formatDurationMs(RUN_DEFAULTS.warmupMs)})`,
      ],
      [
        '--quick',
        `a rough look: ${QUICK_DEFAULTS.launches} launches, ${formatDurationMs(QUICK_DEFAULTS.warmupMs)} of warm-up, the first default scenario unless some are named; of a preset what it says`,
      ],
      ['--mode <mode>', `idle targets: auto, plain, freeze or exclusive (default: ${RUN_DEFAULTS.mode})`],
      [
        '--margin <margin...>',
        `difference too small to matter, 5% or metric=5%, repeatable (default: ${margins.join(', ')})`,
      ],
      ['--seed <n>', 'of the random order (default: drawn and shown)'],
      [
        '--dry-run',
        'tell what would be measured and how long it would take, and build and start nothing; text or json',
      ],
      ['--resume <run>', 'measure what an interrupted run lacks: its id, or last; with options of output only'],
    ],
  },
  output(RUN_DEFAULTS),
  { title: 'Other:', rows: [CONFIG, PRINT_CONFIG, NO_CI, QUIET, DEBUG] },
];
