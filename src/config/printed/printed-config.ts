import type { GateConfig, LoadConfig, RunConfig } from '../../model/config.js';
import { shownTexts } from '../../units/secret-texts.js';
import type { LoadedConfig } from '../load-file.js';
import { isThroughputMarginAsked } from '../margin-options.js';
import { OptionReader } from '../option-reader.js';
import { type GateInput, runInputOf } from '../resolve-gate.js';
import { type LoadInput, readerOfLoad } from '../resolve-load.js';
import type { RunInput } from '../resolve-run.js';
import { type RunSources, readRunSources } from '../run-sources.js';
import { without } from '../without.js';
import { gateValues } from './gate-values.js';
import { loadValues } from './load-values.js';
import { runValues } from './run-values.js';
import { type Sayers, sourcesOf } from './sources.js';

/** What a command would do, and why. */
export interface PrintedConfig {
  readonly command: 'run' | 'gate' | 'load';
  /** The config file and what it extends, the strongest first. */
  readonly files: readonly string[];
  /** As a config file would say it, without what lets somebody in; what is left open is not there. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Where each of these comes from, by its place in the file. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What `run` would do. */
export function printedRun(input: RunInput, config: RunConfig, file: LoadedConfig | null): PrintedConfig {
  const sources = readRunSources(input);
  const values = runValues(config, sources);
  return {
    command: 'run',
    files: file?.names ?? [],
    config: shownTexts(values),
    sources: { ...sourcesOf(values, sayersOf(sources, input, file)), ...sourceOfMargin(config, sources) },
  };
}

/** What `load` would do. */
export function printedLoad(input: LoadInput, config: LoadConfig, file: LoadedConfig | null): PrintedConfig {
  const reader = readerOfLoad(input);
  const values = loadValues(config, reader, input.file?.load ?? {});
  const isTyped = (input.command ?? null) !== null;
  return {
    command: 'load',
    files: file?.names ?? [],
    config: { load: shownTexts(values) },
    sources: sourcesOf(values, {
      ...{ reader, file: input.file ?? {}, prefix: 'load.', nameOf: namer(input), mainName: file?.names[0] ?? null },
      positional: [...(input.positionals.length > 0 ? ['url'] : []), ...(isTyped ? ['command'] : [])],
    }),
  };
}

/** What a gate settles by itself, whatever the file says of other runs. */
const SETTLED = ['launches', 'quick', 'margins', 'preset'];

/** What `gate` would do. */
export function printedGate(input: GateInput, config: GateConfig, file: LoadedConfig | null): PrintedConfig {
  const { flags, env, fileName } = input;
  const gateFile = input.file?.gate ?? {};
  const reader = new OptionReader({ flags, env, file: gateFile, filePrefix: 'gate.', fileName });
  const gate = gateValues(config, reader, gateFile);
  const runInput = runInputOf(input, null);
  const run = readRunSources(runInput);
  const ownTargets = config.base === null ? [] : ['targets'];
  const isOwnBaseline = config.base !== null || gate.baseline !== undefined;
  const values = without(runValues(config.run, run), [
    ...SETTLED,
    ...ownTargets,
    ...(isOwnBaseline ? ['baseline'] : []),
  ]);
  const ofGate = {
    reader,
    file: input.file ?? {},
    prefix: 'gate.',
    nameOf: namer(input),
    mainName: file?.names[0] ?? null,
  };
  return {
    command: 'gate',
    files: file?.names ?? [],
    config: shownTexts({ ...values, gate }),
    sources: {
      ...sourcesOf(values, sayersOf(run, runInput, file)),
      ...sourcesOf(gate, {
        ...ofGate,
        positional: config.base !== null && input.positionals.length > 0 ? ['start'] : [],
      }),
    },
  };
}

function sayersOf(sources: RunSources, input: RunInput, file: LoadedConfig | null): Sayers {
  const positional = input.positionals.length > 0 ? ['targets'] : [];
  return { ...sources, prefix: '', mainName: file?.names[0] ?? null, positional };
}

/** The margin that a wanted resolution brings along. */
function sourceOfMargin({ stopping }: RunConfig, { reader, file }: RunSources): Readonly<Record<string, string>> {
  const wanted = reader.given('resolve');
  if ((stopping?.resolution ?? null) === null || wanted === null || isThroughputMarginAsked(reader, file.margins))
    return {};
  return { 'margins.throughput': `default beside ${wanted.where}` };
}

function namer({ fileName = 'config file' }: Pick<RunInput, 'fileName'>): (place: string) => string {
  return typeof fileName === 'string' ? () => fileName : fileName;
}
