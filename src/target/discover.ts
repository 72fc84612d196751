import { existsSync, statSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError, type Problem } from '../errors.js';
import type { TargetManifest } from '../model/target.js';
import { parseManifest } from './manifest.js';
import { MANIFEST_FILE } from './manifest-problems.js';
import { targetsRoot } from './targets-root.js';

/** A folder whose target.json cannot be used; it stands in nobody's way until it is named. */
export interface BrokenTarget {
  /** What it may be called: its folder, and the name in target.json where one can be read. */
  readonly names: readonly string[];
  readonly folder: string;
  readonly problems: readonly Problem[];
}

/** All folders with a target.json that were found. */
export interface TargetCatalog {
  /** In the order of their names. */
  readonly manifests: readonly TargetManifest[];
  readonly broken: readonly BrokenTarget[];
  /** Folders beside them without a target.json that no target names in its `sources`. */
  readonly others: readonly string[];
}

/** Looks into folders of targets for those with a target.json; the first of a name keeps it. */
export async function findTargets(roots: readonly string[]): Promise<TargetCatalog> {
  const manifests = new Map<string, TargetManifest>();
  const broken: BrokenTarget[] = [];
  const folders = (await Promise.all(roots.map(foldersOf))).flat();
  for (const folder of folders.filter(isTarget)) {
    const json = await readJson(join(folder, MANIFEST_FILE));
    try {
      if (json instanceof ConfigError) throw json;
      const manifest = parseNamed(json, folder);
      const other = manifests.get(manifest.name);
      if (other !== undefined) throw repeatedName(manifest, other);
      manifests.set(manifest.name, manifest);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      broken.push({ names: namesOf(json, folder), folder, problems: error.problems });
    }
  }
  const byName = [...manifests.values()].sort((left, right) => left.name.localeCompare(right.name));
  const sources = new Set(byName.flatMap((manifest) => manifest.sources));
  return { manifests: byName, broken, others: folders.filter((folder) => !isTarget(folder) && !sources.has(folder)) };
}

/** Every target of a folder, by name. All that is wrong with any of them comes in one ConfigError. */
export async function discoverTargets(root = targetsRoot()): Promise<TargetManifest[]> {
  const { manifests, broken } = await findTargets([root]);
  if (broken.length > 0) throw new ConfigError(broken.flatMap(({ problems }) => problems));
  return [...manifests];
}

async function foldersOf(root: string): Promise<string[]> {
  const entries = existsSync(root) ? await readdir(root, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
  const folders = names.filter((name) => name !== 'node_modules' && !name.startsWith('.')).sort();
  // A link may lead to a file, or nowhere.
  return folders
    .map((name) => join(root, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

function isTarget(folder: string): boolean {
  return existsSync(join(folder, MANIFEST_FILE));
}

/** A target is found by its folder and told by its name, so the two are one. */
function parseNamed(json: unknown, folder: string): TargetManifest {
  const [own, name] = namesOf(json, folder);
  if (name === undefined || name === own) return parseManifest(json, folder);
  const message = `must be the folder's, "${own}": got "${name}"`;
  const hint = `write "${own}", or rename the folder to "${name}"`;
  const problem = { where: `${join(folder, MANIFEST_FILE)} name`, message, hint };
  try {
    parseManifest(json, folder);
  } catch (error) {
    if (error instanceof ConfigError) throw new ConfigError([problem, ...error.problems]);
    throw error;
  }
  throw new ConfigError([problem]);
}

/** The error where it cannot be read as JSON, so that its folder still counts as a target. */
async function readJson(file: string): Promise<unknown> {
  let text = '';
  try {
    text = await readFile(file, 'utf8');
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const what =
      error instanceof SyntaxError ? `is not JSON: ${withLine(message, text)}` : `cannot be read: ${message}`;
    return new ConfigError([{ where: file, message: what }]);
  }
}

/** Nobody counts characters from the start of a file: `at position 34` as the line and the column. */
function withLine(message: string, text: string): string {
  return message.replace(/ in JSON at position (\d+).*$/s, (_, position: string) => {
    const before = text.slice(0, Number(position)).split('\n');
    return ` in line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
  });
}

function repeatedName({ name, folder }: TargetManifest, other: TargetManifest): ConfigError {
  const message = `"${name}" is already the name of ${other.folder}`;
  return new ConfigError([{ where: `${join(folder, MANIFEST_FILE)} name`, message, hint: 'give it another name' }]);
}

function namesOf(json: unknown, folder: string): string[] {
  const name: unknown = typeof json === 'object' && json !== null && 'name' in json ? json.name : null;
  return [basename(folder), ...(typeof name === 'string' ? [name] : [])];
}
