import { ConfigError } from '../errors.js';
import type { OutputConfig, RunConfig, TargetRequest } from '../model/config.js';
import { MEASURING_MODES } from '../model/plan.js';
import { shownText } from '../units/secret-texts.js';
import { readAsked } from './asked-options.js';
import { QUICK_DEFAULTS, RUN_DEFAULTS } from './defaults.js';
import type { RunFlags } from './flags.js';
import { RUN_ENGINES, readGenerator } from './generator-options.js';
import { readLaunching } from './launch-options.js';
import { marginsToResolve, readAdaptiveLength } from './length-options.js';
import { readLoops } from './loop-options.js';
import { isThroughputMarginAsked, readMargins } from './margin-options.js';
import type { FileName, OptionReader } from './option-reader.js';
import { readOutput } from './output-options.js';
import { readParameters } from './parameter-options.js';
import {
  accept,
  anyText,
  choice,
  duration,
  durationOrZero,
  type Parser,
  requestPath,
  wholeNumber,
  workerCount,
} from './parsers.js';
import { readRunSources } from './run-sources.js';
import { refuseIdleParameters, scannedRequests } from './scan-request.js';
import { scannedTargets, type WrittenTarget } from './scan-targets.js';
import { type Scan, withParameters } from './scan-values.js';
import { readTargetOptions } from './target-options.js';
import type { UserConfig } from './user-config.js';

/** What `--mode` takes. */
export const MODES = ['auto', ...MEASURING_MODES] as const;

/** Everything that has a say in how `run` goes. */
export interface RunInput {
  readonly positionals: readonly string[];
  readonly flags: RunFlags;
  readonly file: UserConfig | null;
  /** For messages; absent where the file is an object of the API's caller. */
  readonly fileName?: FileName | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** A server is compared with itself, so that a scan of its start has one value; absent: different servers are compared. */
  readonly startsAlike?: boolean;
}

/** Merges flags, environment, file and defaults, in this order of strength; throws all problems as one ConfigError. */
export function resolveRun(input: RunInput): RunConfig {
  const { file, reader, isQuick, preset } = readRunSources(input);
  const { first: durationMs, second: blocks } = reader.readEither(
    { name: 'duration', parse: duration },
    { name: 'blocks', parse: wholeNumber(1, 10_000) },
  );
  const stopping = readAdaptiveLength(reader);
  const quick = isQuick && stopping === null;
  const named = writtenTargets(reader, { ...input, file });
  const scan = readScan(reader, file, { areTargetsOfFile: named.areOfFile, startsAlike: input.startsAlike ?? false });
  const config: RunConfig = {
    preset,
    targets: readTargets(reader, named, scan),
    ...readTargetOptions(reader),
    baseline: reader.read('baseline', nameOfTarget, null),
    ...readScanned(reader, file, { written: named.written, scan }),
    ...(scan.launching !== null && { launching: scan.launching }),
    healthPath: reader.read('health', requestPath, null),
    readyTimeoutMs: reader.read('readyTimeout', duration, RUN_DEFAULTS.readyTimeoutMs),
    generator: readGenerator(reader, RUN_DEFAULTS, RUN_ENGINES),
    launches: reader.read('launches', wholeNumber(1, 1000), quick ? QUICK_DEFAULTS.launches : RUN_DEFAULTS.launches),
    stopping,
    blocks: blocks ?? RUN_DEFAULTS.blocks,
    fewestBlocks: blocks ?? (quick ? QUICK_DEFAULTS : RUN_DEFAULTS).fewestBlocks,
    sliceMs: reader.read('slice', duration, null),
    durationMs,
    warmupMs: reader.read('warmup', durationOrZero, (quick ? QUICK_DEFAULTS : RUN_DEFAULTS).warmupMs),
    isWarmupAsked: reader.given('warmup') !== null,
    // A preset has claims to judge, for which a target has to be warm.
    ownWarmupMs: quick && preset === null ? QUICK_DEFAULTS.ownWarmupMs : null,
    workers: reader.read('workers', workerCount, RUN_DEFAULTS.workers),
    pin: reader.isOn('pin'),
    mode: reader.read('mode', choice(MODES), RUN_DEFAULTS.mode),
    loops: readLoops(reader, quick),
    quick,
    seed: reader.read('seed', wholeNumber(0, 0xffff_ffff), null),
    margins: marginsToResolve(reader, readMargins(reader, file.margins), {
      resolution: stopping?.resolution ?? null,
      isMarginAsked: isThroughputMarginAsked(reader, file.margins),
    }),
    dryRun: reader.isOn('dryRun'),
    output: readOutput(reader, RUN_DEFAULTS.format),
  };
  if (config.dryRun) refuseReports(reader, config.output);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

/** As targets are called that have no label. */
const nameOfTarget: Parser<string> = (text) => {
  const parsed = anyText(text);
  return parsed.ok ? accept(shownText(parsed.value)) : parsed;
};

// Positionals and --targets add up; only without either does the file name the targets.
function writtenTargets(
  reader: OptionReader,
  { positionals, file }: RunInput,
): { readonly written: readonly WrittenTarget[]; readonly areOfFile: boolean } {
  const typed: WrittenTarget[] = positionals.map((text) => ({ where: `target "${shownText(text)}"`, target: text }));
  const listed = reader.given('targets');
  const fileTargets = file?.targets;
  if (listed !== null && listed.source !== 'file') typed.push(...targetWords(listed.text, listed.where));
  if (typed.length > 0) return { written: typed, areOfFile: false };
  if (fileTargets === undefined) {
    return { written: targetWords(RUN_DEFAULTS.targets.join(','), 'targets'), areOfFile: false };
  }
  const written = fileTargets.map((target, index) => ({ where: reader.fileName(`targets[${index}]`), target }));
  return { written, areOfFile: true };
}

/** What is varied, with what is said about how servers are started. */
function readScan(
  reader: OptionReader,
  file: UserConfig,
  about: { readonly areTargetsOfFile: boolean; readonly startsAlike: boolean },
): Scan {
  const launching = readLaunching(reader, file, about);
  const parameters = readParameters(reader, file.parameters ?? {}, about);
  const marked = launching === null ? null : withParameters(launching, parameters);
  return { parameters, launching: marked, startsAlike: about.startsAlike };
}

/** What is asked, of which parameters may make several scenarios. */
function readScanned(
  reader: OptionReader,
  file: UserConfig,
  { written, scan }: { readonly written: readonly WrittenTarget[]; readonly scan: Scan },
): ReturnType<typeof readAsked> {
  const asked = readAsked(reader, file);
  refuseIdleParameters(reader, scan, { written, asked });
  return scannedRequests(reader, asked, scan);
}

function readTargets(
  reader: OptionReader,
  { written, areOfFile }: ReturnType<typeof writtenTargets>,
  scan: Scan,
): readonly TargetRequest[] {
  const requests = scannedTargets(reader, written, scan);
  refuseRepeatedLabels(reader, requests, areOfFile ? `${reader.fileName('targets')}, ` : '');
  return requests;
}

/** What the file says of reports is there for every run; who types it beside `--dry-run` waits for a file in vain. */
function refuseReports(reader: OptionReader, { format }: OutputConfig): void {
  const asked = reader.given('format');
  if (asked?.source === 'flag' && format !== 'text' && format !== 'json') {
    reader.refuse(asked.where, `${format} is a form of results, and --dry-run has none`, 'use text or json');
  }
  const files = reader.given('output');
  if (files?.source === 'flag') reader.refuse(files.where, 'writes results, and --dry-run has none', 'leave it out');
}

function targetWords(text: string, where: string): WrittenTarget[] {
  return text.split(',').map((word) => ({ where, target: word.trim() }));
}

function refuseRepeatedLabels(reader: OptionReader, requests: readonly TargetRequest[], place: string): void {
  const labels = requests.flatMap(({ label }) => label ?? []);
  for (const label of new Set(labels.filter((one, index) => labels.indexOf(one) < index))) {
    reader.refuse(`${place}label "${label}"`, 'is given to two targets', 'give each its own');
  }
}
