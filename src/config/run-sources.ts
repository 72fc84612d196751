import type { Preset } from '../model/preset.js';
import { mergeConfigs, says } from './merge-config.js';
import { OptionReader } from './option-reader.js';
import { readPreset, refuseBesidePreset } from './preset-file.js';
import type { RunInput } from './resolve-run.js';
import type { UserConfig } from './user-config.js';

/** What `run` is told, a preset's options among what its file says. */
export interface RunSources {
  readonly file: UserConfig;
  readonly reader: OptionReader;
  /** What messages call whoever says what stands at a place of the file: the file, what it extends, a preset. */
  readonly nameOf: (place: string) => string;
  readonly isQuick: boolean;
  readonly preset: Preset | null;
}

/**
 * The options with those of a preset among them. One that was asked for by a flag or the environment is stronger than the
 * file, which is there for every run; one that the file names is what the file starts from.
 */
export function readRunSources({
  flags,
  env,
  fileName = 'config file',
  file,
}: Omit<RunInput, 'positionals'>): RunSources {
  const sources = { flags, env, filePrefix: '' };
  const own = file ?? {};
  const first = new OptionReader({ ...sources, fileName, file: own });
  const isQuick = first.isOn('quick');
  const loaded = readPreset(first, isQuick);
  const isFirst = first.given('preset')?.source !== 'file';
  const options = loaded?.options ?? {};
  const all = isFirst ? mergeConfigs(options, own) : mergeConfigs(own, options);
  const nameOf = (place: string): string => {
    const isOfPreset = says(options, place) && (isFirst || !says(own, place));
    if (isOfPreset) return `preset ${loaded?.preset.name}`;
    return typeof fileName === 'string' ? fileName : fileName(place);
  };
  const reader = new OptionReader({ ...sources, fileName: nameOf, file: all });
  reader.problems.push(...first.problems);
  // Of a file it has been followed; an object of a program would silently do without.
  if (own.extends !== undefined) {
    reader.refuse(reader.fileName('extends'), 'is for config files', 'write what it names into the object itself');
  }
  if (loaded !== null) refuseBesidePreset(reader, loaded.preset);
  return { file: all, reader, nameOf, isQuick, preset: loaded?.preset ?? null };
}
