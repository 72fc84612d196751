import { SEARCH_DEFAULTS } from '../../config/defaults.js';
import { FORMATS_OF_A_SEARCH } from '../../config/output-options.js';
import { formatDurationMs } from '../../units/duration.js';
import { formatShare } from '../../units/percent.js';
import { loadOptions } from './load.js';
import type { OptionGroup } from './shared.js';

/** A search decides itself when requests are sent, when that ends, and what is judged. */
const NOT_SEARCHED = [
  ...['duration', 'requests', 'warmup', 'think', 'dry-run', 'rate', 'stages'],
  ...['max-errors', 'bail', 'threshold', 'latency', 'print-config'],
];

/** Those of `load` that make sense for a search, with its defaults. */
const SEARCHED_LOAD_OPTIONS = loadOptions(SEARCH_DEFAULTS, FORMATS_OF_A_SEARCH).map(({ title, rows }) => ({
  title,
  rows: rows.filter(([flags]) => !NOT_SEARCHED.includes(/--([\w-]+)/.exec(flags)?.[1] ?? '')),
}));

export const SEARCH_OPTIONS: readonly OptionGroup[] = [
  {
    title: 'Search:',
    rows: [
      ['--objective <condition...>', "what a rate must keep: 'p99<20ms', 'errors<0.1%', repeatable"],
      [
        '--step <time>',
        `least length of a step; more for percentiles of low rates (default: ${formatDurationMs(SEARCH_DEFAULTS.stepMs)})`,
      ],
      [
        '--resolve <share>',
        `how close the rate that breaks them may be in the end (default: ${formatShare(SEARCH_DEFAULTS.resolution).replace(' ', '')})`,
      ],
      ['--sweep <numbers>', 'connections to try in a closed loop instead of rates, 1,8,64,256'],
    ],
  },
  ...SEARCHED_LOAD_OPTIONS,
];
