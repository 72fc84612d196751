import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { findOnPath } from '../machine/toolchain.js';
import type { ProgramIdentity } from '../model/resume.js';
import type { ComposeTarget, ContainerTarget, Target } from '../model/target.js';
import { hashTarget } from './build-cache.js';
import type { ContainerIdentity } from './container/identity.js';
import { askGit } from './git.js';

const UNKNOWN: ProgramIdentity = { tree: null, changes: null, files: null };

/** The commit around a folder, and what of it was changed. */
type Commit = Pick<ProgramIdentity, 'tree' | 'changes'>;

/**
 * What targets would run, by what they are called here, as far as that can be told: of a bundled one all its files and tools,
 * of a command the commit around its folder, what of it was changed, and the files that it names, of containers their images.
 * Nothing at the absolute paths to be left out.
 */
export async function programIdentities(
  targets: ReadonlyMap<string, Target>,
  leftOut: readonly string[],
): Promise<Record<string, ProgramIdentity>> {
  // Most targets have one folder in common.
  const commits = new Map<string, Promise<Commit>>();
  const commitOf = (cwd: string): Promise<Commit> => {
    const commit = commits.get(cwd) ?? commitIn(cwd, leftOut);
    commits.set(cwd, commit);
    return commit;
  };
  const entries = [...targets].map(async ([name, target]) => [name, await identityOf(target, commitOf)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function identityOf(target: Target, commitOf: (cwd: string) => Promise<Commit>): Promise<ProgramIdentity> {
  if (target.kind === 'url') return UNKNOWN;
  if (target.kind === 'bundled') return { ...UNKNOWN, files: await hashTarget(target.manifest) };
  const inContainers = target.kind === 'docker' || target.kind === 'compose' ? await ofContainers(target) : {};
  if (target.kind === 'docker') return { ...UNKNOWN, ...inContainers };
  const files = await hashNamed(wordsOf(target), target.cwd);
  return { ...(await commitOf(target.cwd)), files, ...inContainers };
}

async function ofContainers(target: ContainerTarget | ComposeTarget): Promise<ContainerIdentity> {
  const { containerIdentity } = await import('./container/identity.js');
  return containerIdentity(target);
}

/** Words that may name files. */
function wordsOf(target: Extract<Target, { kind: 'command' | 'compose' | 'service' }>): readonly string[] {
  if (target.kind === 'compose') return target.files;
  const command = target.kind === 'service' ? target.start : target.command;
  return typeof command === 'string' ? command.split(/\s+/) : command;
}

async function commitIn(cwd: string, leftOut: readonly string[]): Promise<Commit> {
  const place = await ask(cwd, ['rev-parse', '--show-toplevel', 'HEAD^{tree}']);
  const changed = place === null ? null : await ask(cwd, ['diff', '--name-only', '-z', '--no-ext-diff', 'HEAD']);
  const [, top, tree] = /^(.*)\n(.*)$/s.exec(place ?? '') ?? [];
  if (top === undefined || tree === undefined || changed === null) return { tree: null, changes: null };
  const outside = await Promise.all(leftOut.map((path) => realpath(path).catch(() => path)));
  const paths = changed
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => join(top, name))
    .filter((path) => !outside.some((own) => path === own || path.startsWith(own + sep)));
  const hash = createHash('sha256');
  for (const path of paths.sort()) await addFile(hash, path);
  return { tree, changes: hash.digest('hex') };
}

/** Null where there is no git, no repository, or no commit yet. */
async function ask(cwd: string, args: readonly string[]): Promise<string | null> {
  try {
    const answer = await askGit(cwd, args);
    return answer.ok ? answer.output : null;
  } catch {
    return null;
  }
}

/** Files among the words, `--config=app.json` included, and the program itself, wherever it lies. */
async function hashNamed(words: readonly string[], cwd: string): Promise<string> {
  const hash = createHash('sha256');
  for (const word of words) {
    const plain = word.replace(/^["']|["']$/g, '').replace(/^[^=\s]*=/, '');
    if (plain === '') continue;
    if (await addFile(hash, resolve(cwd, plain))) continue;
    const program = plain.includes('/') ? null : findOnPath(plain);
    // Its content is large, and what replaces it is written anew.
    if (program !== null) await addFacts(hash, program);
  }
  return hash.digest('hex');
}

/** False where there is no such file; a changed one may be gone. */
async function addFile(hash: Hash, path: string): Promise<boolean> {
  hash.update(`\0${path}\0`);
  const facts = await stat(path).catch(() => null);
  if (facts === null || !facts.isFile()) return false;
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch {
    // It may not be read: then nobody runs it from here, either.
    return false;
  }
  return true;
}

async function addFacts(hash: Hash, path: string): Promise<void> {
  const real = await realpath(path).catch(() => path);
  const facts = await stat(real).catch(() => null);
  hash.update(`\0${real} ${facts?.size} ${facts?.mtimeMs}\0`);
}
