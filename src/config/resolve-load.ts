import { ConfigError } from '../errors.js';
import { type LoadConfig, type LoadWarmup, REPORT_FORMATS, type ReportFormat } from '../model/config.js';
import { readExpectation } from './check-options.js';
import { readConnection, readRequestsPerConnection } from './connection-options.js';
import { LOAD_DEFAULTS, type SEARCH_DEFAULTS } from './defaults.js';
import type { LoadFlags } from './flags.js';
import { LOAD_ENGINES, readGenerator, readHttp2 } from './generator-options.js';
import { readErrorLimit, readThresholds } from './judging-options.js';
import { environmentName, type FileName, flagName, OptionReader } from './option-reader.js';
import { formatOf, readOutput } from './output-options.js';
import { type Pace, readPace } from './pace-options.js';
import { accept, durationOrZero, type Parser, wholeNumber } from './parsers.js';
import { type RequestFiles, readRequestFiles } from './requests/read-request-files.js';
import { readinessPath, readRequests } from './requests/read-requests.js';
import { originsOf } from './requests/several-requests.js';
import { type CommandWords, readServer } from './server-options.js';
import { checkUrl, looksLikeUrl } from './urls.js';
import type { UserConfig } from './user-config.js';

/** Everything that has a say in how `load` goes. */
export interface LoadInput {
  /** The URL, or nothing where the config file has it. */
  readonly positionals: readonly string[];
  /** What stands behind `--`; absent or null: there is none. */
  readonly command?: CommandWords;
  readonly flags: LoadFlags;
  readonly file: UserConfig | null;
  /** For messages; absent where the file is an object of the API's caller. */
  readonly fileName?: FileName | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Merges flags, environment, file and defaults, in this order of strength; throws all problems as one ConfigError. */
export function resolveLoad(input: LoadInput): LoadConfig {
  const reader = readerOfLoad(input);
  const load = readLoad(reader, input, { defaults: LOAD_DEFAULTS, formats: REPORT_FORMATS });
  const config = { ...load, ...readPace(reader, { ...load.generator, seed: load.seed }) };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

/** Reads what `load` and `search` are told. `PERFCMP_SCENARIO` is about `run`: the scenario of a load is in the file. */
export function readerOfLoad({ flags, env, file, fileName }: LoadInput): OptionReader {
  const ownEnv = { ...env, [environmentName('scenario')]: undefined };
  return new OptionReader({ flags, env: ownEnv, file: file?.load ?? {}, filePrefix: 'load.', fileName });
}

/** What `load` and `search` differ in. */
interface LoadKind {
  readonly defaults: typeof LOAD_DEFAULTS | typeof SEARCH_DEFAULTS;
  /** That there are of its results. */
  readonly formats: readonly ReportFormat[];
}

/** What is loaded and how but for its pace, from all sources; what is wrong with it is left with the reader. */
export function readLoad(
  reader: OptionReader,
  input: LoadInput,
  { defaults, formats }: LoadKind,
): Omit<LoadConfig, keyof Pace> {
  const file = input.file?.load ?? {};
  refuseScript(reader, input.flags);
  // A URL that is typed runs already, unless its command is typed, too.
  const command = input.command ?? (input.positionals.length === 0 ? (file.command ?? null) : null);
  const files = readRequestFiles(reader);
  const url = readUrl(reader, input, { command, files });
  const generator = readHttp2(reader, readGenerator(reader, defaults, LOAD_ENGINES));
  const seed = reader.read('seed', wholeNumber(0, 0xffff_ffff), LOAD_DEFAULTS.seed);
  const asked = readRequests(reader, file, { url, files, seed });
  const latency = reader.isOn('latency');
  const parameters = Object.keys(input.file?.parameters ?? {});
  return {
    url: url ?? LOAD_DEFAULTS.startedUrl,
    server: readServer(reader, command, { url, path: readinessPath(asked.source), file, parameters }),
    requests: asked.source,
    name: asked.name,
    notes: asked.notes,
    expect: asked.expect ?? readExpectation(reader),
    generator: { ...generator, requestsPerConnection: readRequestsPerConnection(reader, generator.pipelining) },
    seed,
    ...readConnection(reader, url ?? LOAD_DEFAULTS.startedUrl),
    warmup: reader.read('warmup', warmup, { kind: 'time', durationMs: LOAD_DEFAULTS.warmupMs }),
    maxErrors: readErrorLimit(reader),
    thresholds: readThresholds(reader),
    latency,
    dryRun: reader.isOn('dryRun'),
    store: reader.isOn('store'),
    output: readOutput(reader, formatOf({ latency }, LOAD_DEFAULTS.format), formats),
  };
}

const warmup: Parser<LoadWarmup> = (text) => {
  if (text === 'auto') return accept({ kind: 'steady', mostMs: LOAD_DEFAULTS.mostWarmupMs });
  const durationMs = durationOrZero(text);
  if (durationMs.ok) return accept({ kind: 'time', durationMs: durationMs.value });
  return { ...durationMs, message: durationMs.message.replace('a time', 'a time or auto') };
};

/** Null: the server is started where perfcmp chooses, or the URL is wrong. */
function readUrl(
  reader: OptionReader,
  { positionals }: LoadInput,
  { command, files }: { readonly command: CommandWords; readonly files: RequestFiles },
): string | null {
  const [url, ...others] = positionals;
  if (others.length > 0) {
    reader.refuse('URL', `load takes one URL, got ${positionals.length}`, 'to compare several: perfcmp run URL URL');
  }
  if (url !== undefined && /\s/.test(url) && !looksLikeUrl(url)) {
    reader.refuse('URL', `is no URL: "${url}"`, `to start a server: perfcmp load -- ${url}`);
    return null;
  }
  if (url !== undefined) return reader.check('URL', checkUrl(url), null);
  if (reader.given('url') !== null) return reader.read('url', checkUrl, null);
  const target = files.targets?.content.find((entry) => /^https?:/i.test(entry.url));
  if (target !== undefined)
    return reader.check(files.targets?.name ?? 'URL', checkUrl(new URL('/', target.url).href), null);
  if (command !== null || (files.kind === 'targetsFile' && files.targets === null)) return null;
  if (files.kind === 'har' && files.har === null) return null;
  const origins = files.har === null ? '' : originsOf(files.har.content);
  const hint =
    origins === ''
      ? 'perfcmp load http://127.0.0.1:3000/, or -- and the command that starts it'
      : `the recording has requests for ${origins}`;
  reader.refuse('URL', 'is missing', hint);
  return null;
}

function refuseScript(reader: OptionReader, flags: LoadFlags): void {
  if (flags.script === undefined) return;
  reader.refuse(
    flagName('script'),
    `wrk's Lua scripts are not run, got "${flags.script}"`,
    '--request sends several requests, --data and {{name}} vary them, --hook calls your code',
  );
}
