import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type Problem } from '../errors.js';
import type { TargetManifest } from '../model/target.js';
import { MANIFEST_FILE, parseManifest } from './manifest.js';

/** The folder of the bundled targets: `targets/` of the package that this file belongs to. */
export function targetsRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // From src/ and from dist/src/ alike.
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'targets');
}

/** Every target of a folder, by name; a folder without target.json is none. All that is wrong comes in one ConfigError. */
export async function discoverTargets(root = targetsRoot()): Promise<TargetManifest[]> {
  const entries = existsSync(root) ? await readdir(root, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name));
  const manifests: TargetManifest[] = [];
  const problems: Problem[] = [];
  for (const folder of folders.filter((candidate) => existsSync(join(candidate, MANIFEST_FILE))).sort()) {
    try {
      manifests.push(parseManifest(await readJson(join(folder, MANIFEST_FILE)), folder));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...duplicateNames(manifests));
  if (problems.length > 0) throw new ConfigError(problems);
  return manifests.sort((left, right) => left.name.localeCompare(right.name));
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError([{ where: file, message: `is not JSON: ${(error as Error).message}` }]);
  }
}

function duplicateNames(manifests: readonly TargetManifest[]): Problem[] {
  const folderOf = new Map<string, string>();
  return manifests.flatMap(({ name, folder }) => {
    const other = folderOf.get(name);
    folderOf.set(name, folder);
    if (other === undefined) return [];
    return [{ where: `${join(folder, MANIFEST_FILE)} name`, message: `"${name}" is already the name of ${other}` }];
  });
}
