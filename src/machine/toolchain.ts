import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

// A JVM on a busy machine takes its time.
const VERSION_TIMEOUT_MS = 20_000;

// Tools that are not asked with --version.
const VERSION_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  go: ['version'],
  java: ['-version'],
  javac: ['-version'],
};

// What does the work behind a tool that is asked for: it decides what is built as much.
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  cargo: ['rustc'],
  gradle: ['javac'],
  mvn: ['javac'],
};

// Every release of these two builds the same until the next major one.
const SAME_WITHIN_MAJOR = ['node', 'npm'];

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

/** What is wrong with tools as one line, those that are not there together; null where nothing is. */
export function toolProblems(checks: readonly ToolCheck[]): string | null {
  const absent = checks.filter(({ problem, found }) => problem !== null && found === null).map(({ name }) => name);
  const others = checks.flatMap(({ problem, found }) => (problem !== null && found !== null ? [problem] : []));
  const last = absent.at(-1);
  const names = absent.length > 1 ? `${absent.slice(0, -1).join(', ')} and ${last} are` : `${last} is`;
  return [...(last === undefined ? [] : [`${names} not on PATH`]), ...others].join(', ') || null;
}

async function checkTool(required: { readonly name: string; readonly minVersion: string | null }): Promise<ToolCheck> {
  const { name, minVersion } = required;
  const file = findOnPath(name);
  if (file === null) return { name, found: null, problem: `${name} is not on PATH` };
  const { version, failure } = await askVersion(name, file);
  const found = version ?? 'unknown';
  if (failure !== null && (minVersion !== null || version === null)) {
    return { name, found, problem: `${name} is on PATH and does not run: ${failure}` };
  }
  if (minVersion === null || version === null) return { name, found, problem: null };
  const isOld = compareVersions(version, minVersion) < 0;
  return { name, found, problem: isOld ? `${name} ${version} is older than ${minVersion}` : null };
}

/** The tools with their versions in one text that changes when a build of theirs may come out differently. */
export async function toolchainIdentity(requires: readonly { readonly name: string }[]): Promise<string> {
  const names = requires.flatMap(({ name }) => [name, ...(COMPANIONS[name] ?? [])]);
  const versions = [...new Set(names)].sort().map(async (name) => {
    const file = findOnPath(name);
    const version = file === null ? null : (await askVersion(name, file)).version;
    return `${name} ${SAME_WITHIN_MAJOR.includes(name) ? version?.split('.')[0] : version}`;
  });
  return (await Promise.all(versions)).join(', ');
}

interface ToolAnswer {
  readonly version: string | null;
  /** Its first line where it failed because it cannot do its work; null where it told. */
  readonly failure: string | null;
}

const answers = new Map<string, Promise<ToolAnswer>>();

/** Asked once in the life of this process, as long as the file stays the same. */
function askVersion(name: string, file: string): Promise<ToolAnswer> {
  const key = `${file} ${statSync(file).mtimeMs}`;
  const answer = answers.get(key) ?? readToolVersion(file, VERSION_ARGUMENTS[name] ?? ['--version']);
  answers.set(key, answer);
  return answer;
}

async function readToolVersion(file: string, args: readonly string[]): Promise<ToolAnswer> {
  // java tells on stderr.
  const { execa } = await import('execa');
  const result = await execa(file, args, { timeout: VERSION_TIMEOUT_MS, reject: false, all: true, stdin: 'ignore' });
  const text = stripVTControlCharacters(result.all ?? '').trim();
  if (!result.failed) return { version: parseVersion(text), failure: null };
  // A launcher without what it launches, as of pyenv, rustup or macOS, has a number in its complaint; dash knows no --version.
  const isBroken = /\berror\b|not found|unable to|could not|no such/i.test(text);
  const firstLine = text.split('\n')[0] ?? '';
  if (isBroken) return { version: null, failure: firstLine };
  if (text === '') return { version: null, failure: result.timedOut ? 'it did not answer' : 'it says nothing' };
  return { version: parseVersion(text), failure: null };
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
