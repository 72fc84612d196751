import { type ConfigRequest, type LoadedConfig, loadConfigFile } from '../../src/config/load-file.js';
import { ConfigError } from '../../src/errors.js';
import { folderWith } from '../helpers/made-folder.js';

/** How `run` asks for the config file of a folder. */
export function requestIn(cwd: string, parts: Partial<ConfigRequest> = {}): ConfigRequest {
  return { named: undefined, cwd, command: 'run', env: {}, ...parts };
}

/** The config that a folder with these files has. */
export async function loadedFrom(
  files: Readonly<Record<string, string>>,
  parts: Partial<ConfigRequest> = {},
): Promise<LoadedConfig> {
  const loaded = await loadConfigFile(requestIn(folderWith(files), parts));
  if (loaded === null) throw new Error('there is no config file');
  return loaded;
}

/** Everything that is wrong with it, a line each. */
export async function problemsIn(folder: string, parts: Partial<ConfigRequest> = {}): Promise<readonly string[]> {
  try {
    await loadConfigFile(requestIn(folder, parts));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ where, message, hint }) => `${where}: ${message} | ${hint ?? ''}`);
  }
  return [];
}
