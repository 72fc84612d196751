import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';

const VERSION_TIMEOUT_MS = 5000;

// Tools that are not asked with --version.
const VERSION_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  go: ['version'],
  java: ['-version'],
  javac: ['-version'],
};

/** A tool as one was asked for, and what was found of it. */
export interface ToolCheck {
  readonly name: string;
  /** Its version, `unknown` where it does not tell, null when it is not on PATH. */
  readonly found: string | null;
  /** Why it will not do, in one line, or null when it will. */
  readonly problem: string | null;
}

/** Absolute path of a program, or null when PATH has none of that name. */
export function findOnPath(name: string, path = process.env.PATH ?? ''): string | null {
  if (name.includes('/')) return isExecutable(name) ? name : null;
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (folder !== '' && isExecutable(file)) return file;
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Looks for every tool of a list, and compares its version with the least that will do. */
export function checkTools(
  requires: readonly { readonly name: string; readonly minVersion: string | null }[],
): Promise<ToolCheck[]> {
  return Promise.all(requires.map(checkTool));
}

async function checkTool(required: { readonly name: string; readonly minVersion: string | null }): Promise<ToolCheck> {
  const { name, minVersion } = required;
  const file = findOnPath(name);
  if (file === null) return { name, found: null, problem: `${name} is not on PATH` };
  const found = (await readToolVersion(file, VERSION_ARGUMENTS[name] ?? ['--version'])) ?? 'unknown';
  if (minVersion === null || found === 'unknown') return { name, found, problem: null };
  const isOld = compareVersions(found, minVersion) < 0;
  return { name, found, problem: isOld ? `${name} ${found} is older than ${minVersion}` : null };
}

async function readToolVersion(file: string, args: readonly string[]): Promise<string | null> {
  // java tells on stderr; some tools tell and end with an error.
  const result = await execa(file, args, { timeout: VERSION_TIMEOUT_MS, reject: false, all: true, stdin: 'ignore' });
  return parseVersion(result.all ?? '');
}

/** The first dotted number of a text, else its first number, with Java's old `1.8` read as `8`; null without any. */
export function parseVersion(text: string): string | null {
  const plain = stripVTControlCharacters(text);
  const version = (/\d+(?:\.\d+)+/.exec(plain) ?? /\d+/.exec(plain))?.[0] ?? null;
  return /java|jdk/i.test(plain) ? (version?.replace(/^1\.(?=[5-8]\b)/, '') ?? null) : version;
}

/** Negative, zero or positive as one dotted version is lower than, equal to or higher than another. */
export function compareVersions(left: string, right: string): number {
  const [leftParts, rightParts] = [left, right].map((version) => version.split('.').map(Number));
  for (let index = 0; index < Math.max(leftParts?.length ?? 0, rightParts?.length ?? 0); index++) {
    const difference = (leftParts?.[index] ?? 0) - (rightParts?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
