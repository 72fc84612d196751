import type { LOAD_DEFAULTS, SEARCH_DEFAULTS } from '../../config/defaults.js';
import { RUN_DEFAULTS } from '../../config/defaults.js';
import { extensionsOf } from '../../config/output-options.js';
import { REPORT_FORMATS, type ReportFormat } from '../../model/config.js';
import { formatDurationMs } from '../../units/duration.js';

// Options as data: flags as commander reads them, and what --help says. A flag that ends in `...` may be repeated.
export type OptionRow = readonly [flags: string, text: string];
export interface OptionGroup {
  readonly title: string;
  readonly rows: readonly OptionRow[];
}

type Defaults = typeof RUN_DEFAULTS | typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS;

export function request(pathText: string): readonly OptionRow[] {
  return [
    ['--path <path>', pathText],
    ['-m, --method <method>', 'request method (default: GET, POST with a body)'],
    ['-H, --header <header...>', 'header as "Name: value", repeatable'],
    ['-b, --body <text>', 'request body'],
    ['-i, --input <file>', 'file that holds the request body'],
  ];
}

export function generator(defaults: Defaults, engines: readonly string[]): readonly OptionRow[] {
  return [
    ['-c, --connections <n>', `connections kept open (default: ${defaults.connections})`],
    ['-t, --threads <n>', `threads of the load generator (default: ${defaults.threads})`],
    ['-p, --pipelining <n>', `requests in flight on a connection (default: ${defaults.pipelining})`],
    ['-T, --timeout <time>', `longest wait for an answer (default: ${formatDurationMs(defaults.timeoutMs)})`],
    [
      '--connect-timeout <time>',
      `longest wait for a connection (default: ${formatDurationMs(defaults.connectTimeoutMs)})`,
    ],
    ['--engine <name>', `${orWords(engines)} (default: ${defaults.engine})`],
  ];
}

function orWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export function output(
  defaults: Pick<Defaults, 'format'>,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
): OptionGroup {
  return {
    title: 'Output:',
    rows: [
      ['--format <format>', `of stdout: ${formats.join(', ')} (default: ${defaults.format})`],
      ['--output <file...>', `[format=]FILE, format by extension (${extensionsOf(formats).join(' ')}), repeatable`],
    ],
  };
}

export const NO_CI: OptionRow = ['--no-ci', 'tell GitHub Actions nothing: no summary, outputs and annotations'];
export const QUIET: OptionRow = ['--quiet', 'no progress on stderr'];
export const DEBUG: OptionRow = ['--debug', 'show the stack of an error'];
export const CONFIG: OptionRow = [
  '--config <file>',
  'config file (default: perfcmp.config.json, .ts, .js or .mjs here)',
];
export const PRINT_CONFIG: OptionRow = [
  '--print-config',
  'tell as JSON what all options come to and where each comes from, and start nothing',
];

export const WORKERS: OptionRow = [
  '--workers <n>',
  `workers and cores of each server; native: its own default (default: ${RUN_DEFAULTS.workers})`,
];
export const TARGETS_DIR: OptionRow = ['--targets-dir <dir...>', 'folder that holds targets of your own, repeatable'];
export const REBUILD: OptionRow = ['--rebuild', 'build targets anew although they are built'];

/** How servers are started that perfcmp starts: several, one of which is named before a colon, or one. */
export function launchRows(servers: 'several' | 'one'): readonly OptionRow[] {
  const isOne = servers === 'one';
  return [
    [
      '--env <variable...>',
      isOne
        ? "NAME=value among the command's variables, repeatable"
        : 'NAME=value for all targets, target:NAME=value for one, repeatable',
    ],
    [
      '--cwd <dir...>',
      `where ${isOne ? 'the command is' : 'commands are'} run${orOfOne('dir', isOne)} (default: the present folder)`,
    ],
    [
      '--prepare <command...>',
      `run before ${isOne ? 'it is started' : `each start of a server${orOfOne('command', isOne)}`}`,
    ],
    ['--cleanup <command...>', `run after ${isOne ? 'it has ended' : 'each end of a server, likewise'}`],
    [
      '--prepare-timeout <time>',
      `longest time of either (default: ${formatDurationMs(RUN_DEFAULTS.prepareTimeoutMs)})`,
    ],
  ];
}

function orOfOne(what: string, isOne: boolean): string {
  return isOne ? '' : `, target:${what} for one`;
}

export const PLAIN_FORMAT: OptionRow = ['--format <format>', 'text or json (default: text)'];
export const WRK_LATENCY: OptionRow = [
  '-L, --latency',
  "wrk's latency distribution; the format is wrk unless --format says otherwise",
];
