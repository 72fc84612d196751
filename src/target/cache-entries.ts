import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, checkoutsFolder } from './build-cache.js';
import { isBuildInUse } from './build-history.js';
import { COMPLETE } from './checkout-place.js';
import { isAbandoned, isInUse } from './checkout-users.js';

/** Something in the cache: a build, a checkout, or the log of one that failed. */
export interface CachedEntry {
  readonly name: string;
  readonly path: string;
  /** Target or repository that it is of. */
  readonly family: string;
  readonly usedAtMs: number;
  readonly isInUse: boolean;
}

// Only what perfcmp names so is ever looked at: the cache may be a folder in which others keep things, too.
const BUILD = /^([a-z0-9][a-z0-9-]*)-[0-9a-f]{12}(?:\.log)?$/;
const UNFINISHED_BUILD =
  /^([a-z0-9][a-z0-9-]*?)(?:-[0-9a-f]{12})?(?:\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?\.building(?:\.log)?$/;
const CHECKOUT = /^([0-9a-f]{8})-[0-9a-f]{12}-[0-9a-f]{8}(?:\.[0-9a-f]{8})?(?:\.log)?$/;
const LOG = /\.log$/;

/** Builds of targets, unfinished ones and their logs. */
export function buildEntries(env: NodeJS.ProcessEnv): Promise<CachedEntry[]> {
  return entriesIn(cacheFolder(env), [UNFINISHED_BUILD, BUILD], (folder, name) =>
    name.endsWith('.building') ? isBuilding(folder) : isBuildInUse(folder),
  );
}

/** Checked out commits, unfinished ones and logs. */
export function checkoutEntries(env: NodeJS.ProcessEnv): Promise<CachedEntry[]> {
  return entriesIn(checkoutsFolder(env), [CHECKOUT], async (folder) => {
    if (await isInUse(folder)) return true;
    return !existsSync(join(folder, COMPLETE)) && (await isBuilding(folder));
  });
}

/** Whether somebody is still at it. */
async function isBuilding(folder: string): Promise<boolean> {
  return existsSync(folder) && !(await isAbandoned(folder));
}

async function entriesIn(
  root: string,
  patterns: readonly RegExp[],
  isUsed: (folder: string, name: string) => Promise<boolean>,
): Promise<CachedEntry[]> {
  const found = await readdir(root, { withFileTypes: true }).catch(() => []);
  const entries = found.map(async (entry): Promise<CachedEntry[]> => {
    const family = patterns.map((pattern) => pattern.exec(entry.name)?.[1]).find((match) => match !== undefined);
    // A link is nothing that perfcmp has made.
    const isOwn = LOG.test(entry.name) ? entry.isFile() : entry.isDirectory();
    if (family === undefined || !isOwn) return [];
    const path = join(root, entry.name);
    const facts = await stat(path).catch(() => null);
    if (facts === null) return [];
    // A log is written as long as its folder is filled.
    const name = entry.name.replace(LOG, '');
    const isInUse = await isUsed(join(root, name), name);
    return [{ name: entry.name, path, family, usedAtMs: facts.mtimeMs, isInUse }];
  });
  return (await Promise.all(entries)).flat();
}
