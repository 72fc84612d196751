import { join } from 'node:path';
import { ConfigError, type Problem } from '../errors.js';
import { checkUserConfig } from './check-file.js';
import { findExtended } from './find-extended.js';
import { type ConfigPlace, readConfigContent, realPath } from './read-content.js';
import type { ConfigEnv, UserConfig } from './user-config.js';

/** What one file says by itself, its shape checked. */
export interface ConfigLayer {
  /** As messages call the file. */
  readonly name: string;
  /** Without `extends`; a preset that it extends is its `preset`. */
  readonly config: UserConfig;
}

/** A config file with all that it extends. */
export interface ConfigLayers {
  /** The strongest first: a file, then what it extends, of several the last first. */
  readonly layers: readonly ConfigLayer[];
  readonly problems: readonly Problem[];
  /** False: too much of a file is missing for the rest to be judged. */
  readonly isUsable: boolean;
}

/** What is the same for all files of a configuration. */
interface Reading {
  readonly env: ConfigEnv;
  readonly cwd: string;
  /** Real paths of the files that have been read. */
  readonly seen: Set<string>;
}

/** Reads a config file and what it extends; everything that is wrong with the shape of any of them is told. */
export function readConfigLayers(place: ConfigPlace, env: ConfigEnv, cwd: string): Promise<ConfigLayers> {
  return readLayers(place, [], { env, cwd, seen: new Set() });
}

/** The same for a config that is in no file. */
export function extendConfig(config: UserConfig, env: ConfigEnv, cwd: string): Promise<ConfigLayers> {
  const place = { path: join(cwd, 'perfcmp.config'), name: 'config file' };
  return layersOf(config, place, [], { env, cwd, seen: new Set() });
}

async function readLayers(place: ConfigPlace, chain: readonly ConfigPlace[], reading: Reading): Promise<ConfigLayers> {
  reading.seen.add(realPath(place.path));
  try {
    const { config, problems } = checkUserConfig(await readConfigContent(place, reading.env), place.name);
    if (config === null) return { layers: [], problems, isUsable: false };
    const all = await layersOf(config, place, chain, reading);
    return { ...all, problems: [...problems, ...all.problems] };
  } catch (error) {
    if (error instanceof ConfigError) return { layers: [], problems: error.problems, isUsable: false };
    throw error;
  }
}

async function layersOf(
  { extends: extended = [], $schema: _, ...own }: UserConfig,
  place: ConfigPlace,
  chain: readonly ConfigPlace[],
  reading: Reading,
): Promise<ConfigLayers> {
  const all: ConfigLayers[] = [{ layers: [{ name: place.name, config: own }], problems: [], isUsable: true }];
  for (const text of [extended].flat().toReversed()) {
    all.push(await extendedLayers(text, [...chain, place], reading));
  }
  return {
    layers: all.flatMap(({ layers }) => layers),
    problems: all.flatMap(({ problems }) => problems),
    isUsable: all.every(({ isUsable }) => isUsable),
  };
}

/** What an entry of `extends` adds; the last of the chain is the file that has it. */
async function extendedLayers(text: string, chain: readonly ConfigPlace[], reading: Reading): Promise<ConfigLayers> {
  const importer = chain.at(-1)!;
  const where = `${importer.name}, extends`;
  const found = await findExtended(text, importer, reading.cwd);
  if (!found.ok) return unusable({ where, message: found.message, hint: found.hint });
  if (found.value.kind === 'preset') {
    return { layers: [{ name: importer.name, config: { preset: found.value.name } }], problems: [], isUsable: true };
  }
  const { place } = found.value;
  const start = chain.findIndex(({ path }) => realPath(path) === realPath(place.path));
  if (start !== -1) {
    const circle = [...chain.slice(start), place].map(({ name }) => name).join(' -> ');
    const hint = 'a file cannot extend itself: leave one of them out';
    return unusable({ where, message: `leads in a circle: ${circle}`, hint });
  }
  // Asked for twice, it is there already, and stronger than it would be here.
  if (reading.seen.has(realPath(place.path))) return { layers: [], problems: [], isUsable: true };
  return readLayers(place, chain, reading);
}

function unusable(problem: Problem): ConfigLayers {
  return { layers: [], problems: [problem], isUsable: false };
}
