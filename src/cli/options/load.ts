import { LOAD_DEFAULTS, RUN_DEFAULTS, type SEARCH_DEFAULTS } from '../../config/defaults.js';
import { LOAD_ENGINES } from '../../config/generator-options.js';
import { REPORT_FORMATS, type ReportFormat } from '../../model/config.js';
import { formatDurationMs } from '../../units/duration.js';
import {
  CONFIG,
  DEBUG,
  generator,
  launchRows,
  type OptionGroup,
  output,
  PRINT_CONFIG,
  QUIET,
  request,
  WRK_LATENCY,
} from './shared.js';

const SERVER: OptionGroup = {
  title: 'Server:',
  rows: [
    ['--health <path>', 'path that tells when the command is ready (default: --path, else of the first plain GET)'],
    [
      '--ready-timeout <time>',
      `longest wait for it to be ready (default: ${formatDurationMs(RUN_DEFAULTS.readyTimeoutMs)})`,
    ],
    ...launchRows('one'),
  ],
};

const RATE: OptionGroup = {
  title: 'Rate:',
  rows: [
    ['-R, --rate <rate>', 'requests a second, 5k, or a ramp over the duration, 1k:10k (default: as fast as answered)'],
    ['--stages <stages>', 'rates one after the other, 1k@30s,5k@1m; 1k:5k@30s is a ramp'],
    ['--arrivals <spacing>', `even or poisson (default: ${LOAD_DEFAULTS.arrivals})`],
    ['--max-connections <n>', 'open more while arrivals wait for a free one (default: --connections)'],
  ],
};

const REQUEST: OptionGroup = {
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
};

const CHECKS: OptionGroup = {
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
};

const CONNECTION: OptionGroup = {
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
};

/** Of `load`, and with other defaults and formats of `search`, which leaves some out. */
export function loadOptions(
  defaults: typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS,
  formats: readonly ReportFormat[] = REPORT_FORMATS,
): readonly OptionGroup[] {
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
    ...[SERVER, RATE, REQUEST, CHECKS, CONNECTION],
    {
      ...output(defaults, formats),
      rows: [WRK_LATENCY, ...output(defaults, formats).rows, ['--store', 'keep the result, for perfcmp report']],
    },
    { title: 'Other:', rows: [CONFIG, PRINT_CONFIG, QUIET, DEBUG] },
  ];
}
