import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { ConfigError, TargetError } from '../errors.js';
import { suggestion } from '../units/nearest.js';
import { plural } from '../units/words.js';
import { askGit, mustGit } from './git.js';

const MERGE_BASE = 'merge-base:';

/** The repository that a folder lies in. */
export interface Repository {
  /** Absolute folder of the working tree. */
  readonly top: string;
  /** Absolute folder that all its working trees share. */
  readonly gitFolder: string;
  /** From `top` to the folder that was asked from; empty: the same. */
  readonly prefix: string;
  /** Its history was cut off. */
  readonly isShallow: boolean;
}

/** A commit and what it holds: two commits with one tree have the same files. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
}

/** The repository around a folder; a ConfigError where there is none. */
export async function openRepository(cwd: string): Promise<Repository> {
  const answer = await askGit(cwd, ['rev-parse', '--show-toplevel', '--git-common-dir', '--is-shallow-repository']);
  if (!answer.ok) {
    throw new ConfigError([
      {
        where: '--base',
        message: `${cwd} cannot be used as a git repository: ${answer.reason}`,
        hint: /dubious ownership/.test(answer.reason)
          ? `it belongs to another user: git config --global --add safe.directory ${cwd}`
          : 'run it within a clone, or name two targets instead',
      },
    ]);
  }
  const [top = '', gitFolder = '', isShallow] = answer.output.split('\n');
  const prefix = await mustGit(cwd, ['rev-parse', '--show-prefix']);
  return {
    top,
    gitFolder: await realpath(resolve(cwd, gitFolder)),
    prefix: prefix.replace(/\/$/, ''),
    isShallow: isShallow === 'true',
  };
}

/** The commit behind a branch, a tag, a hash, `HEAD~1`, or `merge-base:main`: where HEAD left that. */
export async function findCommit(repository: Repository, ref: string): Promise<Commit> {
  const named = ref.startsWith(MERGE_BASE) ? await mergeBase(repository, ref) : await verified(repository, ref);
  if (named === null) throw new ConfigError([await unknownRef(repository, ref)]);
  return { sha: named, tree: await mustGit(repository.top, ['rev-parse', `${named}^{tree}`]) };
}

async function mergeBase(repository: Repository, ref: string): Promise<string | null> {
  const other = await verified(repository, ref.slice(MERGE_BASE.length));
  if (other === null) return null;
  const answer = await askGit(repository.top, ['merge-base', 'HEAD', other]);
  return answer.ok ? answer.output : null;
}

async function verified({ top }: Repository, ref: string): Promise<string | null> {
  const answer = await askGit(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  return answer.ok ? answer.output : null;
}

async function unknownRef({ top, isShallow }: Repository, ref: string) {
  const where = `--base "${ref}"`;
  if (isShallow) {
    const hint = 'fetch it first; with actions/checkout: fetch-depth: 0';
    return { where, message: 'names no commit of this clone, whose history is cut off', hint };
  }
  const answer = await askGit(top, [
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/tags',
    'refs/remotes',
  ]);
  const names = answer.ok ? answer.output.split('\n').filter((name) => name !== '') : [];
  const wanted = ref.startsWith(MERGE_BASE) ? ref.slice(MERGE_BASE.length) : ref;
  const fallback = 'git log --oneline shows the commits there are';
  return { where, message: 'names no commit', hint: suggestion(wanted, names, fallback) };
}

/**
 * What the working tree has that HEAD has not: files to take over, from `top`, and with a slash at the end whole folders.
 * Nothing of what lies at the absolute paths to be left out.
 */
export async function changedPaths({ top }: Repository, leftOut: readonly string[]): Promise<string[]> {
  const status = ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'];
  const within = (await Promise.all(leftOut.map(canonical))).flatMap((path) =>
    path.startsWith(top + sep) ? [`:(top,exclude,literal)${relative(top, path)}`] : [],
  );
  const output = await mustGit(top, [...status, '--', ...within]);
  return output.split('\0').flatMap((entry) => (entry === '' ? [] : entry.slice(3)));
}

/** As git calls it, which sees through links to folders; it need not be there. */
async function canonical(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

/** Refuses a commit with submodules, whose files a second checkout would lack. */
export async function refuseSubmodules({ top }: Repository, target: string, { sha }: Commit): Promise<void> {
  const listing = await mustGit(top, ['ls-tree', '-r', '-z', sha]);
  const paths = listing.split('\0').flatMap((line) => (line.startsWith('160000 ') ? line.split('\t').slice(1) : []));
  if (paths.length === 0) return;
  const message = `target "${target}": commit ${sha.slice(0, 7)} has ${plural(paths.length, 'submodule')}: ${paths.join(', ')}`;
  throw new TargetError('has-submodules', target, message, {
    hint: 'a checkout beside your own would lack them: check both commits out yourself and name two commands',
  });
}
