import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeFolder } from '../units/make-folder.js';
import { cacheFolder } from './build-cache.js';

const BUILDS_KEPT = 2;
const LOGS_KEPT = 4;
const IN_USE_MS = 3_600_000;
const ABANDONED_AFTER_MS = 24 * 3_600_000;

/** The end of names of builds that are not complete, or on their way out. */
export const UNFINISHED = '.building';

interface CacheEntry {
  readonly path: string;
  readonly modifiedMs: number;
}

/** Makes the folder that a build of this target runs in: the same each time, unless another perfcmp builds there. */
export async function beginBuild(target: string): Promise<string> {
  makeFolder(cacheFolder());
  // Build tools know what they reuse by its path.
  const usual = join(cacheFolder(), `${target}${UNFINISHED}`);
  const isFree = await mkdir(usual).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (isFree) return usual;
  const other = join(cacheFolder(), `${target}.${randomUUID()}${UNFINISHED}`);
  await mkdir(other);
  return other;
}

/** Remembers that a build is used, which keeps it. */
export async function touchBuild(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

/** Copies folders of the newest build of a target to begin the next one with; what cannot be copied is left out. */
export async function seedBuild(target: string, folders: readonly string[], building: string): Promise<void> {
  if (folders.length === 0) return;
  const [newest] = await entriesOf(target, '');
  if (newest === undefined) return;
  for (const folder of folders) {
    // cp keeps times to the nanosecond: build tools compare them.
    const copied = await execa('cp', ['-pR', join(newest.path, folder), join(building, folder)], { reject: false });
    if (copied.failed) await rm(join(building, folder), { recursive: true, force: true });
  }
}

/** Removes what nobody will start again: builds and logs of this target but the newest, and what a killed perfcmp left behind. */
export async function pruneBuilds(target: string): Promise<void> {
  const builds = await entriesOf(target, '');
  const logs = await entriesOf(target, '.log');
  const old = [
    ...builds.slice(BUILDS_KEPT).filter(({ modifiedMs }) => modifiedMs < Date.now() - IN_USE_MS),
    ...logs.slice(LOGS_KEPT),
    ...(await abandoned()),
  ];
  for (const { path } of old) await rm(path, { recursive: true, force: true }).catch(() => {});
}

/** No build takes a day. */
async function abandoned(): Promise<CacheEntry[]> {
  const entries = await entriesMatching(new RegExp(`\\${UNFINISHED}(\\.log)?$`));
  return entries.filter(({ modifiedMs }) => modifiedMs < Date.now() - ABANDONED_AFTER_MS);
}

/** What the cache has of a target, newest first. */
function entriesOf(target: string, extension: '' | '.log'): Promise<CacheEntry[]> {
  return entriesMatching(new RegExp(`^${target}-[0-9a-f]{12}${extension.replace('.', '\\.')}$`));
}

async function entriesMatching(name: RegExp): Promise<CacheEntry[]> {
  const folder = cacheFolder();
  const names = (await readdir(folder).catch(() => [])).filter((candidate) => name.test(candidate));
  const entries = names.map(async (candidate) => {
    const path = join(folder, candidate);
    // Another perfcmp may just have moved or removed it.
    return {
      path,
      modifiedMs: await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ),
    };
  });
  return (await Promise.all(entries)).sort((left, right) => right.modifiedMs - left.modifiedMs);
}
