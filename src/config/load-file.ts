import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, type Problem } from '../errors.js';
import { CONFIG_FILE_NAMES } from '../model/config.js';
import type { UserConfig } from './user-config.js';

/** A config file that was found and has the right shape. */
export interface LoadedConfig {
  readonly path: string;
  readonly config: UserConfig;
  /** As messages name it. */
  readonly name: string;
}

/** Reads the named config file, else the one in `cwd`; null where there is none. Throws what is wrong with its shape. */
export function loadConfigFile(named: string | undefined, cwd: string): Promise<LoadedConfig | null> {
  return withConfigFile({ named, cwd }, (file) => file);
}

/** The same, and what is made of it; what is wrong with its shape is told together with what that finds wrong. */
export async function withConfigFile<T>(
  { named, cwd }: { readonly named: string | undefined; readonly cwd: string },
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
  const { checkUserConfig } = await import('./check-file.js');
  const { config, problems } = checkUserConfig(await readContent(path), basename(path));
  const file = config === null ? null : { path, name: basename(path), config };
  if (problems.length === 0) return use(file);
  throw new ConfigError([...problems, ...(file === null ? [] : problemsWith(use, file))]);
}

function problemsWith(use: (file: LoadedConfig) => unknown, file: LoadedConfig): readonly Problem[] {
  try {
    use(file);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function findConfigFile(cwd: string): string | null {
  return CONFIG_FILE_NAMES.map((name) => join(cwd, name)).find((path) => existsSync(path)) ?? null;
}

async function readContent(path: string): Promise<unknown> {
  if (/^\.[cm]?ts$/.test(extname(path))) {
    const hint = 'compile it, or write it as perfcmp.config.mjs: export default { ... }';
    throw new ConfigError([{ where: basename(path), message: 'is TypeScript, which node cannot read as it is', hint }]);
  }
  try {
    if (extname(path) === '.json') return JSON.parse(readFileSync(path, 'utf8'));
    const module: { readonly default?: unknown } = await import(pathToFileURL(path).href);
    return module.default;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const hint = extname(path) === '.json' ? 'it must be plain JSON' : 'it must be a module with a default export';
    throw new ConfigError([{ where: basename(path), message: `cannot be read: ${reason.split('\n')[0]}`, hint }]);
  }
}
