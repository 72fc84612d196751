import { type Command, Option } from 'commander';
import { LOAD_DEFAULTS, QUICK_DEFAULTS, RUN_DEFAULTS, SEARCH_DEFAULTS } from '../config/defaults.js';
import { LOAD_ENGINES, RUN_ENGINES } from '../config/generator-options.js';
import { OUTPUT_EXTENSIONS } from '../config/output-options.js';
import { REPORT_FORMATS } from '../model/config.js';
import { formatDurationMs } from '../units/duration.js';
import { formatShare } from '../units/percent.js';
import type { CommandName } from './help-texts.js';

// Options as data: flags as commander reads them, and what --help says. A flag that ends in `...` may be repeated.
type OptionRow = readonly [flags: string, text: string];
interface OptionGroup {
  readonly title: string;
  readonly rows: readonly OptionRow[];
}

type Defaults = typeof RUN_DEFAULTS | typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS;

function request(pathText: string): readonly OptionRow[] {
  return [
    ['--path <path>', pathText],
    ['-m, --method <method>', 'request method (default: GET, POST with a body)'],
    ['-H, --header <header...>', 'header as "Name: value", repeatable'],
    ['-b, --body <text>', 'request body'],
    ['-i, --input <file>', 'file that holds the request body'],
  ];
}

function generator(defaults: Defaults, engines: readonly string[]): readonly OptionRow[] {
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

function output(defaults: Pick<Defaults, 'format'>): OptionGroup {
  return {
    title: 'Output:',
    rows: [
      ['--format <format>', `of stdout: ${REPORT_FORMATS.join(', ')} (default: ${defaults.format})`],
      ['--output <file...>', `[format=]FILE, format by extension (${OUTPUT_EXTENSIONS.join(' ')}), repeatable`],
    ],
  };
}

const QUIET: OptionRow = ['--quiet', 'no progress on stderr'];
const DEBUG: OptionRow = ['--debug', 'show the stack of an error'];
const CONFIG: OptionRow = ['--config <file>', 'config file (default: perfcmp.config.json, .js or .mjs here)'];

const margins = Object.entries(RUN_DEFAULTS.margins).map(([metric, share]) =>
  `${metric}=${formatShare(share)}`.replace(' ', ''),
);

const WORKERS_FLAGS = '--workers <n>';
const WORKERS_TEXT = `workers and cores of each server; native: its own default (default: ${RUN_DEFAULTS.workers})`;
const TARGETS_DIR: OptionRow = ['--targets-dir <dir...>', 'folder that holds targets of your own, repeatable'];
const REBUILD: OptionRow = ['--rebuild', 'build targets anew although they are built'];

const PLAIN_FORMAT: OptionRow = ['--format <format>', 'text or json (default: text)'];

const RUN_OPTIONS: readonly OptionGroup[] = [
  {
    title: 'Targets:',
    rows: [
      ['--preset <name>', 'targets, scenarios, loads and claims of a comparison; perfcmp list names them'],
      ['--targets <names>', 'more targets: names with commas, "default" or "all"'],
      TARGETS_DIR,
      REBUILD,
      ['--baseline <name>', 'what the others are compared with (default: express, else the first)'],
      ['--health <path>', 'path that tells when a command is ready (default: --path)'],
      [
        '--ready-timeout <time>',
        `longest wait for a command to be ready (default: ${formatDurationMs(RUN_DEFAULTS.readyTimeoutMs)})`,
      ],
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
  { title: 'Load:', rows: generator(RUN_DEFAULTS, RUN_ENGINES) },
  {
    title: 'Cores:',
    rows: [
      [WORKERS_FLAGS, WORKERS_TEXT],
      ['--pin', 'generator and servers on cores of their own, where there are enough'],
    ],
  },
  {
    title: 'Measuring:',
    rows: [
      ['-d, --duration <time>', 'measured load of each target and scenario over all launches; sets --blocks'],
      ['--launches <n>', `fresh starts of all targets (default: ${RUN_DEFAULTS.launches})`],
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
        `${QUICK_DEFAULTS.launches} launches, one scenario, ${formatDurationMs(QUICK_DEFAULTS.warmupMs)} of warm-up; a rough look`,
      ],
      ['--mode <mode>', `idle targets: auto, plain or freeze (default: ${RUN_DEFAULTS.mode})`],
      [
        '--margin <margin...>',
        `difference too small to matter, 5% or metric=5%, repeatable (default: ${margins.join(', ')})`,
      ],
      ['--seed <n>', 'of the random order (default: drawn and shown)'],
    ],
  },
  output(RUN_DEFAULTS),
  { title: 'Other:', rows: [CONFIG, QUIET, DEBUG] },
];

function loadOptions(defaults: typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS): readonly OptionGroup[] {
  return [
    {
      title: 'Load:',
      rows: [
        ...generator(defaults, LOAD_ENGINES),
        ['-d, --duration <time>', `how long (default: ${formatDurationMs(LOAD_DEFAULTS.durationMs)})`],
        ['-n, --requests <n>', 'stop after exactly so many requests instead'],
        ['--warmup <time>', 'load before anything counts, auto: until steady (default: 0s)'],
        ['--think <time>', 'pause between an answer and the next request, 10ms or 10ms:50ms'],
        ['--no-keepalive', 'a connection for every request'],
        ['--reconnect-every <n>', 'close a connection after so many answers and open it again'],
        ['--dry-run', 'send each request once and show it with its answer'],
      ],
    },
    {
      title: 'Server:',
      rows: [
        ['--health <path>', 'path that tells when the command is ready (default: --path)'],
        [
          '--ready-timeout <time>',
          `longest wait for it to be ready (default: ${formatDurationMs(RUN_DEFAULTS.readyTimeoutMs)})`,
        ],
      ],
    },
    {
      title: 'Rate:',
      rows: [
        [
          '-R, --rate <rate>',
          'requests a second, 5k, or a ramp over the duration, 1k:10k (default: as fast as answered)',
        ],
        ['--stages <stages>', 'rates one after the other, 1k@30s,5k@1m; 1k:5k@30s is a ramp'],
        ['--arrivals <spacing>', `even or poisson (default: ${LOAD_DEFAULTS.arrivals})`],
        ['--max-connections <n>', 'open more while arrivals wait for a free one (default: --connections)'],
      ],
    },
    {
      title: 'Request:',
      rows: [
        ...request("path and query instead of the URL's; needed for unix:"),
        ['--form <field...>', 'multipart form field, name=value or name=@file, repeatable'],
        ['--request <request...>', 'one of several as "[weight] METHOD path", repeatable'],
        ['--targets-file <file>', "requests in vegeta's format"],
        ['--har <file>', 'requests that a browser recorded'],
        ['--data <file>', 'CSV or NDJSON whose rows fill {{name}} in path, headers and body'],
        ['--hook <file>', 'JS or TS module that makes each request'],
        ['--seed <n>', 'of {{random}} and of poisson arrivals (default: 1)'],
      ],
    },
    {
      title: 'Checks:',
      rows: [
        ['--expect-status <codes>', 'accepted answers, like 200,3xx or any (default: 2xx and 3xx)'],
        ['--expect-header <header...>', '"Name: value" or "Name" that must be there, repeatable'],
        ['--expect-body <text>', 'the whole body'],
        ['--expect-contains <text...>', 'text within the body, repeatable'],
        ['--expect-json <path=value...>', 'value in a JSON body, like user.roles[0]=admin, repeatable'],
        ['--expect-size <bytes>', 'length of the body, 27 or 1k:2k'],
        ['--max-errors <n>', 'end after so many failures, 100 or 5%'],
        ['--bail', 'end at the first failure'],
        ['--threshold <condition...>', "exit 1 unless it holds: 'p99<20ms', 'errors<0.1%', 'rate>=5k', repeatable"],
      ],
    },
    {
      title: 'Connection:',
      rows: [
        ['--http2', 'HTTP/2, over plain connections too; -p is its streams a connection'],
        ['--connect-to <host:port>', 'connect there instead; Host and server name stay those of the URL'],
        ['--ca <file>', 'certificate authority to trust, PEM'],
        ['--cert <file>', 'client certificate, PEM'],
        ['--key <file>', 'its private key, PEM'],
        ['--sni <name>', 'server name to ask for and to check instead of the host'],
        ['--insecure', 'accept any certificate'],
      ],
    },
    {
      ...output(defaults),
      rows: [
        ['-L, --latency', "wrk's latency distribution; the format is wrk unless --format says otherwise"],
        ...output(defaults).rows,
        ['--store', 'keep the result, for perfcmp report'],
      ],
    },
    { title: 'Other:', rows: [CONFIG, QUIET, DEBUG] },
  ];
}

/** A search decides itself when requests are sent, when that ends, and what is judged. */
const NOT_SEARCHED = [
  ...['duration', 'requests', 'warmup', 'think', 'dry-run', 'rate', 'stages'],
  ...['max-errors', 'bail', 'threshold', 'latency'],
];

/** Those of `load` that make sense for a search, with its defaults. */
const SEARCHED_LOAD_OPTIONS = loadOptions(SEARCH_DEFAULTS).map(({ title, rows }) => ({
  title,
  rows: rows.filter(([flags]) => !NOT_SEARCHED.includes(/--([\w-]+)/.exec(flags)?.[1] ?? '')),
}));

const SEARCH_OPTIONS: readonly OptionGroup[] = [
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

/** The options of every command, in the groups that --help shows. */
export const OPTIONS: Readonly<Record<CommandName, readonly OptionGroup[]>> = {
  run: RUN_OPTIONS,
  load: loadOptions(LOAD_DEFAULTS),
  search: SEARCH_OPTIONS,
  verify: [
    {
      title: 'Options:',
      rows: [
        [WORKERS_FLAGS, WORKERS_TEXT],
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
  list: [{ title: 'Options:', rows: [TARGETS_DIR, PLAIN_FORMAT, CONFIG, DEBUG] }],
  doctor: [{ title: 'Options:', rows: [PLAIN_FORMAT, DEBUG] }],
  report: [
    {
      title: 'Options:',
      rows: [
        ['-L, --latency', "wrk's latency distribution; the format is wrk unless --format says otherwise"],
        ...output(RUN_DEFAULTS).rows,
        DEBUG,
      ],
    },
  ],
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
