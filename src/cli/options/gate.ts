import { GATE_DEFAULTS } from '../../config/defaults.js';
import { formatShare } from '../../units/percent.js';
import { RUN_OPTIONS } from './run.js';
import type { OptionGroup, OptionRow } from './shared.js';

/** Of `run`, what a gate settles by itself. */
const SETTLED = [
  ...['--preset', '--baseline', '--launches', '--quick', '--margin', '--budget', '--resolve'],
  '--resume',
];

const allowances = GATE_DEFAULTS.thresholds.map(({ metric, margin }) =>
  `${metric}=${formatShare(margin)}`.replace(' ', ''),
);

const GATE_GROUP: OptionGroup = {
  title: 'Gate:',
  rows: [
    ['--baseline <name>', 'what the others are held against (default: the first target)'],
    [
      '--against <run>',
      'hold the candidates against themselves in a stored run with the same baseline: its id, last, or a report file',
    ],
    [
      '--allow <loss...>',
      `how much worse a candidate may be, 5% of throughput or [scenario:]metric=5%, repeatable (default: ${allowances.join(', ')})`,
    ],
    [
      '--threshold <limit...>',
      "what it has to keep by itself: '[scenario:]latency.p99<25ms', 'errorRate<0.1%', 'throughput>=5k', repeatable",
    ],
    ['--on-inconclusive <what>', `pass, warn or fail with exit code 4 (default: ${GATE_DEFAULTS.onInconclusive})`],
    ['--on-invalid <what>', `pass, warn or fail with exit code 5 (default: ${GATE_DEFAULTS.onInvalid})`],
    ['--no-confirm', 'fail on a regression without showing it again in fresh launches'],
    [
      '--looks <counts>',
      `launches after which it may end, the last ends it, 6 at least (default: ${GATE_DEFAULTS.looks.join(',')})`,
    ],
    ['--budget <time>', 'end before it takes longer, confirmation not included'],
  ],
};

const BASE_GROUP: OptionGroup = {
  title: 'Base and head:',
  rows: [
    ['--base <ref>', 'hold the working tree against this commit: HEAD~1, origin/main, a tag, merge-base:main'],
    ['--start <command>', 'starts the server of either, as a single target does'],
    ['--build <command...>', 'builds either, repeatable (default: npm ci where there is a lock file of npm)'],
    ['--folder <path>', 'where both are built and started (default: the present folder of the repository)'],
  ],
};

/** The gate's own options, and those of `run` that say what is measured and how. */
export const GATE_OPTIONS: readonly OptionGroup[] = [
  GATE_GROUP,
  BASE_GROUP,
  ...RUN_OPTIONS.map(({ title, rows }) => ({ title, rows: rows.filter((row) => !isSettled(row)).map(ofGate) })),
];

function isSettled([flags]: OptionRow): boolean {
  return SETTLED.some((name) => flags.split(/[\s,]+/).includes(name));
}

/** Without what only a run has. */
function ofGate([flags, text]: OptionRow): OptionRow {
  if (!flags.includes('--duration')) return [flags, text];
  return [flags, 'measured load of each target and scenario over the launches up to the last look; sets --blocks'];
}
