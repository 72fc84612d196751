import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../units/make-folder.js';
import { buildUsersFolder, cacheFolder } from './build-cache.js';
import { claimPlace, isInUse, markUse } from './checkout-users.js';

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
  if (await claimPlace(usual)) return usual;
  const other = join(cacheFolder(), `${target}.${randomUUID()}${UNFINISHED}`);
  await claimPlace(other);
  return other;
}

/** Remembers that a build is used, which keeps it, and says so until builds are released, or this process ends. */
export async function touchBuild(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
  if (existsSync(marks.get(path) ?? '')) return;
  // Where nothing can be written nobody can remove it, either.
  const mark = await markUse(usersOf(path)).catch(() => null);
  if (mark === null) return;
  if (!process.listeners('exit').includes(removeMarks)) process.on('exit', removeMarks);
  marks.set(path, mark);
}

const marks = new Map<string, string>();

function removeMarks(): void {
  for (const mark of marks.values()) rmSync(mark, { force: true });
  marks.clear();
}

let holders = 0;

/** Does work that starts servers from builds; after the last of such works nothing says any more that they are used. */
export async function holdingBuilds<T>(work: () => Promise<T>): Promise<T> {
  holders += 1;
  try {
    return await work();
  } finally {
    holders -= 1;
    if (holders === 0) {
      removeMarks();
      process.off('exit', removeMarks);
    }
  }
}

/** Whether a perfcmp that lives may start servers from a build. */
export function isBuildInUse(path: string): Promise<boolean> {
  return isInUse(usersOf(path));
}

/** Beside all builds, in each of which are only files of its target. */
function usersOf(path: string): string {
  return join(dirname(dirname(path)), basename(buildUsersFolder()), basename(path));
}

/** Copies folders of the newest build of a target to begin the next one with; what cannot be copied is left out. */
export async function seedBuild(target: string, folders: readonly string[], building: string): Promise<void> {
  if (folders.length === 0) return;
  const [newest] = await entriesOf(target, '');
  if (newest === undefined) return;
  for (const folder of folders) {
    // cp keeps times to the nanosecond: build tools compare them.
    const { execa } = await import('execa');
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
  for (const { path } of old) {
    if (!(await isBuildInUse(path))) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
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
