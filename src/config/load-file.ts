import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ConfigError, problemsOf } from '../errors.js';
import { CONFIG_FILE_NAMES } from '../model/config.js';
import type { ConfigLayer } from './config-layers.js';
import { mergeConfigs, says } from './merge-config.js';
import type { ConfigEnv, UserConfig } from './user-config.js';

/** A config file that was found and has the right shape. */
export interface LoadedConfig {
  readonly path: string;
  /** With all that it extends. */
  readonly config: UserConfig;
  /** What messages call the file that says what stands at a place such as `load.rate`. */
  readonly nameOf: (place: string) => string;
  /** The file and what it extends, the strongest first, as messages call them. */
  readonly names: readonly string[];
}

/** Which config file is wanted, and what one is told that is a function. */
export interface ConfigRequest extends ConfigEnv {
  readonly named: string | undefined;
  readonly cwd: string;
}

/** Reads the named config file, else the one in `cwd`; null where there is none. Throws what is wrong with its shape. */
export function loadConfigFile(request: ConfigRequest): Promise<LoadedConfig | null> {
  return withConfigFile(request, (file) => file);
}

/** The same, and what is made of it; what is wrong with its shape is told together with what that finds wrong. */
export async function withConfigFile<T>(
  { named, cwd, command, env }: ConfigRequest,
  use: (file: LoadedConfig | null) => T,
): Promise<T> {
  const path = named === undefined ? findConfigFile(cwd) : resolve(cwd, named);
  if (path === null) return use(null);
  if (!existsSync(path)) {
    throw new ConfigError([
      { where: '--config', message: `no such file: "${named}"`, hint: `looked for in ${cwd}; leave it out for none` },
    ]);
  }
  // The schema library is slow to load, and most runs have no config file.
  const { readConfigLayers } = await import('./config-layers.js');
  const { layers, problems, isUsable } = await readConfigLayers({ path, name: basename(path) }, { command, env }, cwd);
  const file = isUsable ? loaded(path, layers) : null;
  if (problems.length === 0) return use(file);
  throw new ConfigError([...problems, ...(file === null ? [] : problemsOf(() => use(file)))]);
}

function loaded(path: string, layers: readonly ConfigLayer[]): LoadedConfig {
  return {
    path,
    config: mergeLayers(layers),
    nameOf: (place) => (layers.find(({ config }) => says(config, place)) ?? layers[0])?.name ?? basename(path),
    names: [...new Set(layers.map(({ name }) => name))],
  };
}

/** What several configs come to, the strongest first. */
export function mergeLayers(layers: readonly ConfigLayer[]): UserConfig {
  return layers.map(({ config }) => config).reduceRight((weak, strong) => mergeConfigs(strong, weak), {});
}

/** The config file of a folder; null where there is none. */
export function findConfigFile(folder: string): string | null {
  return CONFIG_FILE_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
