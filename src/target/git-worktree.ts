import { rename, rm } from 'node:fs/promises';
import { sep } from 'node:path';
import { gitAtExit, mustGit } from './git.js';
import type { Repository } from './git-repository.js';

const present = new Map<string, Repository>();

/** Writes a commit's files into a folder, as a working tree of the repository beside the user's own. */
export async function addWorktree(repository: Repository, folder: string, sha: string): Promise<void> {
  // A second Ctrl-C leaves no time for more than this.
  if (!process.listeners('exit').includes(removeAtExit)) process.on('exit', removeAtExit);
  present.set(folder, repository);
  await mustGit(repository.top, ['worktree', 'add', '--quiet', '--detach', folder, sha]);
}

/** Makes a working tree a plain folder: its files stay where they are, and the repository no longer knows of them. */
export async function detachWorktree(repository: Repository, folder: string): Promise<void> {
  const aside = `${folder}.aside`;
  // git removes the files as well, unless it does not find them.
  await rename(folder, aside);
  try {
    await removeWorktree(repository, folder);
  } finally {
    await rename(aside, folder);
  }
  await rm(`${folder}/.git`, { force: true });
}

/** Removes a working tree and, where they are there, its files. */
export async function removeWorktree(repository: Repository, folder: string): Promise<void> {
  if ((await worktreesWithin(repository, folder)).length > 0) {
    // Twice, as git locks those that it has not finished.
    await mustGit(repository.top, ['worktree', 'remove', '--force', '--force', folder]);
  }
  present.delete(folder);
  // A program that uses perfcmp lives on without this.
  if (present.size === 0) process.off('exit', removeAtExit);
}

/** The working trees of a repository that lie in a folder, or are it. */
export async function worktreesWithin({ top }: Repository, folder: string): Promise<string[]> {
  const listing = await mustGit(top, ['worktree', 'list', '--porcelain']);
  const paths = listing.split('\n').flatMap((line) => (line.startsWith('worktree ') ? line.slice(9) : []));
  return paths.filter((path) => path === folder || path.startsWith(folder + sep));
}

function removeAtExit(): void {
  for (const [folder, { top }] of present) gitAtExit(top, ['worktree', 'remove', '--force', '--force', folder]);
}
