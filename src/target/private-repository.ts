import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustGit } from './git.js';
import type { Repository } from './git-repository.js';

const SHA256_LENGTH = 64;

/**
 * Gives files of a commit a `.git` of their own: it borrows the objects, and nothing that is written there reaches the
 * user's repository. Steps of a build may ask it for commit and tags, and set hooks in it, as `prepare` scripts do.
 */
export async function makePrivateRepository(repository: Repository, folder: string, sha: string): Promise<void> {
  const gitFolder = join(folder, '.git');
  const format = sha.length === SHA256_LENGTH ? ['--object-format=sha256'] : [];
  // Packed references, below, are of this format alone; a template may bring hooks.
  await mustGit(folder, ['-c', 'init.defaultRefFormat=files', 'init', '--quiet', '--template=', ...format]);
  for (const name of ['hooks', 'objects/info']) await mkdir(join(gitFolder, name), { recursive: true });
  await writeFile(join(gitFolder, 'objects', 'info', 'alternates'), `${join(repository.gitFolder, 'objects')}\n`);
  if (repository.isShallow) await copyFile(join(repository.gitFolder, 'shallow'), join(gitFolder, 'shallow'));
  const tags = await mustGit(repository.top, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags']);
  await writeFile(join(gitFolder, 'packed-refs'), tags === '' ? '' : `${tags}\n`);
  await writeFile(join(gitFolder, 'HEAD'), `${sha}\n`);
  await mustGit(folder, ['read-tree', 'HEAD']);
}

/** Leaves the files without it: a server that asks git would change them, or find what lies around them. */
export async function removePrivateRepository(folder: string): Promise<void> {
  await rm(join(folder, '.git'), { recursive: true, force: true });
}
