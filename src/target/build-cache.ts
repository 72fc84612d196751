import { createHash } from 'node:crypto';
import { cp, lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { toolchainIdentity } from '../machine/toolchain.js';
import type { TargetManifest } from '../model/target.js';

// What builds leave behind in a working copy: it is neither source nor the same on every machine.
const BUILD_OUTPUTS = new Set([
  ...['node_modules', 'dist', 'target', '.git'],
  ...['.venv', '__pycache__', '.pytest_cache', 'classes', '.gradle', '.idea', '.vscode', '.DS_Store'],
]);

/** Where built targets are kept: PERFCMP_CACHE_DIR, else the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'targets');
}

/** Where it stands which of them are started from at the moment. */
export function buildUsersFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'in-use');
}

/** Where commits of the user's own repositories are checked out and built. */
export function checkoutsFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(cacheRoot(env), 'checkouts');
}

/** The folder of both. */
export function cacheRoot(env: NodeJS.ProcessEnv): string {
  return env.PERFCMP_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'perfcmp');
}

/** SHA-256 over everything that decides what a build makes: all source files, steps, platform and versions of the tools. */
export async function hashTarget(manifest: TargetManifest): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} node ${process.versions.node.split('.')[0]}\n`);
  hash.update(`${await toolchainIdentity(manifest.requires)}\n`);
  for (const path of copiedPaths(manifest)) await hashPath(hash, path, dirname(manifest.folder));
  return hash.digest('hex');
}

async function hashPath(hash: ReturnType<typeof createHash>, path: string, root: string): Promise<void> {
  const facts = await lstat(path);
  const name = JSON.stringify(relative(root, path));
  if (facts.isDirectory()) {
    for (const entry of (await readdir(path)).sort()) {
      if (!BUILD_OUTPUTS.has(entry)) await hashPath(hash, join(path, entry), root);
    }
  } else if (facts.isSymbolicLink()) {
    hash.update(`link ${name} ${JSON.stringify(await readlink(path))}\n`);
  } else {
    const content = await readFile(path);
    hash.update(`file ${name} ${(facts.mode & 0o111) !== 0} ${content.length}\n`).update(content);
  }
}

/** Copies a target and its sources so that they lie to each other as before; gives the target's own folder. */
export async function copyTarget(manifest: TargetManifest, destination: string): Promise<string> {
  const root = dirname(manifest.folder);
  for (const path of copiedPaths(manifest)) {
    await cp(path, join(destination, relative(root, path)), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => source === path || !BUILD_OUTPUTS.has(basename(source)),
    });
  }
  return join(destination, basename(manifest.folder));
}

function copiedPaths(manifest: TargetManifest): string[] {
  return [manifest.folder, ...[...manifest.sources].sort()];
}
