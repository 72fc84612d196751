import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../units/make-folder.js';
import { checkoutsFolder } from './build-cache.js';

const COMPLETE = 'complete';
const OWNER = 'owner';
/** Of a build that failed: beside the place that it would have had. */
const LOG = '.log';
const KEPT_OF_A_REPOSITORY = 4;
const IN_USE_MS = 3_600_000;
const ABANDONED_AFTER_MS = 24 * 3_600_000;
const CLAIMING_MS = 60_000;

/** A folder of the cache for one checkout, with its log beside it. */
export interface CheckoutPlace {
  readonly folder: string;
  /** It holds what was built before, untouched since. */
  readonly isComplete: boolean;
  /** It stays for the next run; otherwise it goes with this one. */
  readonly isKept: boolean;
}

/** The folder that checkouts lie in, by the name that git has for it. */
export async function checkoutsRoot(): Promise<string> {
  makeFolder(checkoutsFolder());
  return realpath(checkoutsFolder());
}

/** Takes the place of this name, or one of its own where another perfcmp builds there or nothing shall be kept. */
export async function takePlace(
  name: string,
  wants: { readonly keep: boolean; readonly rebuild: boolean },
): Promise<CheckoutPlace> {
  const root = await checkoutsRoot();
  const usual = join(root, name);
  if (wants.keep) {
    if (!wants.rebuild && (await isIntact(usual))) {
      await utimes(usual, new Date(), new Date());
      return { folder: usual, isComplete: true, isKept: true };
    }
    if (existsSync(join(usual, COMPLETE)) || (await isAbandoned(usual)))
      await rm(usual, { recursive: true, force: true });
    if (await claim(usual)) return { folder: usual, isComplete: false, isKept: true };
  }
  const own = join(root, `${name}.${randomUUID().slice(0, 8)}`);
  await claim(own);
  return { folder: own, isComplete: false, isKept: false };
}

/** Says that all is there: from now on nothing in it may change. */
export async function completePlace({ folder }: CheckoutPlace): Promise<void> {
  await writeFile(join(folder, COMPLETE), '');
}

/** Removes what nobody will use again: old places of the same repository, and what a killed perfcmp left behind. */
export async function prunePlaces(prefix: string): Promise<void> {
  const root = await checkoutsRoot();
  const places = await Promise.all(
    (await readdir(root)).map(async (name) => {
      const folder = join(root, name);
      const modifiedMs = await stat(folder).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      );
      return { name, folder, modifiedMs, isComplete: existsSync(join(folder, COMPLETE)) };
    }),
  );
  const kept = places
    .filter(({ name, isComplete }) => isComplete && name.startsWith(prefix))
    .sort((left, right) => right.modifiedMs - left.modifiedMs);
  for (const { folder, modifiedMs } of kept.slice(KEPT_OF_A_REPOSITORY)) {
    if (modifiedMs < Date.now() - IN_USE_MS) await rm(folder, { recursive: true, force: true });
  }
  for (const { name, folder, modifiedMs, isComplete } of places) {
    const isOld = name.endsWith(LOG) ? modifiedMs < Date.now() - ABANDONED_AFTER_MS : await isAbandoned(folder);
    if (!isComplete && isOld) await rm(folder, { recursive: true, force: true });
  }
}

async function claim(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await writeFile(join(folder, OWNER), String(process.pid));
  return true;
}

/** Whether who began it cannot finish it any more. */
export async function isAbandoned(folder: string): Promise<boolean> {
  const facts = await stat(folder).catch(() => null);
  if (facts === null) return true;
  const ageMs = Date.now() - facts.mtimeMs;
  const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => ''));
  if (owner === 0) return ageMs > CLAIMING_MS;
  return !isAlive(owner) || ageMs > ABANDONED_AFTER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A server that wrote into its own folder left another one behind than the one that was built. */
async function isIntact(folder: string): Promise<boolean> {
  const marker = await lstat(join(folder, COMPLETE)).catch(() => null);
  return marker !== null && !(await hasChangedSince(folder, marker.ctimeMs));
}

async function hasChangedSince(folder: string, sinceMs: number): Promise<boolean> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names) {
    if ((await lstat(join(folder, name))).ctimeMs > sinceMs) return true;
  }
  return false;
}
