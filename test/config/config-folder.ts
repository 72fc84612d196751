import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { type ConfigRequest, type LoadedConfig, loadConfigFile } from '../../src/config/load-file.js';
import { ConfigError } from '../../src/errors.js';

const created: string[] = [];
after(() => {
  for (const folder of created) rmSync(folder, { recursive: true });
});

/** A folder with these files, by their paths within it; it goes when the test file ends. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-file-'));
  created.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

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
